/** Controls that no rule checks, with the reason. */
export interface ExcludedControls {
    readonly controls: readonly string[];
    /** A sentence. */
    readonly reason: string;
}

/** Controls of the AWS Foundational Security Best Practices, for the services that the program uses. */
export const excludedControls: readonly ExcludedControls[] = [
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
        reason: "They are about users, the root user and passwords. The program creates only roles.",
    },
    {
        controls: ["FSBP EC2.4", "FSBP EC2.9", "FSBP EC2.17", "FSBP EC2.24"],
        reason: "They are about running instances. Nodes are created from launch templates, which rules check first.",
    },
    {
        controls: ["FSBP EC2.3"],
        reason: "Volumes are created only from launch templates (FSBP EC2.181).",
    },
    {
        controls: ["FSBP EC2.1", "FSBP RDS.1", "FSBP RDS.4"],
        reason: "The program creates no snapshots. Snapshots that AWS creates are private, and encrypted if their source is.",
    },
    {
        controls: ["FSBP EC2.10", "FSBP EC2.55", "FSBP EC2.56", "FSBP EC2.57", "FSBP EC2.58", "FSBP EC2.60"],
        reason: "Nodes reach these services through NAT gateways, because an endpoint for each costs more than it saves. Endpoints for ECR are a setting: network.interfaceEndpoints.",
    },
    {
        controls: ["FSBP EC2.16", "FSBP EC2.21"],
        reason: "The program creates no network ACL. Security groups control access.",
    },
    {
        controls: ["FSBP EC2.20", "FSBP EC2.23", "FSBP EC2.51", "FSBP EC2.171"],
        reason: "The program creates no VPN and no transit gateway.",
    },
    {
        controls: ["FSBP EC2.173"],
        reason: "The program creates no Spot Fleet.",
    },
    {
        controls: ["FSBP EC2.180"],
        reason: "The program creates no network interface. The VPC CNI creates those of pods.",
    },
    {
        controls: ["FSBP CodeBuild.1", "FSBP CodeBuild.3", "FSBP CodeBuild.7"],
        reason: "The program's runner reads GitHub through a connection. It writes no logs to S3 and has no report groups.",
    },
    {
        controls: ["FSBP EFS.3", "FSBP EFS.4"],
        reason: "The program creates no access point. An access point with a user identity would break Connect, which sets the owners of files.",
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
        reason: "They are about Classic Load Balancers. The program creates none.",
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
        reason: "They are about engines other than PostgreSQL, which Connect requires.",
    },
    {
        controls: ["FSBP RDS.43"],
        reason: "The program creates no database proxy.",
    },
    {
        controls: ["FSBP RDS.19", "FSBP RDS.20", "FSBP RDS.21", "FSBP RDS.22"],
        reason: "They are about existing event subscriptions. The program creates none.",
    },
    {
        controls: ["FSBP S3.19", "FSBP S3.24", "FSBP S3.25"],
        reason: "The program creates no access point and no directory bucket.",
    },
    {
        controls: ["FSBP EFS.7"],
        reason: "The program's backup plan backs up the file system (FSBP EFS.2). The automatic backups of EFS would do it twice.",
    },
    {
        controls: ["FSBP IAM.21", "FSBP KMS.1"],
        reason: "They are about managed policies. The program writes each policy into the role that needs it.",
    },
    {
        controls: ["FSBP KMS.2"],
        reason: "No role's policy in this program allows actions on a key. The keys' own policies do.",
    },
    {
        controls: ["FSBP KMS.3"],
        reason: "It is about keys that are scheduled for deletion. The rule kms-deletion-window checks the waiting period.",
    },
    {
        controls: ["FSBP S3.6"],
        reason: "It is about permissions of other accounts. The buckets' policies allow only the delivery of access logs by AWS services.",
    },
    {
        controls: ["FSBP S3.13"],
        reason: "It requires that a lifecycle rule exists. Each bucket of the program has one, for access logs or for old versions.",
    },
    {
        controls: [
            "FSBP WAF.1",
            "FSBP WAF.2",
            "FSBP WAF.3",
            "FSBP WAF.4",
            "FSBP WAF.6",
            "FSBP WAF.7",
            "FSBP WAF.8",
        ],
        reason: "They are about AWS WAF Classic. The program uses AWS WAF.",
    },
    {
        controls: ["FSBP WAF.12"],
        reason: "It requires CloudWatch metrics. The program enables them for the web ACL and each rule.",
    },
];
