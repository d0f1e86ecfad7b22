import type { Resource } from "./graph";

/** What is done to a resource. */
export type Operation = "create" | "update" | "delete";

/** Seconds that each operation typically takes, from the provider's call to its answer. */
interface Row extends Record<Operation, number> {
    type: string;
    /** Inputs that it holds for; all where left out. */
    where?: Record<string, unknown>;
    /** Where the figures come from. */
    source: string;
}

/**
 * No figure is published: what logs of such deployments usually show, rounded. A provider's own timeout is no source: it
 * bounds the worst case.
 */
const ESTIMATE = "estimate";

const LOG_VPC = "https://github.com/DevopsArtFactory/terraform-provisioning/pull/5";
const LOG_NODES = "https://github.com/DevopsArtFactory/terraform-provisioning/pull/46";
const LOG_SUBNETS = "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2203";
const LOG_ROLES = "https://github.com/pulumi/pulumi-eks/issues/1819";
const LOG_MOUNT = "https://github.com/turbot/steampipe-plugin-aws/pull/426";
const LOG_RECORDS = "https://github.com/GSA/data.gov/issues/3617";
const LOG_ADD_ONS = "https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3218";
const CLUSTER_NEWS =
    "https://aws.amazon.com/about-aws/whats-new/2021/03/amazon-eks-reduces-cluster-creation-time-40-percent/";
const DATABASE_GUIDE =
    "https://oneuptime.com/blog/post/2026-02-23-terraform-resources-long-creation-time/view (10 to 20 minutes)";

function row(type: string, times: [number, number, number], source = ESTIMATE, where?: Row["where"]): Row {
    const [create, update, deletion] = times;
    return { type, create, update, delete: deletion, source, ...(where === undefined ? {} : { where }) };
}

