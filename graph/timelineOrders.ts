import type { Resource } from "./graph";

/** An order that AWS or Kubernetes insists on though no value flows from the one to the other. */
interface Order {
    /** Type that comes later. */
    later: string;
    /** Inputs that the later one has; any where left out. */
    where?: Record<string, unknown[]>;
    /** Types that come before. */
    earlier: string[];
    /** What happens otherwise. */
    reason: string;
}

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ADD_ON = "aws:eks/addon:Addon";
const RELEASE = "kubernetes:helm.sh/v3:Release";

const ORDERS: Order[] = [
    {
        later: "aws:eks/cluster:Cluster",
        earlier: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
        reason: "EKS refuses a role without its policy.",
    },
    {
        later: NODE_GROUP,
        earlier: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:ec2/route:Route"],
        reason: "A node that may not join, or has no way out, makes the group fail.",
    },
    {
        later: NODE_GROUP,
        earlier: [ADD_ON],
        reason: "A node is ready once vpc-cni gives it addresses, and must have the network policies' agent from its first pod on.",
    },
    {
        later: ADD_ON,
        where: { addonName: ["coredns", "aws-efs-csi-driver"] },
        earlier: [NODE_GROUP],
        reason: "It is active once its pods run, and they need a node; made earlier it is degraded and tries again only minutes later.",
    },
    {
        later: "aws:rds/instance:Instance",
        earlier: ["aws:cloudwatch/logGroup:LogGroup", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
        reason: "RDS refuses a monitoring role without its policy, and makes unencrypted log groups where there are none.",
    },
    {
        later: "aws:lb/loadBalancer:LoadBalancer",
        earlier: ["aws:s3/bucketPolicy:BucketPolicy"],
        reason: "Its creation tries to write into the log bucket.",
    },
    {
        later: "aws:efs/mountTarget:MountTarget",
        earlier: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
        reason: "Until a file system has a policy, anybody may mount it.",
    },
    {
        later: "aws:ec2/flowLog:FlowLog",
        earlier: ["aws:iam/rolePolicy:RolePolicy"],
        reason: "A flow log whose role may not write fails.",
    },
    {
        later: RELEASE,
        earlier: [NODE_GROUP, ADD_ON],
        reason: "Pods need a node, an address, names, rights and mounts.",
    },
    {
        later: RELEASE,
        earlier: ["aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws:iam/rolePolicy:RolePolicy"],
        reason: "A pod that starts before has no rights for as long as it runs.",
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
        reason: "Connect's servers start with their database, files and secrets, or not at all.",
    },
    {
        later: RELEASE,
        where: { chart: ["rstudio-connect"] },
        earlier: [RELEASE],
        reason: "The controller's webhook gives a pod its readiness gate when the pod is made, and never after.",
    },
    {
        later: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
        earlier: [RELEASE, "aws:lb/listener:Listener", "aws:iam/rolePolicy:RolePolicy"],
        reason: "Its kind, its service, a checked target group and the right to register.",
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

/** Whether AWS or Kubernetes wants one resource before another, whatever flows between them. */
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
