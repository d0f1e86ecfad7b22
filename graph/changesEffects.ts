import { isWithin, type Action, type Change, type ChangedProperty } from "./changes";

/** How much users notice, worst first. `unknown` stands second: nobody can promise that they notice nothing. */
export const INTERRUPTIONS = ["rejected", "down", "unknown", "brief", "rolling", "none"] as const;

/**
 * `rejected`: AWS does not accept the change, and the update fails on the way. `down`: Connect, or all in it, is away for minutes or for good. `brief`: seconds to two minutes. `rolling`: parts go
 * one after the other, the whole stays. `none`: nobody notices.
 */
export type Interruption = (typeof INTERRUPTIONS)[number];

/** What a change means for users and operators. */
export interface Effect {
    /** Paths of the properties that bring it about; none where the whole resource does. */
    properties: string[];
    effect: string;
    interruption: Interruption;
    /** Where it is said. Absent where nothing is known, or where the text follows from this program. */
    source?: string;
}

interface Row {
    type: string;
    /** What is done to the resource. */
    action: Action;
    /** Properties, by the path in which they lie, that bring the effect about in an update; all others where left out. */
    properties?: string[];
    /** Further condition on the inputs before and after. */
    when?: (change: Change) => boolean;
    effect: string | ((change: Change) => string);
    interruption: Interruption;
    source?: string;
}

const RDS_SETTINGS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html";
const RDS_UPGRADE =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html";
const RDS_FAILOVER = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html";
const RDS_PARAMETERS =
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";
const NODE_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
const CLUSTER_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html";
const ADDON_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html";
const ALB =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
const TARGET_GROUPS =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html";
const LISTENERS =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-certificates.html";
const MOUNT_TARGETS = "https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html";
const KMS_DELETE = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html";
const NAT = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html";
const HELM = "https://helm.sh/docs/helm/helm_upgrade/";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html";
const PVC = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming";
const DEPLOYMENT = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy";

const DATABASE = "aws:rds/instance:Instance";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const CLUSTER = "aws:eks/cluster:Cluster";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * What each change means. The first row that fits a property tells its effect, so that what is special stands before
 * what is general.
 */
