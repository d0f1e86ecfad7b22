import { expect } from "chai";
import { mistakesIn } from "../../../simulation/providers/properties";
import { isSecret, UNKNOWN } from "../../../simulation/wire";
import { play } from "../../program";

describe("a provider's check", () => {
    for (const shape of ["dev", "prod"] as const) {
        it(`finds no mistake in what the ${shape} stack asks for`, async () => {
            const found = (await play(shape)).resources
                .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
                .map(({ urn, type, inputs }) => ({ urn, mistakes: mistakesIn(type, withoutSecrets(inputs)) }))
                .filter(({ mistakes }) => mistakes.length > 0);

            expect(found).to.deep.equal([]);
        });
    }

    it("names an unknown property, one that is missing and one of a wrong type, however deep", () => {
        expect(
            mistakesIn("aws:eks/nodeGroup:NodeGroup", {
                clusterName: 5,
                nodeRoleArn: UNKNOWN,
                subnetIds: "subnet-1",
                scalingConfig: { minSize: "1", maxSize: 2, desired: 3 },
                taints: [{ key: "a", effect: "NO_SCHEDULE" }, "b"],
                labels: { a: 1 },
                launchTemplate: "lt-1",
                nodes: 3,
            }),
        ).to.deep.equal([
            { property: "nodes", reason: "is not known" },
            { property: "clusterName", reason: "must be a string, got 5" },
            { property: "labels.a", reason: "must be a string, got 1" },
            { property: "launchTemplate", reason: 'must be an object, got "lt-1"' },
            { property: "scalingConfig.desired", reason: "is not known" },
            { property: "scalingConfig.desiredSize", reason: "is required, and missing" },
            { property: "scalingConfig.minSize", reason: 'must be a number, got "1"' },
            { property: "subnetIds", reason: 'must be a list, got "subnet-1"' },
            { property: "taints[1]", reason: 'must be an object, got "b"' },
        ]);
    });

    it("takes the forms that the packages take: text or an enumeration, a role or its name", () => {
        expect(
            mistakesIn("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn: "arn" }),
        ).to.deep.equal([]);
        expect(
            mistakesIn("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: 1, policyArn: "arn" }),
        ).to.deep.equal([{ property: "role", reason: "must be a string, got 1" }]);
        expect(mistakesIn("aws:s3/bucket:Bucket", { tags: "none" })).to.deep.equal([
            { property: "tags", reason: 'must be a map, got "none"' },
        ]);
    });

    it("knows a Kubernetes object's kind, and lets a custom resource be", () => {
        expect(mistakesIn("kubernetes:core/v1:Secret", { kind: "ConfigMap" })).to.deep.equal([
            { property: "kind", reason: 'must be "Secret", got "ConfigMap"' },
        ]);
        expect(mistakesIn("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", { any: 1 })).to.deep.equal(
            [],
        );
    });
});

/** A plan's secrets have no text to look at. */
function withoutSecrets(inputs: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, isSecret(value) ? UNKNOWN : value]),
    );
}
