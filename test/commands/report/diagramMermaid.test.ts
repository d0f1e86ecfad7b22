import { expect } from "chai";
import fc from "fast-check";
import { diagramMermaid } from "../../../commands/report/diagramMermaid";
import { diagram } from "../../../graph/diagram";
import { simulateStack } from "../../program";
import { diagramNamed } from "./drawings";

describe("a diagram as Mermaid", () => {
    it("has the parts of dev in their tiers, and a labeled line for each path", async () => {
        expect(diagramMermaid(diagram(await simulateStack("dev")))).to.equal(DEV);
    });

    it("escapes each character that could end a label or be markup", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (name) => {
                const text = diagramMermaid(diagramNamed(`${name}"]<b>\``));

                // Without its own line breaks and quotes, a label contains none of these.
                const labels = [...text.matchAll(/"([^"\n]*)"/g)].map(([, label = ""]) => label);
                expect(labels.filter((label) => /[<>`\]&]/.test(label.replaceAll("<br>", "")))).to.deep.equal(
                    [],
                );
                expect(text.split("\n")).to.have.lengthOf(
                    diagramMermaid(diagramNamed("x")).split("\n").length,
                );
            }),
        );
    });
});

const DEV = `flowchart TB
    n1(["internet"])
    n2(["listed addresses"])
    subgraph vpc["VPC 10.0.0.0/16, us-east-1, internet gateway, s3 gateway endpoint, flow logs"]
        subgraph tier1["public subnets: us-east-1a, us-east-1b"]
            n3["Application Load Balancer: public"]
            n4["NAT gateway network-us-east-1a (us-east-1a)"]
        end
        subgraph tier2["private subnets: us-east-1a, us-east-1b"]
            n5["node group cluster-general: 2–4 × t3.2xlarge<br>Connect servers: 2 pods · rstudio-connect 0.21.0"]
            n6["content pods: namespace posit-connect-content"]
            n7["RDS for PostgreSQL: 15 · db.m5.large · Multi-AZ"]
            n8["EFS file system: file-system · 2 mount targets"]
            n9["Kubernetes API of Amazon EKS: 1.35 · public and private"]
        end
    end
    n2 -- "80, 443 tcp" --> n3
    n2 -- "443 tcp" --> n9
    n3 -- "3939 tcp" --> n5
    n5 -- "all ports through 1 NAT gateway" --> n1
    n5 -- "all ports" --> n6
    n5 -- "5432 tcp" --> n7
    n5 -- "2049 tcp" --> n8
    n5 -- "443 tcp" --> n9
    n6 -- "all ports through 1 NAT gateway" --> n1
    n6 -- "53, 3939 tcp; 53 udp" --> n5
`;
