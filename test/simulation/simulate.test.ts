import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { expect } from "chai";
import { Graph } from "../../graph/graph";
import { simulate } from "../../simulation/simulate";
import { UNKNOWN_SENTINEL } from "../../lib/wire";
import { record } from "../record";

async function failure(program: () => unknown): Promise<string> {
    try {
        await record("update", program);
    } catch (error) {
        return (error as Error).message;
    }
    return "no failure";
}

describe("the simulation", () => {
    describe("returns a graph in Pulumi's deployment format", () => {
        it("with parents, dependencies by property and options", async () => {
            class Part extends pulumi.ComponentResource {
                constructor() {
                    super("test:index:Part", "part");
                    const role = new aws.iam.Role(
                        "role",
                        { assumeRolePolicy: "{}" },
                        { parent: this, protect: true },
                    );
                    new aws.iam.RolePolicy(
                        "policy",
                        { role: role.id, policy: "{}" },
                        { parent: this, ignoreChanges: ["policy"] },
                    );
                    this.registerOutputs({ arn: role.arn });
                }
            }

            const graph = await record("update", () => new Part());

            const stack = "urn:pulumi:test::posit-connect::pulumi:pulumi:Stack::posit-connect-test";
            const part = "urn:pulumi:test::posit-connect::test:index:Part::part";
            const role = "urn:pulumi:test::posit-connect::test:index:Part$aws:iam/role:Role::role";
            const policy = graph.only("aws:iam/rolePolicy:RolePolicy");
            expect(graph.only("test:index:Part").parent).to.equal(stack);
            expect(graph.only("aws:iam/role:Role")).to.include({ urn: role, parent: part, protect: true });
            expect(policy).to.deep.include({
                parent: part,
                inputs: { role: graph.find(role)?.id, policy: "{}" },
                dependencies: [role],
                propertyDependencies: { role: [role], policy: [] },
                ignoreChanges: ["policy"],
            });
            expect(graph.only("test:index:Part").outputs).to.deep.equal({
                arn: graph.find(role)?.outputs.arn,
            });
        });

        it("with the same ids in each run, and other ids for another stack", async () => {
            const program = (): unknown => new aws.kms.Key("key", {});
            const simulateStack = async (stack: string): Promise<string | undefined> => {
                const options = { project: "p", stack, config: {}, secretKeys: [], preview: false };
                return new Graph(await simulate(() => void program(), options)).only("aws:kms/key:Key").id;
            };

            expect(await simulateStack("a")).to.equal(await simulateStack("a"));
            expect(await simulateStack("a")).to.not.equal(await simulateStack("b"));
        });

        it("with the program's outputs on the stack", async () => {
            const deployment = await simulate(() => ({ arn: new aws.kms.Key("key", {}).arn, plain: 1 }), {
                project: "p",
                stack: "s",
                config: { "aws:region": "eu-west-1", "aws:allowedAccountIds": '["111122223333"]' },
                secretKeys: [],
                preview: false,
            });

            const graph = new Graph(deployment);
            expect(graph.stack?.outputs).to.deep.equal({
                arn: `arn:aws:kms:eu-west-1:111122223333:key/${graph.only("aws:kms/key:Key").id ?? ""}`,
                plain: 1,
            });
        });
    });

    describe("applies the resource option transforms", () => {
        const keyed = (props: Record<string, unknown>): pulumi.ResourceTransform => {
            return ({ type, props: given, opts }) =>
                type === "aws:kms/key:Key" ? { props: { ...given, ...props }, opts } : undefined;
        };
        class Part extends pulumi.ComponentResource {
            readonly key: aws.kms.Key;

            constructor(transforms: pulumi.ResourceTransform[], own: pulumi.ResourceTransform[] = []) {
                super("test:index:Part", "part", {}, { transforms });
                const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" }, { parent: this });
                this.key = new aws.kms.Key(
                    "key",
                    { description: "given", policy: role.arn, tags: { secret: pulumi.secret("hidden") } },
                    { parent: this, transforms: own },
                );
            }
        }

        for (const mode of ["preview", "update"] as const) {
            it(`to a resource and its descendants, the nearest first, and to no other resource (${mode})`, async () => {
                const graph = await record(mode, () => {
                    new Part(
                        [keyed({ description: "the component's", multiRegion: true })],
                        [keyed({ description: "its own", enableKeyRotation: true })],
                    );
                });
                const untransformed = await record(mode, () => new Part([]));

                const key = graph.only("aws:kms/key:Key");
                const before = untransformed.only("aws:kms/key:Key");
                expect(key.inputs).to.deep.equal({
                    ...before.inputs,
                    description: "the component's",
                    multiRegion: true,
                    enableKeyRotation: true,
                });
                expect(key.propertyDependencies).to.deep.equal(before.propertyDependencies);
                expect(graph.only("aws:iam/role:Role")).to.deep.equal(
                    untransformed.only("aws:iam/role:Role"),
                );
            });
        }

        it("except those that change options, which it rejects", async () => {
            const protect: pulumi.ResourceTransform = ({ props, opts }) => ({
                props,
                opts: { ...opts, protect: true },
            });

            expect(await failure(() => new Part([], [protect]))).to.equal(
                'the simulation does not know transforms that change options (aws:kms/key:Key "key")',
            );
        });
    });

    describe("in a first preview", () => {
        it("knows inputs, but no outputs that the cloud computes", async () => {
            const graph = await record("preview", () => {
                const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
                new aws.iam.RolePolicy("policy", { role: role.id, policy: "{}" });
            });

            const role = graph.only("aws:iam/role:Role");
            expect(role.id).to.equal(undefined);
            expect(role.outputs).to.deep.equal({
                assumeRolePolicy: "{}",
                id: UNKNOWN_SENTINEL,
                arn: UNKNOWN_SENTINEL,
                name: UNKNOWN_SENTINEL,
                uniqueId: UNKNOWN_SENTINEL,
            });
            expect(graph.only("aws:iam/rolePolicy:RolePolicy").inputs).to.deep.equal({
                role: UNKNOWN_SENTINEL,
                policy: "{}",
            });
        });
    });

    describe("never shows a secret", () => {
        it("that a provider creates or the program passes on", async () => {
            const graph = await record("update", () => {
                const password = new random.RandomPassword("password", { length: 20 });
                new aws.kms.Key("key", { description: pulumi.interpolate`quoting ${password.result}` });
                new aws.kms.Key("other", { description: pulumi.secret("hidden text") });
            });

            const secret = {
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                ciphertext: "",
            };
            expect(graph.only("random:index/randomPassword:RandomPassword").outputs).to.deep.include({
                result: secret,
            });
            expect(graph.all("aws:kms/key:Key").map(({ inputs }) => inputs.description)).to.deep.equal([
                secret,
                secret,
            ]);
            expect(JSON.stringify(graph.resources)).to.not.match(/hidden text|quoting/);
        });
    });

    describe("fails if it does not know", () => {
        it("a type", async () => {
            expect(await failure(() => new aws.kinesis.Stream("queue", {}))).to.equal(
                'the simulation does not know the type aws:kinesis/stream:Stream ("queue"); add it to catalog/',
            );
        });

        it("an invoke", async () => {
            expect(await failure(() => aws.getRegionOutput())).to.equal(
                "the simulation does not know the invoke aws:index/getRegion:getRegion; add it to simulation/invokes.ts",
            );
        });

        it("a remote component", async () => {
            expect(await failure(() => new awsx.ecr.Repository("images", {}))).to.equal(
                "the simulation does not know the remote component awsx:ecr:Repository; add it to simulation/expansions",
            );
        });

        it("a resource of another stack", async () => {
            expect(await failure(() => aws.kms.Key.get("key", "1234"))).to.equal(
                'cannot read an existing aws:kms/key:Key ("key")',
            );
        });

        it("an output that the program reads", async () => {
            expect(
                await failure(() => {
                    const key = new aws.kms.Key("key", {});
                    new aws.kms.Alias("alias", { targetKeyId: key.id, name: key.region });
                }),
            ).to.equal(
                'the simulation does not know the output "region" of ' +
                    "urn:pulumi:test::posit-connect::aws:kms/key:Key::key",
            );
        });

        it("which of two resources has a URN", async () => {
            const urn = "urn:pulumi:test::posit-connect::aws:kms/key:Key::key";
            expect(await failure(() => [new aws.kms.Key("key", {}), new aws.kms.Key("key", {})])).to.equal(
                `two resources have the URN ${urn}`,
            );
        });

        it("several things at once", async () => {
            expect(
                await failure(() => [new aws.ecs.Cluster("tasks", {}), new aws.kinesis.Stream("queue", {})]),
            ).to.equal(
                'the simulation does not know the type aws:ecs/cluster:Cluster ("tasks"); add it to catalog/\n' +
                    'the simulation does not know the type aws:kinesis/stream:Stream ("queue"); add it to catalog/',
            );
        });
    });

    it("ends with the failure if other resources wait for the failed one", async () => {
        const program = (): unknown => {
            const queue = new aws.kinesis.Stream("queue", {});
            return new aws.kms.Key("key", { description: queue.arn }, { dependsOn: queue });
        };

        expect(await failure(program)).to.equal(
            'the simulation does not know the type aws:kinesis/stream:Stream ("queue"); add it to catalog/',
        );
    });

    it("fails with the program's own error", async () => {
        const program = (): unknown => pulumi.output(1).apply(() => Promise.reject(new Error("its own")));
        expect(await failure(program)).to.equal("its own");
    });
});
