import { expect } from "chai";
import { durationOf } from "../../graph/durationOf";
import { Graph, type Resource, type ResourceState } from "../../graph/graph";
import { timeline, type Timeline } from "../../graph/timeline";
import { simulateStack } from "../program";

function urn(type: string, name: string): string {
    return `urn:pulumi:s::p::${type}::${name}`;
}

/** A resource whose creation and deletion take the seconds in its inputs. */
function made(name: string, seconds: number, fields: Partial<ResourceState> = {}): ResourceState {
    const type = fields.type ?? "t:index:T";
    return { ...fields, urn: urn(type, name), type, inputs: { ...fields.inputs, seconds } };
}

function part(name: string, fields: Partial<ResourceState> = {}): ResourceState {
    return { ...fields, urn: urn("c:index:C", name), type: "c:index:C", custom: false };
}

function seconds({ inputs, custom }: Pick<Resource, "inputs" | "custom">) {
    return { seconds: custom ? Number(inputs["seconds"]) : 0, source: "the test" };
}

function timelineOf(...resources: ResourceState[]): Timeline {
    return timeline(new Graph({ version: 3, deployment: { resources } }), seconds);
}

/** A chain as names with their starts. */
function chain(critical: Timeline["up"]["critical"]): string[] {
    return critical.map(({ resource, start }) => `${start} ${resource.name}`);
}

const a = urn("t:index:T", "a");
const b = urn("t:index:T", "b");
const c = urn("c:index:C", "c");