const ROWS: Row[] = [
    {
        type: DATABASE,
        action: "update",
        properties: ["engineVersion"],
        when: (change) => directionOf(change, "engineVersion") === "down",
        effect: "RDS rejects a lower version of PostgreSQL. The way back is a restore of a backup from before the upgrade: docs/recovery.md.",
        interruption: "rejected",
        source: RDS_UPGRADE,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["engineVersion"],
        when: ({ before, after }) => major(before["engineVersion"]) !== major(after["engineVersion"]),
        effect: "PostgreSQL goes up a major version: the database is down for some 10 to 30 minutes, both zones at once, and the way back is a snapshot. Stop Connect first.",
        interruption: "down",
        source: RDS_UPGRADE,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["engineVersion"],
        effect: "A minor version of PostgreSQL is installed, in both zones at once: the database is down for some minutes.",
        interruption: "down",
        source: RDS_UPGRADE,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["instanceClass"],
        effect: "The standby is changed first, then the database fails over to it: 60 to 120 seconds without database.",
        interruption: "brief",
        source: RDS_FAILOVER,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["identifier", "port", "caCertIdentifier", "multiAz"],
        effect: "The database restarts: up to two minutes without it. Another identifier is another endpoint, which Connect learns by a restart of its servers.",
        interruption: "brief",
        source: RDS_SETTINGS,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["allocatedStorage"],
        when: (change) => directionOf(change, "allocatedStorage") === "down",
        effect: "RDS rejects a smaller storage: it never shrinks. Keep the size, or move the data to a new database with less.",
        interruption: "rejected",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["maxAllocatedStorage"],
        effect: "The size up to which RDS grows the storage by itself changes. The storage stays as it is.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["allocatedStorage"],
        when: (change) => directionOf(change, "allocatedStorage") === "up",
        effect: "The storage grows while the database runs. It is slower for some hours, and takes no other change of its storage for six.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["iops", "storageThroughput", "storageType"],
        effect: "RDS changes the storage while the database runs. It is slower for some hours. No other change of the storage is possible for 6 hours.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["parameterGroupName"],
        effect: "The new group's static parameters hold from the next restart of the database, which this update does not bring unless the engine version changes as well.",
        interruption: "none",
        source: RDS_PARAMETERS,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["password"],
        effect: "Connections that exist stay. Connect's servers restart, one set beside the other, to learn the new password; one that reconnects before is refused.",
        interruption: "brief",
        source: RDS_SETTINGS,
    },
    {
        type: DATABASE,
        action: "update",
        properties: ["backupRetentionPeriod"],
        when: ({ before, after }) =>
            (before["backupRetentionPeriod"] === 0) !== (after["backupRetentionPeriod"] === 0),
        effect: "The database restarts, as backups are turned on or off: up to two minutes without it.",
        interruption: "brief",
        source: RDS_SETTINGS,
    },
    {
        type: DATABASE,
        action: "update",
        properties: [
            "allowMajorVersionUpgrade",
            "applyImmediately",
            "autoMinorVersionUpgrade",
            "backupRetentionPeriod",
            "backupWindow",
            "copyTagsToSnapshot",
            "databaseInsightsMode",
            "deleteAutomatedBackups",
            "deletionProtection",
            "enabledCloudwatchLogsExports",
            "engineLifecycleSupport",
            "finalSnapshotIdentifier",
            "maintenanceWindow",
            "monitoringInterval",
            "monitoringRoleArn",
            "performanceInsightsEnabled",
            "performanceInsightsRetentionPeriod",
            "skipFinalSnapshot",
            "vpcSecurityGroupIds",
        ],
        effect: "Changed while the database runs.",
        interruption: "none",
        source: RDS_SETTINGS,
    },
    {
        type: DATABASE,
        action: "replace",
        effect: "An empty database takes the place of the one that is there. Connect begins anew.",
        interruption: "down",
        source: RDS_SETTINGS,
    },
    { type: DATABASE, action: "delete", effect: "Connect has no database and stops.", interruption: "down" },
    {
        type: "aws:rds/parameterGroup:ParameterGroup",
        action: "update",
        properties: ["parameters"],
        effect: "Dynamic parameters hold at once; static ones, `applyMethod: pending-reboot`, from the next restart of the database, which this update does not bring.",
        interruption: "none",
        source: RDS_PARAMETERS,
    },
    {
        type: "aws:rds/parameterGroup:ParameterGroup",
        action: "replace",
        effect: "The new group stands before the old one goes. It goes with an upgrade of the database, which tells its own effect.",
        interruption: "none",
        source: RDS_PARAMETERS,
    },
    {
        type: "aws:rds/subnetGroup:SubnetGroup",
        action: "update",
        properties: ["subnetIds"],
        effect: "The database may use other subnets from its next failover on. A subnet that it is in cannot be taken out.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    },

    {
        type: NODE_GROUP,
        action: "update",
        properties: ["scalingConfig"],
        effect: "Nodes come or go. What runs on a node that goes is moved; a lower maximum removes none by itself.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
    },
    {
        type: NODE_GROUP,
        action: "update",
        properties: ["version", "releaseVersion", "launchTemplate"],
        effect: "The nodes roll: new ones come, old ones are drained one after the other, some 5 minutes each. Content that runs on one is moved: interactive sessions on it end, jobs start again.",
        interruption: "rolling",
        source: NODE_UPDATE,
    },
    {
        type: NODE_GROUP,
        action: "update",
        properties: ["labels", "taints", "updateConfig", "nodeRepairConfig"],
        effect: "Changed on the nodes as they run. A new taint lets what runs stay unless it says `NO_EXECUTE`.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
    },
    {
        type: NODE_GROUP,
        action: "replace",
        effect: "New nodes come first, then the old group is drained as a whole: sessions on it end, servers move. The account's vCPU quota must hold both.",
        interruption: "rolling",
        source: NODE_UPDATE,
    },
    {
        type: NODE_GROUP,
        action: "delete",
        effect: "Its nodes are drained and go. What does not fit on others waits.",
        interruption: "rolling",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html",
    },
    {
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        action: "update",
        effect: "A new version of it. The node groups that use it roll, each with its own step.",
        interruption: "none",
        source: NODE_UPDATE,
    },
    {
        type: CLUSTER,
        action: "update",
        properties: ["version"],
        when: (change) => directionOf(change, "version") === "down",
        effect: "EKS accepts a lower version only as a rollback by one minor version, within 7 days of the upgrade and with nodes and add-ons back first. It rejects any other.",
        interruption: "rejected",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html",
    },
    {
        type: CLUSTER,
        action: "update",
        properties: ["version"],
        when: ({ before, after }) => versionsUpTo(before["version"], after["version"]).length > 1,
        effect: ({ before, after }) =>
            `EKS rejects it: a cluster goes up one minor version at a time. Update to ${versionsUpTo(before["version"], after["version"]).join(", then to ")}.`,
        interruption: "rejected",
        source: CLUSTER_UPDATE,
    },
    {
        type: CLUSTER,
        action: "update",
        properties: ["version"],
        when: (change) => directionOf(change, "version") === "up",
        effect: "The control plane is upgraded while it runs, in about 10 minutes. The way back closes after 7 days. Running pods stay; the nodes and add-ons follow with their own steps.",
        interruption: "none",
        source: CLUSTER_UPDATE,
    },
    {
        type: CLUSTER,
        action: "update",
        properties: ["vpcConfig"],
        effect: "Who reaches the Kubernetes API changes, in some minutes. Users of Connect do not notice; see that `pulumi up` can still reach it.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    },
    {
        type: CLUSTER,
        action: "update",
        properties: [
            "accessConfig",
            "deletionProtection",
            "enabledClusterLogTypes",
            "encryptionConfig",
            "upgradePolicy",
            "zonalShiftConfig",
        ],
        effect: "Changed while the control plane runs, in some minutes.",
        interruption: "none",
        source: CLUSTER_UPDATE,
    },
    {
        type: CLUSTER,
        action: "replace",
        effect: "Another cluster, with nothing in it: Connect is away until all is made again, half an hour or more.",
        interruption: "down",
        source: CLUSTER_UPDATE,
    },
    { type: CLUSTER, action: "delete", effect: "Connect stops.", interruption: "down" },
    ...["aws:eks/accessEntry:AccessEntry", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"].flatMap(
        (type) =>
            (["replace", "delete"] as const).map((action): Row => ({
                type,
                action,
                effect: "The role or user loses access to the Kubernetes API, for a while or for good. Users of Connect do not notice.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
            })),
    ),
    {
        type: "aws:eks/addon:Addon",
        action: "update",
        effect: "Its pods roll, node by node. For vpc-cni and coredns keep to one minor version at a time.",
        interruption: "rolling",
        source: ADDON_UPDATE,
    },
    {
        type: "aws:eks/addon:Addon",
        action: "replace",
        effect: "Its pods go and come again: for about a minute new pods get no address, name or mount from it. What runs stays.",
        interruption: "brief",
        source: ADDON_UPDATE,
    },
    {
        type: "aws:eks/addon:Addon",
        action: "delete",
        effect: "Its pods go: nothing new gets what it gave.",
        interruption: "down",
        source: ADDON_UPDATE,
    },
    {
        type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        action: "replace",
        effect: "Pods that start meanwhile are without their rights in AWS; those that run keep theirs for hours.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html",
    },

    {
        type: "aws:efs/fileSystem:FileSystem",
        action: "update",
        effect: "Changed while the files are in use.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/efs/latest/ug/performance.html",
    },
    {
        type: "aws:efs/fileSystem:FileSystem",
        action: "replace",
        effect: "An empty file system takes the place of the one that is there: all content is gone for Connect, whose database still lists it.",
        interruption: "down",
    },
    {
        type: "aws:efs/fileSystem:FileSystem",
        action: "delete",
        effect: "Connect has no files and stops.",
        interruption: "down",
    },
    {
        type: "aws:efs/fileSystemPolicy:FileSystemPolicy",
        action: "update",
        effect: "Another rule for mounts to come. Whoever is mounted and no longer allowed is refused.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
    },
    {
        type: "aws:efs/mountTarget:MountTarget",
        action: "update",
        properties: ["securityGroups"],
        effect: "Another security group, in effect at once: mounts through it go on where it admits them.",
        interruption: "none",
        source: MOUNT_TARGETS,
    },
    {
        type: "aws:efs/mountTarget:MountTarget",
        action: "replace",
        effect: "A zone has one mount target, so the old one goes first: files in that zone hang for one to three minutes, and Connect's servers there with them.",
        interruption: "brief",
        source: MOUNT_TARGETS,
    },
    {
        type: "aws:efs/mountTarget:MountTarget",
        action: "delete",
        effect: "Files can no longer be reached in its zone: what runs there hangs.",
        interruption: "down",
        source: MOUNT_TARGETS,
    },

    {
        type: BALANCER,
        action: "update",
        properties: ["subnets"],
        effect: "Zones come or go at the load balancer. Connections through a zone that goes are cut.",
        interruption: "brief",
        source: ALB,
    },
    {
        type: BALANCER,
        action: "update",
        effect: "Changed while it runs.",
        interruption: "none",
        source: ALB,
    },
    {
        type: BALANCER,
        action: "replace",
        effect: "Another load balancer with another DNS name. Users are away until the record points there, some minutes; a record kept by hand must be changed by hand.",
        interruption: "down",
        source: ALB,
    },
    { type: BALANCER, action: "delete", effect: "Nobody reaches Connect.", interruption: "down" },
    {
        type: TARGET_GROUP,
        action: "update",
        effect: "Changed while it runs. Sticky cookies stay valid unless the stickiness changes.",
        interruption: "none",
        source: TARGET_GROUPS,
    },
    {
        type: TARGET_GROUP,
        action: "replace",
        effect: "Another target group, and with it the binding: users see 503 until the servers are registered and healthy there, one to two minutes. Sessions meet another server.",
        interruption: "brief",
        source: TARGET_GROUPS,
    },
    {
        type: "aws:lb/listener:Listener",
        action: "update",
        properties: ["certificateArn", "sslPolicy"],
        effect: "New connections get it at once; open ones stay as they are.",
        interruption: "none",
        source: LISTENERS,
    },
    {
        type: "aws:lb/listener:Listener",
        action: "update",
        effect: "Changed while it runs.",
        interruption: "none",
        source: LISTENERS,
    },
    {
        type: "aws:lb/listener:Listener",
        action: "replace",
        effect: "A port has one listener, so the old one goes first: connections are refused for some seconds.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    },
    {
        type: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
        action: "replace",
        effect: "The servers leave the target group and join again: users see 503 for one to two minutes.",
        interruption: "brief",
        source: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/",
    },
    {
        type: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
        action: "update",
        effect: "The controller registers the servers as it now says; those that stay stay registered.",
        interruption: "none",
        source: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/",
    },
    {
        type: "aws:ec2/internetGateway:InternetGateway",
        action: "update",
        properties: ["vpcId"],
        effect: "It leaves one VPC for another: nobody reaches Connect, and nothing in it the internet, meanwhile.",
        interruption: "down",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
    },
    {
        type: "aws:acm/certificate:Certificate",
        action: "replace",
        effect: "The new certificate is issued before the old one goes, and the listener takes it without a pause.",
        interruption: "none",
        source: LISTENERS,
    },
    {
        type: "aws:acm/certificate:Certificate",
        action: "update",
        effect: "Imported anew under the same ARN: new connections get it within minutes.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html",
    },
    {
        type: "aws:route53/record:Record",
        action: "update",
        effect: "Resolvers follow within a minute, or within the record's TTL.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html",
    },
    {
        type: "aws:route53/record:Record",
        action: "replace",
        effect: "The name does not resolve while the old record is gone; resolvers may remember that for minutes.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html",
    },

    {
        type: "aws:kms/key:Key",
        action: "update",
        effect: "Another policy or period of rotation, in effect at once. What is encrypted stays readable to whom the policy admits.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html",
    },
    {
        type: "aws:kms/key:Key",
        action: "replace",
        effect: "What is under the old key cannot be read from the moment that its deletion is scheduled; the database stops. `aws kms cancel-key-deletion` calls it back within 30 days.",
        interruption: "down",
        source: KMS_DELETE,
    },
    {
        type: "aws:kms/key:Key",
        action: "delete",
        effect: "What is under it cannot be read from the moment that its deletion is scheduled. `aws kms cancel-key-deletion` calls it back within 30 days.",
        interruption: "down",
        source: KMS_DELETE,
    },

    {
        type: "aws:ec2/vpc:Vpc",
        action: "replace",
        effect: "Another network: all that is in it is made anew, and Connect is away meanwhile.",
        interruption: "down",
    },
    {
        type: "aws:ec2/subnet:Subnet",
        action: "replace",
        effect: "All that is in it, nodes, mount target, database or load balancer interfaces, must leave first. AWS refuses to delete a subnet in use.",
        interruption: "down",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html",
    },
    {
        type: "aws:ec2/natGateway:NatGateway",
        action: "replace",
        effect: "Connections from private subnets to the internet are cut, and its public address changes: who admits content by that address must be told.",
        interruption: "brief",
        source: NAT,
    },
    {
        type: "aws:ec2/natGateway:NatGateway",
        action: "delete",
        effect: "Connections through it are cut; its subnets need another way out.",
        interruption: "brief",
        source: NAT,
    },
    {
        type: "aws:ec2/eip:Eip",
        action: "replace",
        effect: "Another public address: who admits content by the old one must be told.",
        interruption: "brief",
        source: NAT,
    },
    {
        type: "aws:ec2/route:Route",
        action: "update",
        effect: "Traffic takes the other way at once; connections through a NAT gateway that is no longer on it are cut.",
        interruption: "brief",
        source: NAT,
    },
    {
        type: "aws:ec2/route:Route",
        action: "replace",
        effect: "There is no way out for some seconds, and connections through the old one are cut.",
        interruption: "brief",
        source: NAT,
    },
    {
        type: "aws:ec2/securityGroup:SecurityGroup",
        action: "replace",
        effect: "What carries it must change over first; paths opened by it are closed meanwhile.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    },
    ...[
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ].flatMap((type) =>
        (["update", "replace", "delete"] as const).map((action): Row => ({
            type,
            action,
            effect: "Whoever it admitted and no other rule admits cannot connect any more; connections that are open may last.",
            interruption: action === "delete" ? "brief" : "none",
            source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
        })),
    ),
    {
        type: "aws:ec2/routeTable:RouteTable",
        action: "replace",
        effect: "Its subnet has no way out until its routes and its association are made anew, some seconds.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
    },
    {
        type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
        action: "replace",
        effect: "Its subnet takes the VPC's main route table, which leads nowhere, for some seconds.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
    },
    {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        action: "update",
        properties: ["routeTableIds"],
        effect: "In subnets whose route table is added or removed, open connections to the endpoint's service are cut.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
    },
    {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        action: "replace",
        effect: "Traffic to its service takes the NAT gateway meanwhile; connections through it are cut.",
        interruption: "brief",
        source: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    },
    {
        type: "aws:ec2/flowLog:FlowLog",
        action: "replace",
        effect: "Flows of some seconds are not logged.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    },
    {
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        action: "replace",
        effect: "It is the VPC's own, and locked again; nothing uses it.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    },
    {
        type: "aws:iam/role:Role",
        action: "update",
        effect: "Who may act as it, or what it is called, in effect within seconds.",
        interruption: "none",
        source: IAM,
    },
    {
        type: "aws:iam/role:Role",
        action: "replace",
        effect: "Whatever acts as it is refused until it has taken the new one.",
        interruption: "brief",
        source: IAM,
    },
    {
        type: "aws:iam/rolePolicy:RolePolicy",
        action: "update",
        effect: "What the role may do, in effect within seconds.",
        interruption: "none",
        source: IAM,
    },
    ...["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"].flatMap(
        (type) =>
            (["replace", "delete"] as const).map((action): Row => ({
                type,
                action,
                effect: "The role may not do what it says, within seconds and for as long as nothing else lets it.",
                interruption: "brief",
                source: IAM,
            })),
    ),
    {
        type: "aws:cloudwatch/logGroup:LogGroup",
        action: "update",
        properties: ["retentionInDays"],
        effect: "A shorter retention deletes what is older, within days.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    },
    {
        type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        action: "update",
        effect: "A shorter retention deletes what is older, within days.",
        interruption: "none",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
    },

    {
        type: RELEASE,
        action: "update",
        properties: ["values.versionOverride", "values"],
        when: (change) => directionOf(change, "values.versionOverride") === "down",
        effect: "An older Connect cannot read a database that a newer one has migrated: its servers do not start. Restore a backup from before the upgrade with it: docs/recovery.md.",
        interruption: "down",
        source: "https://docs.posit.co/connect/admin/getting-started/upgrading/",
    },
    {
        type: RELEASE,
        action: "update",
        when: ({ after }) => strategyOf(after) === "Recreate",
        effect: "The servers stop, then the new ones start: some minutes without Connect. Content pods run on, their users are cut.",
        interruption: "down",
        source: DEPLOYMENT,
    },
    {
        type: RELEASE,
        action: "update",
        effect: "Its pods roll where their settings change: new ones are ready before old ones stop. Another version of Connect migrates its database on the way, for which there is no way back.",
        interruption: "rolling",
        source: HELM,
    },
    {
        type: RELEASE,
        action: "replace",
        effect: "It is uninstalled and installed anew: its pods are away for some minutes.",
        interruption: "down",
        source: HELM,
    },
    { type: RELEASE, action: "delete", effect: "Its pods stop.", interruption: "down", source: HELM },
    {
        type: "kubernetes:core/v1:Namespace",
        action: "replace",
        effect: "Everything in it stops and goes before it is made anew.",
        interruption: "down",
    },
    {
        type: "kubernetes:core/v1:Namespace",
        action: "delete",
        effect: "Everything in it stops and goes.",
        interruption: "down",
    },
    ...["PersistentVolume", "PersistentVolumeClaim"].flatMap((kind) =>
        (["replace", "delete"] as const).map((action): Row => ({
            type: `kubernetes:core/v1:${kind}`,
            action,
            effect: "It stays while a pod uses it, and the update waits for that: stop the servers first. Until a new one is bound, no pod that mounts it starts.",
            interruption: "down",
            source: PVC,
        })),
    ),
    {
        type: "kubernetes:core/v1:Secret",
        action: "update",
        effect: "Pods read it when they start. The release restarts its servers, one set beside the other, where it knows of the change.",
        interruption: "rolling",
        source: "https://kubernetes.io/docs/concepts/configuration/secret/",
    },
    {
        type: "kubernetes:core/v1:ConfigMap",
        action: "update",
        effect: "Pods see it within a minute or two where they mount it, else when they start.",
        interruption: "none",
        source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
    },
    {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        action: "update",
        effect: "Content may reach other places from now on, or fewer; open connections may be cut.",
        interruption: "none",
        source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    },
    {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        action: "replace",
        effect: "Content is fenced off less, or more, for some seconds.",
        interruption: "none",
        source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    },
    ...["ResourceQuota", "LimitRange"].map((kind): Row => ({
        type: `kubernetes:core/v1:${kind}`,
        action: "update",
        effect: "Holds for pods that start from now on.",
        interruption: "none",
        source: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    })),
    {
        type: "random:index/randomPassword:RandomPassword",
        action: "replace",
        effect: "Another password for the database: see the database's and the release's own steps.",
        interruption: "none",
    },
    {
        type: "random:index/randomId:RandomId",
        action: "replace",
        effect: "The final snapshot gets another name.",
        interruption: "none",
    },
    {
        type: "pulumi:providers:kubernetes",
        action: "update",
        effect: "How Pulumi reaches the cluster. Nothing in the cluster changes by it.",
        interruption: "none",
        source: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/",
    },
    {
        type: "pulumi:providers:kubernetes",
        action: "replace",
        effect: "Pulumi takes it for another cluster, and replaces every object in it: see their own steps.",
        interruption: "none",
        source: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/",
    },
];

/** What holds for a property of any type. Tags of nodes are told by their launch template, whose nodes roll. */
const ANY_TYPE: Pick<Row, "properties" | "effect" | "interruption">[] = [
    { properties: ["tags", "tagsAll"], effect: "Changed while it runs.", interruption: "none" },
    {
        properties: ["protect"],
        effect: "Whether Pulumi refuses to delete or replace it; nothing changes in AWS.",
        interruption: "none",
    },
];

const UNKNOWN = {
    update: "What users notice of this is not known here: look it up before you go on.",
    replace:
        "It is made anew, and gone or twice there meanwhile. What users notice of this is not known here.",
    delete: "It goes. What users notice of this is not known here.",
};

/** What users and operators notice of a change, worst first. Nothing for what is only made or let go of. */
const UNEXPLAINED = "The preview does not say what changes, so the effect cannot be judged.";

export function effectsOf(change: Change): Effect[] {
    if (change.action === "replace" || change.action === "delete") {
        const row = ROWS.find((candidate) => fits(candidate, change));
        return [
            row === undefined
                ? { properties: [], effect: UNKNOWN[change.action], interruption: "unknown" }
                : told(row, [], change),
        ];
    }
    if (change.isUnexplained === true) {
        return [{ properties: [], effect: UNEXPLAINED, interruption: "unknown" }];
    }
    return change.action === "update" ? inOrder(change.properties.map((one) => effectOf(change, one))) : [];
}

function effectOf(change: Change, { path }: ChangedProperty): Effect {
    const row =
        ROWS.find((candidate) => candidate.properties !== undefined && fits(candidate, change, path)) ??
        ANY_TYPE.find(({ properties }) => properties?.some((property) => isWithin(path, property))) ??
        ROWS.find((candidate) => candidate.properties === undefined && fits(candidate, change));
    return row === undefined
        ? { properties: [path], effect: UNKNOWN.update, interruption: "unknown" }
        : told(row, [path], change);
}

function fits({ type, action, properties, when }: Row, change: Change, path?: string): boolean {
    return (
        type === change.type &&
        action === change.action &&
        (path === undefined || properties?.some((property) => isWithin(path, property)) === true) &&
        (when === undefined || when(change))
    );
}

function told(
    { effect, interruption, source }: Omit<Row, "type" | "action">,
    properties: string[],
    change: Change,
): Effect {
    return {
        properties,
        effect: typeof effect === "string" ? effect : effect(change),
        interruption,
        ...(source === undefined ? {} : { source }),
    };
}

/** Worst first; properties with one effect told together. */
function inOrder(effects: Effect[]): Effect[] {
    const byText = new Map<string, Effect>();
    for (const effect of effects) {
        const known = byText.get(effect.effect);
        if (known === undefined) {
            byText.set(effect.effect, { ...effect, properties: [...effect.properties] });
        } else {
            known.properties.push(...effect.properties);
        }
    }
    return [...byText.values()].sort((one, other) => rankOf(one.interruption) - rankOf(other.interruption));
}

/** Position among the interruptions: lower is worse. */
export function rankOf(interruption: Interruption): number {
    return INTERRUPTIONS.indexOf(interruption);
}

/** Whether a number, or a version of numbers with dots, goes up or down; neither if it is not known or stays. */
function directionOf({ before, after }: Change, path: string): "up" | "down" | undefined {
    const [one, other] = [before, after].map((inputs) => numbersOf(valueAt(inputs, path.split("."))));
    if (one === undefined || other === undefined) {
        return undefined;
    }
    for (const [i, number] of one.entries()) {
        // "15" stands for any minor version of 15.
        const next = other[i] ?? number;
        if (number !== next) {
            return number < next ? "up" : "down";
        }
    }
    return undefined;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
    return path.reduce<unknown>(
        (part, key) =>
            typeof part === "object" && part !== null ? (part as Record<string, unknown>)[key] : undefined,
        value,
    );
}

function numbersOf(value: unknown): number[] | undefined {
    return /^\d+(\.\d+)*$/.test(String(value)) ? String(value).split(".").map(Number) : undefined;
}

/** The minor versions from one, without it, up to another: `1.35` and `1.36` for 1.34 and 1.36. */
function versionsUpTo(from: unknown, to: unknown): string[] {
    const [before, after] = [numbersOf(from), numbersOf(to)];
    const [major, minor = 0] = before ?? [];
    const [nextMajor, nextMinor = 0] = after ?? [];
    return major === undefined || major !== nextMajor
        ? []
        : Array.from({ length: Math.max(0, nextMinor - minor) }, (_, i) => `${major}.${minor + i + 1}`);
}

/** PostgreSQL's major version is what stands before the first dot. */
function major(version: unknown): string {
    return typeof version === "string" ? (version.split(".")[0] ?? "") : "";
}

/** How a release of Connect's chart replaces its servers. */
function strategyOf({ values }: Record<string, unknown>): unknown {
    const { strategy } = (values ?? {}) as { strategy?: { type?: unknown } };
    return strategy?.type;
}
