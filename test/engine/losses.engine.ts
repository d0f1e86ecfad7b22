import { expect } from "chai";
import type { CloudObject } from "../cloud/cloud";
import { objectsOf, write } from "./backups";
import { EngineStack, engineSuite, errorsOf, type Moment, words } from "./harness";
import { succeeded } from "./lifecycle";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";

engineSuite("a stack that has lost", () => {
    let stack: EngineStack;
    let deployed: Moment;

    before(async () => {
        stack = await EngineStack.start("prod");
        succeeded(await stack.up());
        write(stack.cloud, "prod", "2026-11-20T08:00:00Z", "of a user");
        deployed = stack.moment();
    });

    beforeEach(() => {
        stack.goBack(deployed);
    });

    after(() => {
        stack.stop();
    });

    const names = ({ cloud }: EngineStack): string[] =>
        objectsOf(cloud, "prod")
            .map(({ urn }) => urn)
            .sort();
    const dataOf = ({ cloud }: EngineStack): CloudObject[] =>
        objectsOf(cloud, "prod").filter(({ type }) => [INSTANCE, FILE_SYSTEM].includes(type));
    const inState = (of: EngineStack, kind: string): string[] =>
        of
            .resources()
            .filter(({ type }) => type.startsWith(kind))
            .map(({ urn }) => urn);

    describe("its cluster", () => {
        let all: string[];
        let lost: Moment;

        beforeEach(() => {
            all = names(stack);
            for (const type of [NODE_GROUP, CLUSTER]) {
                for (const object of stack.cloud.all(type)) {
                    stack.cloud.lose(object);
                }
            }
            lost = stack.moment();
        });

        it("keeps what it knows of the cluster's objects where nobody says that they are gone", async () => {
            const known = inState(stack, "kubernetes:");

            expect(errorsOf(await stack.refresh()).join("\n")).to.contain(
                'rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"',
            );
            expect(inState(stack, "kubernetes:")).to.deep.equal(known);
        });

        it("gets the cluster and everything in it again by a refresh that says so, and an up; no data is touched", async () => {
            const data = structuredClone(dataOf(stack));
            const again = await EngineStack.start(
                "prod",
                { env: { PULUMI_K8S_DELETE_UNREACHABLE: "true" } },
                lost,
            );
            succeeded(await again.refresh());
            const { steps } = succeeded(await again.up());

            expect(names(again)).to.deep.equal(all);
            expect(dataOf(again)).to.deep.equal(data);
            expect(words(steps).filter((step) => !step.startsWith("create "))).to.deep.equal([
                "create-replacement aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-api-from-192-0-2-0-24",
                "create-replacement aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule load-balancer",
                // Made by eks; nothing uses it.
                "create-replacement pulumi:providers:kubernetes cluster-eks-k8s",
                "delete-replaced aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-api-from-192-0-2-0-24",
                "delete-replaced aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule load-balancer",
                "delete-replaced pulumi:providers:kubernetes cluster-eks-k8s",
                "replace aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-api-from-192-0-2-0-24",
                "replace aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule load-balancer",
                "replace pulumi:providers:kubernetes cluster-eks-k8s",
                "update aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule load-balancer-to-cluster",
                "update aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule database-from-cluster",
                "update aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule file-system-from-cluster",
                "update pulumi:providers:kubernetes cluster-kubernetes",
            ]);
            expect(succeeded(await again.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
            again.stop();
        });
    });

    describe("its state", () => {
        it("goes on from the last one that was exported, with nothing to change", async () => {
            const exported = await stack.export();
            await stack.loseState();
            await stack.import(exported);

            expect(succeeded(await stack.refresh()).steps).to.deep.equal([]);
            expect(succeeded(await stack.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
        });

        it("goes on from an older one by a refresh, where changes since were to what it knew", async () => {
            const exported = await stack.export();
            stack.settings((config) => {
                config["posit-connect:tags"] = { environment: "other" };
            });
            succeeded(await stack.up());
            await stack.loseState();
            await stack.import(exported);

            succeeded(await stack.refresh());
            expect(succeeded(await stack.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
        });
    });
});
