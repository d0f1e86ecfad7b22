/** Controls that no rule holds the stack to, for one reason. */
export interface LeftOut {
    readonly controls: readonly string[];
    /** Why, as a sentence. */
    readonly reason: string;
}

/** Of the AWS Foundational Security Best Practices, for the services that the program uses. */
export const leftOut: readonly LeftOut[] = [
    {
        controls: ["FSBP EC2.7", "FSBP EC2.172", "FSBP S3.1"],
        reason: "They are settings of an account and a region, which a stack shares with others.",
    },
    {
        controls: [
            "FSBP IAM.2",
            "FSBP IAM.3",
            "FSBP IAM.4",
            "FSBP IAM.5",
            "FSBP IAM.6",
            "FSBP IAM.7",
            "FSBP IAM.8",
        ],
        reason: "They are about users, the root user and passwords; the program makes roles alone.",
    },
    {
        controls: ["FSBP EC2.4", "FSBP EC2.9", "FSBP EC2.17", "FSBP EC2.24"],
        reason: "They are about instances that run; nodes come from launch templates, which are judged before.",
    },
    {
        controls: ["FSBP EC2.3"],
        reason: "Volumes come from launch templates (FSBP EC2.181) and from nothing else.",
    },
    {
        controls: ["FSBP EC2.1", "FSBP RDS.1", "FSBP RDS.4"],
        reason: "The program makes no snapshots. Those that AWS makes are private, and encrypted if their source is.",
    },
    {
        controls: ["FSBP EC2.10", "FSBP EC2.55", "FSBP EC2.56", "FSBP EC2.57", "FSBP EC2.58", "FSBP EC2.60"],
        reason: "Nodes reach these services through NAT gateways, as an endpoint for each costs more than it saves. Those for ECR are a setting: network.interfaceEndpoints.",
    },
    {
        controls: ["FSBP EC2.16", "FSBP EC2.21"],
        reason: "The program makes no network ACL: security groups decide.",
    },
    {
        controls: ["FSBP EC2.20", "FSBP EC2.23", "FSBP EC2.51", "FSBP EC2.171"],
        reason: "The program makes no VPN and no transit gateway.",
    },
    {
        controls: ["FSBP EC2.173"],
        reason: "The program makes no Spot Fleet.",
    },
    {
        controls: ["FSBP EC2.180"],
        reason: "The program makes no network interface; the VPC CNI makes those of pods.",
    },
    {
        controls: ["FSBP EFS.3", "FSBP EFS.4"],
        reason: "The program makes no access point: one with a user identity would break Connect, which gives files their owners.",
    },
    {
        controls: [
            "FSBP ELB.2",
            "FSBP ELB.3",
            "FSBP ELB.7",
            "FSBP ELB.8",
            "FSBP ELB.9",
            "FSBP ELB.10",
            "FSBP ELB.14",
        ],
        reason: "They are about Classic Load Balancers, and the program makes none.",
    },
    {
        controls: [
            "FSBP RDS.7",
            "FSBP RDS.12",
            "FSBP RDS.14",
            "FSBP RDS.15",
            "FSBP RDS.16",
            "FSBP RDS.24",
            "FSBP RDS.27",
            "FSBP RDS.34",
            "FSBP RDS.35",
            "FSBP RDS.37",
            "FSBP RDS.45",
            "FSBP RDS.47",
            "FSBP RDS.48",
        ],
        reason: "They are about database clusters, which stack-supported-types rejects.",
    },
    {
        controls: ["FSBP RDS.40", "FSBP RDS.41", "FSBP RDS.42", "FSBP RDS.44"],
        reason: "They are about other engines than PostgreSQL, which Connect needs.",
    },
    {
        controls: ["FSBP RDS.43"],
        reason: "The program makes no database proxy.",
    },
    {
        controls: ["FSBP RDS.19", "FSBP RDS.20", "FSBP RDS.21", "FSBP RDS.22"],
        reason: "They are about event subscriptions that exist, and the program makes none.",
    },
    {
        controls: ["FSBP S3.19", "FSBP S3.24", "FSBP S3.25"],
        reason: "The program makes no access point and no directory bucket.",
    },
    {
        controls: ["FSBP EFS.7"],
        reason: "The backup plan of the program backs the file system up (FSBP EFS.2); the service's own would do it twice.",
    },
    {
        controls: ["FSBP IAM.21", "FSBP KMS.1"],
        reason: "They are about policies that stand by themselves; the program writes each into the role that needs it.",
    },
    {
        controls: ["FSBP KMS.2"],
        reason: "No policy of a role here allows anything with a key; the keys' own policies do.",
    },
    {
        controls: ["FSBP KMS.3"],
        reason: "It is about keys whose deletion has been ordered; how long that takes at least is judged before.",
    },
    {
        controls: ["FSBP S3.6"],
        reason: "It is about what other accounts may do. The buckets' policies allow nothing but the delivery of access logs by AWS services.",
    },
    {
        controls: ["FSBP S3.13"],
        reason: "It asks that a lifecycle rule exists. Each bucket of the program has one: for access logs or for old versions.",
    },
];
