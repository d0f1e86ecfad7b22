import { expect } from "chai";
import type { CloudObject } from "../cloud/cloud";
import { objectsOf, writeData } from "./backups";
import { EngineStack, engineSuite, errorsOf, formatSteps, type SavedStack } from "./harness";
import { expectSuccess } from "./lifecycle";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";

engineSuite("a stack that has lost", () => {
    let stack: EngineStack;
    let deployed: SavedStack;

    before(async () => {
        stack = await EngineStack.start("prod");
        expectSuccess(await stack.up());
        writeData(stack.cloud, "prod", "2026-11-20T08:00:00Z", "from a user");
        deployed = stack.save();
    });

    beforeEach(() => {
        stack.reset(deployed);
    });

    after(() => {
        stack.stop();
    });

    const listUrns = ({ cloud }: EngineStack): string[] =>
        objectsOf(cloud, "prod")
            .map(({ urn }) => urn)
            .sort();
    const dataOf = ({ cloud }: EngineStack): CloudObject[] =>
        objectsOf(cloud, "prod").filter(({ type }) => [INSTANCE, FILE_SYSTEM].includes(type));
    const listState = (from: EngineStack, kind: string): string[] =>
        from
            .resources()
            .filter(({ type }) => type.startsWith(kind))
            .map(({ urn }) => urn);

    describe("its cluster", () => {
        let all: string[];
        let lost: SavedStack;

        beforeEach(() => {
            all = listUrns(stack);
            for (const type of [NODE_GROUP, CLUSTER]) {
                for (const object of stack.cloud.all(type)) {
                    stack.cloud.lose(object);
                }
            }
            lost = stack.save();
        });

        it("keeps the cluster's objects in its state unless a refresh deletes unreachable objects", async () => {
            const known = listState(stack, "kubernetes:");

            expect(errorsOf(await stack.refresh()).join("\n")).to.contain(
                'rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"',
            );
            expect(listState(stack, "kubernetes:")).to.deep.equal(known);
        });

        it("recreates the cluster and its contents with a refresh that deletes unreachable objects and an up, and changes no data", async () => {
            const data = structuredClone(dataOf(stack));
            const again = await EngineStack.start(
                "prod",
                { env: { PULUMI_K8S_DELETE_UNREACHABLE: "true" } },
                lost,
            );
            expectSuccess(await again.refresh());
            const { steps } = expectSuccess(await again.up());

            expect(listUrns(again)).to.deep.equal(all);
            expect(dataOf(again)).to.deep.equal(data);
            expect(formatSteps(steps).filter((step) => !step.startsWith("create "))).to.deep.equal([
                "create-replacement aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-api-from-192-0-2-0-24",
                "create-replacement aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule load-balancer",
                // Created by eks, and unused.
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
            expect(expectSuccess(await again.preview("--expect-no-changes")).steps).to.deep.equal([]);
            again.stop();
        });
    });

    describe("its state", () => {
        it("is replaced with the last export, with no changes", async () => {
            const exported = await stack.export();
            await stack.loseState();
            await stack.import(exported);

            expect(expectSuccess(await stack.refresh()).steps).to.deep.equal([]);
            expect(expectSuccess(await stack.preview("--expect-no-changes")).steps).to.deep.equal([]);
        });

        it("is replaced with an older export and a refresh, if later changes were to its resources", async () => {
            const exported = await stack.export();
            stack.settings((config) => {
                config["posit-connect:tags"] = { environment: "other" };
            });
            expectSuccess(await stack.up());
            await stack.loseState();
            await stack.import(exported);

            expectSuccess(await stack.refresh());
            expect(expectSuccess(await stack.preview("--expect-no-changes")).steps).to.deep.equal([]);
        });
    });
});