/** Create, update, delete. The first row that fits a resource holds for it. */
const ROWS: Row[] = [
    row("aws:ec2/vpc:Vpc", [22, 5, 1], LOG_VPC),
    row("aws:ec2/internetGateway:InternetGateway", [1, 1, 15], LOG_VPC),
    row("aws:ec2/subnet:Subnet", [3, 1, 1], "https://github.com/turbot/steampipe-plugin-aws/pull/571"),
    row("aws:ec2/routeTable:RouteTable", [1, 1, 1], LOG_VPC),
    row("aws:ec2/routeTableAssociation:RouteTableAssociation", [1, 1, 1], LOG_SUBNETS),
    row("aws:ec2/route:Route", [1, 1, 1]),
    row("aws:ec2/eip:Eip", [1, 1, 1], LOG_VPC),
    row("aws:ec2/natGateway:NatGateway", [105, 1, 60]),
    row("aws:ec2/vpcEndpoint:VpcEndpoint", [6, 6, 6], ESTIMATE, { vpcEndpointType: "Gateway" }),
    row("aws:ec2/vpcEndpoint:VpcEndpoint", [60, 30, 60]),
    row(
        "aws:ec2/securityGroup:SecurityGroup",
        [3, 1, 2],
        "https://github.com/DevopsArtFactory/terraform-provisioning/pull/47",
    ),
    row("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", [2, 1, 0]),
    row("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", [1, 1, 1]),
    row("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", [1, 1, 1]),
    row("aws:ec2/flowLog:FlowLog", [2, 2, 1]),
    row("aws:ec2/launchTemplate:LaunchTemplate", [2, 2, 1]),

    row("aws:iam/role:Role", [2, 2, 2], LOG_ROLES),
    row("aws:iam/rolePolicy:RolePolicy", [1, 1, 1], LOG_ROLES),
    row("aws:iam/rolePolicyAttachment:RolePolicyAttachment", [1, 1, 1], LOG_ROLES),
    // The provider waits until the key's rotation and policy are seen everywhere.
    row("aws:kms/key:Key", [15, 15, 1]),
    row("aws:kms/alias:Alias", [1, 1, 1]),
    row("aws:backup/vault:Vault", [2, 2, 2]),
    row("aws:backup/vaultLockConfiguration:VaultLockConfiguration", [1, 1, 1]),
    row("aws:backup/plan:Plan", [1, 1, 1]),
    // It waits for its role to be known.
    row("aws:backup/selection:Selection", [5, 5, 1]),
    row("aws:backup/restoreTestingPlan:RestoreTestingPlan", [1, 1, 1]),
    row("aws:backup/restoreTestingSelection:RestoreTestingSelection", [1, 1, 1]),
    row("aws:cloudwatch/eventRule:EventRule", [1, 1, 1]),
    row("aws:cloudwatch/eventTarget:EventTarget", [1, 1, 1]),
    row("aws:sns/topic:Topic", [1, 1, 1]),
    row("aws:sns/topicPolicy:TopicPolicy", [1, 1, 1]),
    row("aws:sns/topicSubscription:TopicSubscription", [1, 1, 1]),
    row("aws:cloudwatch/logGroup:LogGroup", [1, 1, 1]),

    row("aws:eks/cluster:Cluster", [540, 600, 240], CLUSTER_NEWS),
    row("aws:eks/nodeGroup:NodeGroup", [115, 900, 240], LOG_NODES),
    // DaemonSets are active without a node; the others wait until their pods run.
    ...["vpc-cni", "kube-proxy", "eks-pod-identity-agent"].map((addonName) =>
        row("aws:eks/addon:Addon", [25, 60, 10], LOG_ADD_ONS, { addonName }),
    ),
    row("aws:eks/addon:Addon", [40, 60, 10], LOG_ADD_ONS),
    row("aws:eks/podIdentityAssociation:PodIdentityAssociation", [1, 1, 1]),
    row("aws:eks/accessEntry:AccessEntry", [1, 1, 1]),
    row("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", [1, 1, 1]),

    row("aws:rds/instance:Instance", [780, 900, 300], DATABASE_GUIDE, {
        multiAz: true,
        skipFinalSnapshot: true,
    }),
    row("aws:rds/instance:Instance", [780, 900, 480], DATABASE_GUIDE, { multiAz: true }),
    row("aws:rds/instance:Instance", [420, 600, 300], DATABASE_GUIDE),
    row("aws:rds/subnetGroup:SubnetGroup", [1, 1, 1]),
    row("aws:rds/parameterGroup:ParameterGroup", [2, 2, 1]),

    row("aws:efs/fileSystem:FileSystem", [12, 5, 5], LOG_MOUNT),
    row("aws:efs/fileSystemPolicy:FileSystemPolicy", [2, 2, 2]),
    row("aws:efs/mountTarget:MountTarget", [90, 5, 15], LOG_MOUNT),

    row("aws:s3/bucket:Bucket", [3, 2, 1]),
    row("aws:s3/bucketPolicy:BucketPolicy", [1, 1, 1]),
    row("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", [1, 1, 1]),
    row("aws:s3/bucketOwnershipControls:BucketOwnershipControls", [1, 1, 1]),
    row("aws:s3/bucketVersioning:BucketVersioning", [2, 2, 1]),
    row("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", [1, 1, 1]),
    row("aws:s3/bucketLogging:BucketLogging", [1, 1, 1]),
    row("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", [1, 1, 1]),
    row("aws:s3/bucketObjectv2:BucketObjectv2", [1, 1, 1]),
    // The provider reads it again and again until it is seen everywhere.
    row("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", [30, 30, 2]),

    row("aws:lb/loadBalancer:LoadBalancer", [150, 10, 15]),
    row("aws:lb/targetGroup:TargetGroup", [2, 2, 1]),
    row("aws:lb/listener:Listener", [1, 1, 1]),
    row("aws:wafv2/webAcl:WebAcl", [3, 3, 2]),
    row("aws:wafv2/webAclAssociation:WebAclAssociation", [15, 15, 5]),
    row("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", [3, 3, 1]),
    row("aws:acm/certificate:Certificate", [8, 8, 5]),
    row("aws:acm/certificateValidation:CertificateValidation", [120, 0, 0]),
    row("aws:route53/record:Record", [40, 40, 42], LOG_RECORDS),

    // The controller's pods take leases and a certificate; Connect's pull some gigabytes and make their tables.
    row("kubernetes:helm.sh/v3:Release", [45, 45, 10], ESTIMATE, { chart: "aws-load-balancer-controller" }),
    row("kubernetes:helm.sh/v3:Release", [240, 300, 20]),
    // It pulls the same image, and renames.
    row("kubernetes:batch/v1:Job", [120, 1, 5]),
    // With everything in it: servers have two minutes to end what they serve, and mostly need less.
    row("kubernetes:core/v1:Namespace", [1, 1, 60]),
    row("kubernetes:core/v1:PersistentVolume", [1, 1, 5]),
    row("kubernetes:core/v1:PersistentVolumeClaim", [5, 1, 5]),
    row("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding", [2, 2, 10]),
    ...[
        "core/v1:ConfigMap",
        "core/v1:LimitRange",
        "core/v1:ResourceQuota",
        "core/v1:Secret",
        "core/v1:ServiceAccount",
        "networking.k8s.io/v1:NetworkPolicy",
        "storage.k8s.io/v1:StorageClass",
    ].map((kind) => row(`kubernetes:${kind}`, [1, 1, 1])),

    ...[
        "pulumi:providers:kubernetes",
        "random:index/randomId:RandomId",
        "random:index/randomPassword:RandomPassword",
        "tls:index/privateKey:PrivateKey",
        "tls:index/selfSignedCert:SelfSignedCert",
    ].map((type) => row(type, [0, 0, 0], "made by Pulumi itself")),
];

/** Of a type that nobody has timed: an AWS call with its check takes some seconds. */
const OTHER = 5;

/** How long an operation typically takes, and whence that is known. */
export interface Duration {
    seconds: number;
    /** Absent where nobody has timed the type. */
    source?: string;
}

/** How long an operation on a resource typically takes. A component takes no time itself. */
export function durationOf(
    { type, custom, inputs }: Pick<Resource, "type" | "custom" | "inputs">,
    operation: Operation,
): Duration {
    if (!custom) {
        return { seconds: 0, source: "a component" };
    }
    const found = ROWS.find(
        (candidate) =>
            candidate.type === type &&
            Object.entries(candidate.where ?? {}).every(([input, value]) => inputs[input] === value),
    );
    return found === undefined ? { seconds: OTHER } : { seconds: found[operation], source: found.source };
}
