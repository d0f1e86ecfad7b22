import type { Resource } from "./graph";
import { NODE_CLASS, NODE_POOL } from "./types";

/** An order that AWS or Kubernetes requires although no value flows between the resources. */
interface Order {
    /** Type that is created later. */
    later: string;
    /** Inputs of the later resource; any if absent. */
    where?: Record<string, unknown[]>;
    /** Types that are created first. */
    earlier: string[];
    /** Consequence of another order. */
    reason: string;
}

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ADD_ON = "aws:eks/addon:Addon";
const RELEASE = "kubernetes:helm.sh/v3:Release";

const ORDERS: Order[] = [
    {
        later: "aws:eks/cluster:Cluster",
        earlier: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
        reason: "EKS rejects a role without its policy.",
    },
    {
        later: NODE_GROUP,
        earlier: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:ec2/route:Route"],
        reason: "The group fails if a node has no permission to join or no route to the internet.",
    },
    {
        later: NODE_GROUP,
        earlier: [ADD_ON],
        reason: "A node is ready after vpc-cni assigns it addresses, and needs the agent for network policies before its first pod.",
    },
    {
        later: ADD_ON,
        where: { addonName: ["coredns", "aws-efs-csi-driver"] },
        earlier: [NODE_GROUP],
        reason: "It is active when its pods run, which need a node. Created earlier, it is degraded and retries only minutes later.",
    },
    {
        later: "aws:rds/instance:Instance",
        earlier: ["aws:cloudwatch/logGroup:LogGroup", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
        reason: "RDS rejects a monitoring role without its policy, and creates unencrypted log groups if none exist.",
    },
    {
        later: "aws:lb/loadBalancer:LoadBalancer",
        earlier: ["aws:s3/bucketPolicy:BucketPolicy"],
        reason: "Its creation writes a test file to the log bucket.",
    },
    {
        later: "aws:efs/mountTarget:MountTarget",
        earlier: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
        reason: "A file system without a policy can be mounted by any client.",
    },
    {
        later: "aws:ec2/flowLog:FlowLog",
        earlier: ["aws:iam/rolePolicy:RolePolicy"],
        reason: "A flow log whose role has no permission to write fails.",
    },
    {
        later: RELEASE,
        earlier: [NODE_GROUP, ADD_ON],
        reason: "Pods need a node, an address, DNS, permissions and mounts.",
    },
    {
        later: RELEASE,
        earlier: ["aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws:iam/rolePolicy:RolePolicy"],
        reason: "A pod that starts before has no permissions while it runs.",
    },
    {
        later: RELEASE,
        where: { chart: ["rstudio-connect"] },
        earlier: [
            "aws:rds/instance:Instance",
            "aws:efs/mountTarget:MountTarget",
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "kubernetes:batch/v1:Job",
            "kubernetes:core/v1:ConfigMap",
            "kubernetes:core/v1:Namespace",
            "kubernetes:core/v1:PersistentVolumeClaim",
            "kubernetes:core/v1:Secret",
            "kubernetes:core/v1:ServiceAccount",
        ],
        reason: "Connect's servers do not start without their database, files and secrets.",
    },
    {
        later: RELEASE,
        where: { chart: ["rstudio-connect"] },
        earlier: [RELEASE],
        reason: "The controller's webhook adds the readiness gate only when a pod is created.",
    },
    {
        later: RELEASE,
        where: { name: ["karpenter"] },
        earlier: [RELEASE],
        reason: "Karpenter needs its definitions.",
    },
    {
        later: NODE_CLASS,
        earlier: [RELEASE, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:ec2/route:Route"],
        reason: "It needs its kind. Its nodes need their permissions and a route to the internet, and Karpenter until they have ended.",
    },
    { later: NODE_POOL, earlier: [NODE_CLASS], reason: "Karpenter starts nodes of its class." },
    {
        later: "kubernetes:core/v1:Namespace",
        earlier: [NODE_POOL],
        reason: "Content in it keeps nodes of the pool, whose deletion waits for it.",
    },
    {
        later: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
        earlier: [RELEASE, "aws:lb/listener:Listener", "aws:iam/rolePolicy:RolePolicy"],
        reason: "It needs its kind, its service, a target group with a listener and the permission to register.",
    },
    ...["ConfigMap", "LimitRange", "PersistentVolumeClaim", "ResourceQuota", "Secret", "ServiceAccount"].map(
        (kind) => ({
            later: `kubernetes:core/v1:${kind}`,
            earlier: ["kubernetes:core/v1:Namespace"],
            reason: "It is in a namespace.",
        }),
    ),
    {
        later: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        earlier: ["kubernetes:core/v1:Namespace"],
        reason: "It is in a namespace.",
    },
];

/** Whether AWS or Kubernetes requires one resource before another, even if no value flows between them. */
export function mustPrecede(earlier: Resource, later: Resource): boolean {
    return ORDERS.some(
        (order) =>
            order.later === later.type &&
            order.earlier.includes(earlier.type) &&
            Object.entries(order.where ?? {}).every(([input, values]) =>
                values.includes(later.inputs[input]),
            ),
    );
}
