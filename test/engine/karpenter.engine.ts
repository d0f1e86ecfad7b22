import { expect } from "chai";
import { EngineStack, engineSuite, formatSteps, type Outcome, type Step } from "./harness";
import { expectSuccess, LEFTOVERS, unprotect } from "./lifecycle";

type Config = Record<string, unknown>;

/** Resources with data, and those that all others depend on. */
const IRREPLACEABLE = [
    "aws:rds/instance:Instance",
    "aws:efs/fileSystem:FileSystem",
    "aws:kms/key:Key",
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
];

const SERVERS = { minSize: 3, maxSize: 3 };

/** Settings of the cluster in which `autoscaling` sets the number of content's nodes. */
function scaledBy(autoscaling: string, content: Config): (config: Config) => void {
    return (config) => {
        config["posit-connect:cluster"] = {
            ...(config["posit-connect:cluster"] as Config),
            autoscaling,
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: { servers: SERVERS, content },
        };
    };
}

const losses = (steps: Step[]): string[] =>
    formatSteps(
        steps.filter(({ op, type }) => IRREPLACEABLE.includes(type) && !["create", "update"].includes(op)),
    );

/** The steps, except those of the recovery manifest, which has the settings and the values. */
const stepsOf = ({ steps }: Outcome): string[] =>
    formatSteps(steps).filter((step) => !step.includes(" aws:s3/bucketObjectv2:BucketObjectv2 "));

/** The place of a step in the order of the engine. */
function placeOf({ steps }: Outcome, type: string, name: string): number {
    return steps.findIndex((step) => step.type.endsWith(type) && step.urn.endsWith(`::${name}`));
}

engineSuite("content's nodes from Karpenter", () => {
    let stack: EngineStack;

    before(async () => {
        stack = await EngineStack.start("prod");
        stack.settings(scaledBy("cluster-autoscaler", { minSize: 3, maxSize: 6 }));
        expectSuccess(await stack.up());
    });

    after(() => {
        stack.stop();
    });

    it("replace those of the Cluster Autoscaler, and nothing else that holds data or servers", async () => {
        stack.settings(scaledBy("karpenter", { maxSize: 6 }));
        const outcome = expectSuccess(await stack.up());

        expect(losses(outcome.steps)).to.deep.equal([]);
        expect(stepsOf(outcome)).to.deep.equal([
            "create aws:cloudwatch/eventRule:EventRule cluster-karpenter-interruptions-capacity-reservation",
            "create aws:cloudwatch/eventRule:EventRule cluster-karpenter-interruptions-instance-state",
            "create aws:cloudwatch/eventRule:EventRule cluster-karpenter-interruptions-scheduled-change",
            "create aws:cloudwatch/eventRule:EventRule cluster-karpenter-interruptions-spot-interruption",
            "create aws:cloudwatch/eventRule:EventRule cluster-karpenter-interruptions-spot-rebalance",
            "create aws:cloudwatch/eventTarget:EventTarget cluster-karpenter-interruptions-capacity-reservation",
            "create aws:cloudwatch/eventTarget:EventTarget cluster-karpenter-interruptions-instance-state",
            "create aws:cloudwatch/eventTarget:EventTarget cluster-karpenter-interruptions-scheduled-change",
            "create aws:cloudwatch/eventTarget:EventTarget cluster-karpenter-interruptions-spot-interruption",
            "create aws:cloudwatch/eventTarget:EventTarget cluster-karpenter-interruptions-spot-rebalance",
            "create aws:eks/podIdentityAssociation:PodIdentityAssociation cluster-karpenter",
            "create aws:iam/instanceProfile:InstanceProfile cluster-karpenter",
            "create aws:iam/role:Role cluster-karpenter",
            "create aws:iam/rolePolicy:RolePolicy cluster-karpenter",
            "create aws:sqs/queue:Queue cluster-karpenter-interruptions",
            "create kubernetes:helm.sh/v3:Release cluster-karpenter",
            "create kubernetes:helm.sh/v3:Release cluster-karpenter-crd",
            "create kubernetes:karpenter.k8s.aws/v1:EC2NodeClass cluster-content",
            "create kubernetes:karpenter.sh/v1:NodePool cluster-content",
            "create posit-connect:index:InterruptionQueue cluster-karpenter-interruptions",
            "create posit-connect:index:Karpenter cluster-karpenter",
            "delete aws:ec2/launchTemplate:LaunchTemplate cluster-content",
            "delete aws:eks/nodeGroup:NodeGroup cluster-content",
            "delete aws:eks/podIdentityAssociation:PodIdentityAssociation cluster-autoscaler",
            "delete aws:iam/role:Role cluster-autoscaler",
            "delete aws:iam/rolePolicy:RolePolicy cluster-autoscaler",
            "delete kubernetes:helm.sh/v3:Release cluster-autoscaler",
            "delete posit-connect:index:ClusterAutoscaler cluster-autoscaler",
            "update kubernetes:helm.sh/v3:Release connect",
        ]);
        expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
    });

    it("are replaced by Karpenter after a change of their settings, without a step for a node", async () => {
        stack.settings(scaledBy("karpenter", { maxSize: 9, diskGiB: 200, instanceTypes: ["m6i.2xlarge"] }));
        const outcome = expectSuccess(await stack.up());

        expect(stepsOf(outcome)).to.deep.equal([
            "update kubernetes:core/v1:ResourceQuota connect-content",
            "update kubernetes:karpenter.k8s.aws/v1:EC2NodeClass cluster-content",
            "update kubernetes:karpenter.sh/v1:NodePool cluster-content",
        ]);
    });

    it("go back to managed node groups, which start first", async () => {
        stack.settings(scaledBy("none", { minSize: 3, maxSize: 6 }));
        const outcome = expectSuccess(await stack.up());

        expect(losses(outcome.steps)).to.deep.equal([]);
        expect(placeOf(outcome, "NodeGroup", "cluster-content")).to.be.lessThan(
            placeOf(outcome, "NodePool", "cluster-content"),
        );
        expect(placeOf(outcome, "NodePool", "cluster-content")).to.be.lessThan(
            placeOf(outcome, "Release", "cluster-karpenter"),
        );
        expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
    });

    it("end before Karpenter, and after content, in a destroy", async () => {
        stack.settings(scaledBy("karpenter", { maxSize: 6 }));
        expectSuccess(await stack.up());
        stack.settings(unprotect);
        expectSuccess(await stack.up());
        const outcome = await stack.destroy();
        const [content, pool, nodeClass, karpenter, ...needed] = [
            ["Namespace", "connect-content"],
            ["NodePool", "cluster-content"],
            ["EC2NodeClass", "cluster-content"],
            ["Release", "cluster-karpenter"],
            ["RolePolicy", "cluster-karpenter"],
            ["Queue", "cluster-karpenter-interruptions"],
            ["NodeGroup", "cluster-servers"],
        ].map(([type = "", name = ""]) => placeOf(outcome, type, name));

        const order = [content, pool, nodeClass, karpenter, Math.min(...needed)];
        expect(order).to.deep.equal([...order].sort((a, b) => Number(a) - Number(b)));
        expect(order).not.to.include(-1);
        expect(
            stack
                .resources()
                .map(({ urn }) => urn)
                .filter((urn) => !LEFTOVERS.prod.includes(urn)),
        ).to.deep.equal([]);
    });
});
