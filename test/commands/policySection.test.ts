import { expect } from "chai";
import { createColors } from "picocolors";
import type { Judgement, Violation } from "../../commands/policyPack/judgement";
import { exposureReport } from "../../commands/policyPack/exposureReport";
import { policySection } from "../../commands/policyPack/section";

const plain = createColors(false);

const violation = (parts: Partial<Violation>): Violation => ({
    policy: "rds-multi-az",
    mandatory: true,
    urn: "urn:pulumi:test::project::a:b:C$aws:rds/instance:Instance::database",
    sentence: "multiAz: must be true, got false.",
    remedy: "Set multiAz to true.",
    ...parts,
});

const judgement = (parts: Partial<Judgement>): Judgement => ({
    pack: { name: "pack", version: "1.0.0" },
    levelFile: "levels.json",
    policies: ["rds-multi-az", "vpc-flow-logs"].map((name) => ({
        name,
        description: "",
        level: "mandatory",
        severity: "high",
        controls: ["FSBP RDS.5"],
        remedy: "",
        url: "",
        defaults: {},
    })),
    violations: [],
    waived: [],
    unverified: [],
    ...parts,
});

const queue = { type: "aws:kinesis/stream:Stream", resources: 2 };
const topic = { type: "aws:sns/topic:Topic", resources: 1 };

describe("the policies' section of a plan", () => {
    it("is one line without findings", () => {
        expect(policySection(judgement({}), [], { verbose: false }, plain)).to.equal(
            "Policies (levels.json): 2 rules, 0 violations",
        );
    });

    it("groups findings by resource, wraps long texts and omits the remedies of advice", () => {
        const long = `It holds ${"as long as it does ".repeat(8)}and no longer.`;
        const advice = violation({ policy: "vpc-flow-logs", mandatory: false, sentence: long });
        const stack = violation({
            urn: "urn:pulumi:test::project::pulumi:pulumi:Stack::project-test",
            policy: "waivers",
            sentence: "The waiver has expired.",
            remedy: "",
        });
        const waived = {
            rule: "rds-port",
            urn: "urn:pulumi:test::project::aws:rds/instance:Instance::database",
            sentence: "port must be other than 5432.",
            waiver: {
                rule: "rds-port",
                resource: "*::database",
                reason: "It is known.",
                owner: "us",
                expires: "2027-01-31",
            },
        };

        expect(
            policySection(
                judgement({
                    violations: [violation({}), stack, advice],
                    waived: [waived, { ...waived, sentence: "A second finding." }],
                }),
                [queue, topic],
                { verbose: false },
                plain,
            ),
        ).to.equal(
            [
                "Policies (levels.json): 2 rules, 2 violations, 1 advisory, 1 waived; deployment blocked",
                "  database  aws:rds/instance:Instance",
                "    ✗ rds-multi-az   multiAz: must be true, got false.",
                "                     Set multiAz to true.",
                "    ! vpc-flow-logs  It holds as long as it does as long as it does as long as it does as long as it does as long as",
                "                     it does as long as it does as long as it does as long as it does and no longer.",
                "  project-test  pulumi:pulumi:Stack",
                "    ✗ waivers  The waiver has expired.",
                "  ○ rds-port  waived until 2027-01-31 (us): It is known.",
                "  2 resource types without a rule; --verbose lists them.",
            ].join("\n"),
        );
    });

    it("has every detail with --verbose", () => {
        const advice = violation({ mandatory: false });

        expect(
            policySection(judgement({ violations: [advice] }), [queue, topic], { verbose: true }, plain),
        ).to.equal(
            [
                "Policies (levels.json): 2 rules, 0 violations, 1 advisory",
                "  database  aws:rds/instance:Instance",
                "    ! rds-multi-az  multiAz: must be true, got false.",
                "                    Set multiAz to true.",
                "  2 resource types without a rule:",
                "    aws:kinesis/stream:Stream × 2",
                "    aws:sns/topic:Topic",
            ].join("\n"),
        );
    });
});

describe("the network exposure", () => {
    it("is a table of connections, each with the resource that allows it", () => {
        const urn = (type: string, name: string): string =>
            `urn:pulumi:test::project::a:b:C$${type}::${name}`;

        expect(
            exposureReport(
                [
                    {
                        from: "internet",
                        to: "load balancer",
                        ports: "443/tcp",
                        by: urn("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https"),
                    },
                    { from: "nodes", to: "internet", ports: "all", by: urn("aws:eks/cluster:Cluster", "it") },
                ],
                { color: false },
            ),
        ).to.equal(
            [
                "Network exposure: source, destination, ports, and the resource that allows it",
                "  internet  → load balancer  443/tcp  https  SecurityGroupIngressRule",
                "  nodes     → internet       all      it  Cluster",
                "",
            ].join("\n"),
        );
    });
});
