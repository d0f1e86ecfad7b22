import { expect } from "chai";
import { notChecked } from "../../graph/notChecked";
import { graphOf, resource } from "./resources";

const nodes = (instanceTypes: string[]) =>
    resource("aws:eks/nodeGroup:NodeGroup", "nodes", { instanceTypes });

const release = (version: string, versionOverride: string) =>
    resource("kubernetes:helm.sh/v3:Release", "connect", {
        chart: "rstudio-connect",
        version,
        values: { versionOverride },
    });

describe("notChecked", () => {
    it("is empty for known types of one size and versions that the values are written for", () => {
        const graph = graphOf([nodes(["m5.xlarge", "t3.xlarge"]), release("0.21.0", "2026.08.1")]);
        expect(notChecked(graph)).to.deep.equal([]);
    });

    it("lists unknown types, mixed sizes and other versions", () => {
        const graph = graphOf([
            nodes(["m6i.2xlarge", "m6i.16xlarge", "x9.huge"]),
            release("0.8.14", "2026.09.0"),
        ]);
        expect(notChecked(graph)).to.deep.equal([
            "nodes: size and architecture of x9.huge. Add the type to catalog/instanceTypes.json with the values of aws ec2 describe-instance-types.",
            "nodes: nodes of different sizes. Servers and content are checked for the smallest type, subnets for the largest.",
            "Connect's chart 0.8.14: the values are written for versions from 0.20.7 and before 0.22.0.",
            "Connect 2026.09.0: the values are written for versions from 2026.05.1 and before 2026.09.0.",
        ]);
    });
});
