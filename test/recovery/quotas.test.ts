import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createColors } from "picocolors";
import { quotasText, quotaUse } from "../../recovery/quotas";
import { configValue } from "../../stacks/configValue";
import { readExample, ROOT } from "../program";
import { ADOPTED } from "../stacks/config";

/** The settings of a committed stack, as in a manifest. */
function settingsOf(stack: "dev" | "prod"): Record<string, unknown> {
    const { config } = readExample(stack);
    return Object.fromEntries(Object.entries(config).map(([key, text]) => [key, configValue(text)]));
}

/** The quotas that prod's settings use, with some sections replaced: amounts by quota code or name. */
function use(sections: Record<string, unknown> = {}, renewed = false): Record<string, unknown> {
    const changed = Object.entries(sections).map(([name, value]) => [`posit-connect:${name}`, value]);
    const settings = { ...settingsOf("prod"), ...(Object.fromEntries(changed) as object) };
    return Object.fromEntries(
        quotaUse(settings, renewed).map(({ quota, amount, unknownTypes }) => [
            quota.code ?? quota.name,
            Object.keys(unknownTypes).length === 0 ? amount : { amount, ...unknownTypes },
        ]),
    );
}

function nodes(nodeGroups: Record<string, object>): Record<string, unknown> {
    return { cluster: { nodeGroups } };
}

describe("the quotas that a stack uses", () => {
    it("are an Elastic IP for each NAT gateway, a VPC, and the vCPUs of its nodes", () => {
        expect(use()).to.deep.equal({ "L-0263D0A3": 3, "L-F678F1CE": 1, "L-1216C47A": 48 });
    });

    it("are one Elastic IP with a single NAT gateway", () => {
        const network = { availabilityZones: ["us-east-1a", "us-east-1b"], natGateways: "Single" };

        expect(use({ network, cluster: {} })).to.deep.equal({
            "L-0263D0A3": 1,
            "L-F678F1CE": 1,
            "L-1216C47A": 16,
        });
    });

    it("are no Elastic IP and no VPC if the stack adopts one", () => {
        expect(use({ network: { adopt: ADOPTED }, cluster: {} })).to.deep.equal({
            "L-0263D0A3": 0,
            "L-F678F1CE": 0,
            "L-1216C47A": 16,
        });
    });

    it("include two more nodes per zone in each group if nodes are renewed", () => {
        const groups = nodes({
            general: { minSize: 3 },
            memory: { instanceTypes: ["r6i.4xlarge"], minSize: 1 },
        });

        expect(use(groups, true)).to.include({ "L-1216C47A": (3 + 6) * 8 + (1 + 6) * 16 });
    });

    it("include the largest instance type of a group, for standard and for other families", () => {
        const instanceTypes = ["m7i.2xlarge", "m7i-flex.large", "x2idn.16xlarge"];

        expect(use(nodes({ general: { instanceTypes, minSize: 2 } }))).to.deep.equal({
            "L-0263D0A3": 3,
            "L-F678F1CE": 1,
            "L-1216C47A": 16,
            "vCPUs of on-demand instances of other families": 128,
        });
    });

    it("list instance types whose vCPUs do not follow from their size", () => {
        const groups = nodes({
            general: { minSize: 3 },
            bare: { instanceTypes: ["m5.metal"], minSize: 2 },
            small: { instanceTypes: ["t3.medium"], minSize: 1 },
            other: { instanceTypes: ["x2idn.16xlarge"], minSize: 1 },
            hpc: { instanceTypes: ["hpc6a.48xlarge"], minSize: 1 },
        });

        expect(use(groups)).to.deep.equal({
            "L-0263D0A3": 3,
            "L-F678F1CE": 1,
            "L-1216C47A": { amount: 24, "m5.metal": 2, "t3.medium": 1 },
            "vCPUs of on-demand instances of other families": { amount: 64, "hpc6a.48xlarge": 1 },
        });
    });

    it("are separate for Spot nodes", () => {
        expect(
            use(
                nodes({
                    general: { minSize: 3 },
                    batch: { capacity: "spot", minSize: 2, instanceTypes: ["m5.xlarge", "m6i.xlarge"] },
                }),
            ),
        ).to.deep.include({ "L-1216C47A": 24, "L-34B43A08": 8 });
    });

    it("are separate for nodes with GPUs, by their families", () => {
        const group = (instanceTypes: string[], capacity = "onDemand") => ({
            instanceTypes,
            capacity,
            minSize: 2,
        });
        expect(
            use(
                nodes({
                    general: { minSize: 3 },
                    gpu: group(["g5.xlarge", "gr6.4xlarge"]),
                    large: group(["p5.48xlarge"]),
                    "gpu-spot": group(["g4dn.xlarge"], "spot"),
                    "old-spot": group(["p4d.24xlarge"], "spot"),
                    "new-spot": group(["p5.4xlarge"], "spot"),
                    "other-spot": group(["p6-b200.48xlarge"], "spot"),
                }),
            ),
        ).to.deep.equal({
            "L-0263D0A3": 3,
            "L-F678F1CE": 1,
            "L-1216C47A": 24,
            "L-DB2E81BA": 32,
            "L-417A185B": 384,
            "L-3819A6DF": 8,
            "L-7212CCBC": 192,
            "L-C4BD4855": 32,
            "vCPUs of Spot instances of other families": 384,
        });
    });

    it("are printed with their sum, or with the command that looks them up", () => {
        const settings = { ...settingsOf("prod") };
        const other = {
            ...settings,
            "posit-connect:cluster": {
                nodeGroups: { general: { minSize: 3 }, bare: { instanceTypes: ["x1.metal"], minSize: 2 } },
            },
        };

        expect(
            quotasText(
                {
                    region: "us-east-1",
                    stacks: [
                        { name: "prod", uses: quotaUse(settings) },
                        { name: "prod-2", uses: quotaUse(other) },
                    ],
                },
                createColors(false),
            ),
        ).to.equal(`Quotas in us-east-1, to compare with the account's values
  Elastic IPs: 3 for prod + 3 for prod-2 = 6; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code ec2 --quota-code L-0263D0A3 --query Quota.Value
  VPCs: 1 for prod + 1 for prod-2 = 2; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code vpc --quota-code L-F678F1CE --query Quota.Value
  vCPUs of on-demand standard instances: 48 for prod + 24 for prod-2 = 72; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code ec2 --quota-code L-1216C47A --query Quota.Value
  vCPUs of on-demand instances of other families: 2 × x1.metal for prod-2
       aws service-quotas list-service-quotas --region us-east-1 --service-code ec2 --query "Quotas[?starts_with(QuotaName, 'Running On-Demand')].[QuotaName,Value]" --output text
       aws ec2 describe-instance-types --region us-east-1 --instance-types x1.metal --query 'InstanceTypes[].[InstanceType,VCpuInfo.DefaultVCpus]' --output text
  Nodes are counted by \`minSize\`; a node update adds up to two per zone. Other resources in the account count, too.`);
    });

    it("are those in docs/deploy.md for the committed stacks", () => {
        const page = readFileSync(join(ROOT, "docs", "deploy.md"), "utf8");
        for (const index of [0, 1, 2]) {
            const [dev, prod] = (["dev", "prod"] as const).map(
                (stack) => quotaUse(settingsOf(stack), true)[index],
            );

            const row = page
                .split("\n")
                .find((line) => line.includes("|") && line.includes(dev?.quota.code ?? "none"));
            expect(
                row
                    ?.split("|")
                    .slice(2, 4)
                    .map((cell) => Number(cell)),
            ).to.deep.equal([prod?.amount, dev?.amount]);
        }
    });
});
