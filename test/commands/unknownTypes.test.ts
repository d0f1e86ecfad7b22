import { expect } from "chai";
import { unknownTypes } from "../../commands/policyPack/unknownTypes";
import { type Graph } from "../../graph/graph";
import type { Deployment } from "../../simulation/deployment";

const row = {
    name: "one",
    level: "mandatory",
    severity: "low",
    controls: ["Pulumi one"],
    description: "One.",
    remedy: "Do it.",
    url: "https://example.com",
} as const;

const deployment = (...types: [type: string, custom?: false][]): Deployment => ({
    version: 3,
    deployment: {
        manifest: { version: "offline plan" },
        resources: types.map(([type, custom = true], i) => ({
            urn: `urn:pulumi:test::project::${type}::it-${i}`,
            type,
            custom,
        })),
    },
});

describe("resource types without a rule", () => {
    const rules = [
        { ...row, applies: ["aws:sns/topic:Topic"], checks: [] },
        {
            ...row,
            name: "two",
            *check(graph: Graph) {
                yield* graph.all("aws:ec2/vpc:Vpc").map(({ urn }) => ({ urn, sentence: "It is there." }));
            },
        },
    ];

    it("are those that no rule reads, with the number of resources", () => {
        expect(
            unknownTypes(
                deployment(
                    ["pulumi:pulumi:Stack", false],
                    ["pulumi:providers:aws"],
                    ["aws:sfn/activity:Activity"],
                    ["aws:sns/topic:Topic"],
                    ["aws:ec2/vpc:Vpc"],
                    ["aws:sfn/activity:Activity"],
                    ["aws:dynamodb/table:Table"],
                    ["posit-connect:index:Network", false],
                ),
                rules,
            ),
        ).to.deep.equal([
            { type: "aws:dynamodb/table:Table", resources: 1 },
            { type: "aws:sfn/activity:Activity", resources: 2 },
        ]);
    });
});