describe("timeline", () => {
    it("creates independent resources in parallel, and names the critical path", () => {
        const { up } = timelineOf(
            made("a", 10),
            made("b", 30),
            made("later", 5, { dependencies: [a, b] }),
            made("apart", 20),
        );

        expect([up.seconds, chain(up.critical)]).to.deep.equal([35, ["0 b", "30 later"]]);
    });

    it("waits for all children of a component", () => {
        const { up } = timelineOf(
            part("c"),
            made("b", 7, { parent: c }),
            made("later", 1, { dependencies: [c] }),
        );

        expect(chain(up.critical)).to.deep.equal(["0 b", "7 later"]);
    });

    it("makes the children of a remote component wait for its prerequisites", () => {
        const { up } = timelineOf(
            made("a", 7),
            part("c", { propertyDependencies: { id: [a] } }),
            made("b", 1, { parent: c }),
        );

        expect(chain(up.critical)).to.deep.equal(["0 a", "7 b"]);
    });

    it("waits for a provider and for a parent that takes time", () => {
        const provider = made("provider", 3, { type: "pulumi:providers:kubernetes" });
        const { up } = timelineOf(
            provider,
            made("a", 2, { provider: `${provider.urn}::id` }),
            made("child", 1, { parent: a }),
        );

        expect(chain(up.critical)).to.deep.equal(["0 provider", "3 a", "5 child"]);
    });

    describe("requires", () => {
        it("the source of a value, and a provider", () => {
            const provider = made("provider", 3, {
                type: "pulumi:providers:kubernetes",
                propertyDependencies: { kubeconfig: [a] },
            });
            const { floor, waits } = timelineOf(
                made("a", 9),
                provider,
                made("later", 1, { provider: `${provider.urn}::id` }),
            );

            expect([chain(floor.critical), waits]).to.deep.equal([["0 a", "9 provider", "12 later"], []]);
        });

        it("no wait that the program adds, and reports its cost", () => {
            const { up, floor, waits } = timelineOf(
                made("a", 2),
                made("b", 9),
                made("later", 1, { dependencies: [a, b], propertyDependencies: { id: [a] } }),
            );

            expect([up.seconds, floor.seconds]).to.deep.equal([10, 9]);
            expect(waits.map((wait) => [wait.resource.name, wait.for.name, wait.seconds])).to.deep.equal([
                ["later", "b", 7],
            ]);
        });

        it("only the child that a component's value comes from", () => {
            const { up, floor } = timelineOf(
                part("c"),
                made("a", 2, { parent: c }),
                made("b", 9, { parent: c }),
                made("later", 8, { dependencies: [a, c], propertyDependencies: { id: [a, c] } }),
            );

            expect([up.seconds, floor.seconds]).to.deep.equal([17, 10]);
        });

        it("the orders of AWS and Kubernetes: coredns waits for nodes, the identity agent does not", () => {
            const nodes = made("nodes", 9, { type: "aws:eks/nodeGroup:NodeGroup" });
            const addOn = (addonName: string) =>
                timelineOf(
                    nodes,
                    made(addonName, 1, {
                        type: "aws:eks/addon:Addon",
                        inputs: { addonName },
                        dependencies: [nodes.urn],
                    }),
                ).waits.length;

            expect([addOn("coredns"), addOn("eks-pod-identity-agent")]).to.deep.equal([0, 1]);
        });
    });

    describe("destroys in rounds", () => {
        it("each as long as its slowest resource, dependent resources first", () => {
            const { destroy } = timelineOf(
                made("a", 3),
                made("b", 5),
                made("later", 7, { dependencies: [a] }),
                // It has no dependencies: it is deleted in the last round.
                made("apart", 20),
            );

            expect(destroy).to.deep.include({ seconds: 27 });
            expect(destroy.rounds.map((round) => [round.slowest.name, round.seconds])).to.deep.equal([
                ["later", 7],
                ["apart", 20],
            ]);
        });

        it("without time for resources that are deleted with another, or retained", () => {
            const { destroy } = timelineOf(
                made("a", 3),
                made("with", 50, { deletedWith: a, dependencies: [a] }),
                made("kept", 50, { retainOnDelete: true }),
            );

            expect(destroy.seconds).to.equal(3);
        });
    });

    it("is empty for a stack without resources", () => {
        expect(timelineOf()).to.deep.equal({
            up: { seconds: 0, critical: [] },
            destroy: { seconds: 0, rounds: [] },
            floor: { seconds: 0, critical: [] },
            waits: [],
            untimed: [],
        });
    });

    it("names the types that the catalog does not know", () => {
        const graph = new Graph({ version: 3, deployment: { resources: [made("a", 1), made("b", 1)] } });

        expect(timeline(graph).untimed).to.deep.equal(["t:index:T"]);
    });

    describe("of the program", () => {
        /** Highest ratio of the total to the required chain. */
        const AIM = 1.05;

        const graphs = new Map<string, Promise<Graph>>();

        /** The program's graph, simulated once. */
        function graphOf(stack: "dev" | "prod"): Promise<Graph> {
            const graph = graphs.get(stack) ?? simulateStack(stack);
            graphs.set(stack, graph);
            return graph;
        }

        for (const stack of ["dev", "prod"] as const) {
            // With a fast database the cluster is on the critical path, with a slow one the database.
            for (const minutes of [7, 10, 13, 20]) {
                it(`adds almost no waits (${stack}, database in ${minutes} minutes)`, async () => {
                    const { up, floor } = timeline(await graphOf(stack), (resource, operation) =>
                        resource.type === "aws:rds/instance:Instance"
                            ? { seconds: minutes * 60, source: "the test" }
                            : durationOf(resource, operation),
                    );

                    expect(up.seconds / floor.seconds).to.be.within(1, AIM);
                });
            }
        }

        it("creates database, file system, bucket and certificate in parallel with the cluster", async () => {
            const graph = await graphOf("prod");
            const cluster = graph.only("aws:eks/cluster:Cluster");

            for (const type of [
                "aws:rds/instance:Instance",
                "aws:efs/fileSystem:FileSystem",
                "aws:efs/mountTarget:MountTarget",
                "aws:s3/bucket:Bucket",
                "aws:acm/certificateValidation:CertificateValidation",
                "aws:lb/listener:Listener",
                "aws:kms/key:Key",
            ]) {
                for (const resource of graph.all(type)) {
                    expect(graph.dependsOn(resource, cluster), resource.urn).to.equal(false);
                }
            }
        });
    });
});
