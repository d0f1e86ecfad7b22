/** IAM actions that are asked of one resource, as a resource of the program is made, tagged, looked at and taken away. */
export interface ResourceActions {
    /**
     * What they are asked of: an ARN, or what stands in one behind the account. `{property}` is an input or output of the
     * resource, or part of one by its path, its `{id}`, or the `{account}`. `*` where IAM knows no resource of the actions: what
     * allows them must be for all.
     */
    on: string;
    actions: string[];
    /** Input without which, or with false for which, they are not asked. */
    where?: string;
    /** The service that the role is handed to; not said where AWS documents none. */
    passedTo?: string;
    /** The service that asks for them in its caller's name, of a key that it is given. */
    via?: string;
}

/** Stands for what AWS gives a resource, and nobody knows before. */
const UUID = "00000000-0000-0000-0000-000000000000";

function passRole(input: string, passedTo?: string): ResourceActions {
    return { on: `{${input}}`, where: input, actions: ["iam:PassRole"], passedTo };
}

const ruleOfGroup = (direction: "Ingress" | "Egress"): ResourceActions[] => [
    {
        on: "security-group/{securityGroupId}",
        actions: [`ec2:AuthorizeSecurityGroup${direction}`, `ec2:RevokeSecurityGroup${direction}`],
    },
    { on: "security-group-rule/{id}", actions: ["ec2:CreateTags"] },
];

/** What a service asks of a key in the name of whom it works for, so that it can use it later by a grant. */
function grant(key: string, via: string, ...actions: string[]): ResourceActions {
    return { on: key, actions: ["kms:CreateGrant", "kms:DescribeKey", ...actions], via };
}

const settingOfBucket = (...actions: string[]): ResourceActions[] => [{ on: "{bucket}", actions }];

/**
 * By type of resource: what none can be made and taken away without, by a provider that reads what it has made to its end. What
 * changes one later is left out, and what one of several actions allows, such as the tags of a bucket. The database is one that
 * is restored.
 *
 * Sources: which calls the AWS provider makes, terraform-provider-aws, `internal/service`, as far as it was read; what services
 * ask for in the name of their caller, API references and user guides of Amazon EFS ("CreateMountTarget", "DeleteMountTarget",
 * "DescribeMountTargetSecurityGroups"), Amazon RDS ("Encrypting Amazon RDS resources"), Amazon EKS ("Encrypt Kubernetes secrets
 * with KMS"), AWS Backup ("Access control"), Amazon S3 ("Using server-side encryption with AWS KMS keys") and AWS WAF ("Sending web
 * ACL traffic logs to an Amazon CloudWatch Logs log group"); names and resources, AWS Service Authorization Reference.
 */
export const RESOURCE_ACTIONS: Record<string, ResourceActions[]> = {
    "aws:acm/certificate:Certificate": [
        { on: "{arn}", where: "domainName", actions: ["acm:RequestCertificate"] },
        { on: "{arn}", where: "privateKey", actions: ["acm:ImportCertificate"] },
        {
            on: "{arn}",
            actions: [
                "acm:AddTagsToCertificate",
                "acm:DescribeCertificate",
                "acm:ListTagsForCertificate",
                "acm:DeleteCertificate",
            ],
        },
    ],
    "aws:acm/certificateValidation:CertificateValidation": [
        { on: "{certificateArn}", actions: ["acm:DescribeCertificate"] },
    ],
    "aws:backup/plan:Plan": [
        {
            on: "{arn}",
            actions: [
                "backup:CreateBackupPlan",
                "backup:TagResource",
                "backup:GetBackupPlan",
                "backup:ListTags",
                "backup:DeleteBackupPlan",
            ],
        },
    ],
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": [
        {
            on: "{arn}",
            actions: [
                "backup:CreateRestoreTestingPlan",
                "backup:TagResource",
                "backup:GetRestoreTestingPlan",
                "backup:DeleteRestoreTestingPlan",
            ],
        },
    ],
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": [
        {
            on: `restore-testing-plan:{restoreTestingPlanName}-${UUID}`,
            actions: [
                "backup:CreateRestoreTestingSelection",
                "backup:GetRestoreTestingSelection",
                "backup:DeleteRestoreTestingSelection",
            ],
        },
        passRole("iamRoleArn", "backup.amazonaws.com"),
    ],
    "aws:backup/selection:Selection": [
        {
            on: "backup-plan:{planId}",
            actions: [
                "backup:CreateBackupSelection",
                "backup:GetBackupSelection",
                "backup:DeleteBackupSelection",
            ],
        },
        passRole("iamRoleArn", "backup.amazonaws.com"),
    ],
    "aws:backup/vault:Vault": [
        {
            on: "{arn}",
            actions: [
                "backup:CreateBackupVault",
                "backup:TagResource",
                "backup:DescribeBackupVault",
                "backup:ListTags",
                "backup:DeleteBackupVault",
            ],
        },
        { on: "*", actions: ["backup-storage:MountCapsule"] },
        grant("{kmsKeyArn}", "backup", "kms:RetireGrant", "kms:GenerateDataKey", "kms:Decrypt"),
    ],
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": [
        {
            on: "backup-vault:{backupVaultName}",
            actions: ["backup:PutBackupVaultLockConfiguration", "backup:DeleteBackupVaultLockConfiguration"],
        },
    ],
    "aws:cloudwatch/eventRule:EventRule": [
        {
            on: "{arn}",
            actions: [
                "events:PutRule",
                "events:TagResource",
                "events:DescribeRule",
                "events:ListTagsForResource",
                "events:DeleteRule",
            ],
        },
    ],
    "aws:cloudwatch/eventTarget:EventTarget": [
        {
            on: "rule/{rule}",
            actions: ["events:PutTargets", "events:ListTargetsByRule", "events:RemoveTargets"],
        },
    ],
    "aws:cloudwatch/logGroup:LogGroup": [
        // As CloudWatch Logs has it when it denies one of them: a policy has often `log-group:NAME:*`.
        {
            on: "log-group:{name}:log-stream:",
            actions: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup"],
        },
        { on: "log-group:{name}", actions: ["logs:ListTagsForResource"] },
        { on: "*", actions: ["logs:DescribeLogGroups"] },
    ],
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [
        {
            on: "{arn}",
            actions: ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:CreateTags"],
        },
        { on: "*", actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules"] },
    ],
    "aws:ec2/eip:Eip": [
        { on: "{arn}", actions: ["ec2:AllocateAddress", "ec2:CreateTags", "ec2:ReleaseAddress"] },
        { on: "*", actions: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"] },
    ],
    "aws:ec2/flowLog:FlowLog": [
        { on: "{arn}", actions: ["ec2:CreateFlowLogs", "ec2:CreateTags", "ec2:DeleteFlowLogs"] },
        passRole("iamRoleArn", "vpc-flow-logs.amazonaws.com"),
        { on: "*", actions: ["ec2:DescribeFlowLogs"] },
    ],
    "aws:ec2/internetGateway:InternetGateway": [
        {
            on: "{arn}",
            actions: [
                "ec2:CreateInternetGateway",
                "ec2:AttachInternetGateway",
                "ec2:CreateTags",
                "ec2:DetachInternetGateway",
                "ec2:DeleteInternetGateway",
            ],
        },
        { on: "*", actions: ["ec2:DescribeInternetGateways"] },
    ],
    "aws:ec2/launchTemplate:LaunchTemplate": [
        // EKS looks whether who makes a node group may launch from it.
        {
            on: "{arn}",
            actions: [
                "ec2:CreateLaunchTemplate",
                "ec2:RunInstances",
                "ec2:CreateTags",
                "ec2:DeleteLaunchTemplate",
            ],
        },
        { on: "*", actions: ["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"] },
    ],
    "aws:ec2/natGateway:NatGateway": [
        {
            on: "natgateway/{id}",
            actions: ["ec2:CreateNatGateway", "ec2:CreateTags", "ec2:DeleteNatGateway"],
        },
        { on: "*", actions: ["ec2:DescribeNatGateways"] },
    ],
    "aws:ec2/route:Route": [
        { on: "route-table/{routeTableId}", actions: ["ec2:CreateRoute", "ec2:DeleteRoute"] },
    ],
    "aws:ec2/routeTable:RouteTable": [
        { on: "{arn}", actions: ["ec2:CreateRouteTable", "ec2:CreateTags", "ec2:DeleteRouteTable"] },
        { on: "*", actions: ["ec2:DescribeRouteTables"] },
    ],
    "aws:ec2/routeTableAssociation:RouteTableAssociation": [
        {
            on: "route-table/{routeTableId}",
            actions: ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"],
        },
    ],
    "aws:ec2/securityGroup:SecurityGroup": [
        {
            on: "{arn}",
            actions: [
                "ec2:CreateSecurityGroup",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:CreateTags",
                "ec2:DeleteSecurityGroup",
            ],
        },
        // Before it deletes one, it looks for network interfaces that AWS's services have left in it.
        { on: "*", actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"] },
    ],
    "aws:ec2/subnet:Subnet": [
        {
            on: "{arn}",
            actions: ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute", "ec2:CreateTags", "ec2:DeleteSubnet"],
        },
        { on: "*", actions: ["ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"] },
    ],
    "aws:ec2/vpc:Vpc": [
        {
            on: "{arn}",
            actions: [
                "ec2:CreateVpc",
                "ec2:DescribeVpcAttribute",
                "ec2:ModifyVpcAttribute",
                "ec2:CreateTags",
                "ec2:DeleteVpc",
            ],
        },
        { on: "*", actions: ["ec2:DescribeVpcs"] },
    ],
    "aws:ec2/vpcEndpoint:VpcEndpoint": [
        { on: "{arn}", actions: ["ec2:CreateVpcEndpoint", "ec2:CreateTags", "ec2:DeleteVpcEndpoints"] },
        { on: "*", actions: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"] },
    ],
    "aws:efs/fileSystem:FileSystem": [
        { on: "*", actions: ["elasticfilesystem:CreateFileSystem"] },
        {
            on: "{arn}",
            actions: [
                "elasticfilesystem:TagResource",
                "elasticfilesystem:PutLifecycleConfiguration",
                "elasticfilesystem:UpdateFileSystemProtection",
                "elasticfilesystem:DescribeFileSystems",
                "elasticfilesystem:DescribeLifecycleConfiguration",
                "elasticfilesystem:DeleteFileSystem",
            ],
        },
    ],
    "aws:efs/fileSystemPolicy:FileSystemPolicy": [
        {
            on: "file-system/{fileSystemId}",
            actions: [
                "elasticfilesystem:PutFileSystemPolicy",
                "elasticfilesystem:DescribeFileSystemPolicy",
                "elasticfilesystem:DeleteFileSystemPolicy",
            ],
        },
    ],
    "aws:efs/mountTarget:MountTarget": [
        {
            on: "file-system/{fileSystemId}",
            actions: [
                "elasticfilesystem:CreateMountTarget",
                "elasticfilesystem:DescribeMountTargets",
                "elasticfilesystem:DescribeMountTargetSecurityGroups",
                "elasticfilesystem:DeleteMountTarget",
            ],
        },
        {
            on: "network-interface/eni-00000000000000000",
            actions: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
        },
        { on: "subnet/{subnetId}", actions: ["ec2:CreateNetworkInterface"] },
        {
            on: "*",
            actions: [
                "ec2:DescribeSubnets",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeNetworkInterfaceAttribute",
            ],
        },
    ],
    "aws:eks/accessEntry:AccessEntry": [
        { on: "cluster/{clusterName}", actions: ["eks:CreateAccessEntry"] },
        {
            on: `access-entry/{clusterName}/role/{account}/${UUID}/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeAccessEntry", "eks:DeleteAccessEntry"],
        },
    ],
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
        {
            on: `access-entry/{clusterName}/role/{account}/${UUID}/${UUID}`,
            actions: [
                "eks:AssociateAccessPolicy",
                "eks:ListAssociatedAccessPolicies",
                "eks:DisassociateAccessPolicy",
            ],
        },
    ],
    "aws:eks/addon:Addon": [
        { on: "cluster/{clusterName}", actions: ["eks:CreateAddon"] },
        {
            on: `addon/{clusterName}/{addonName}/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeAddon", "eks:DeleteAddon"],
        },
    ],
    "aws:eks/cluster:Cluster": [
        { on: "{arn}", actions: ["eks:CreateCluster"] },
        { on: "{arn}", actions: ["eks:TagResource", "eks:DescribeCluster", "eks:DeleteCluster"] },
        passRole("roleArn", "eks.amazonaws.com"),
        grant("{encryptionConfig.provider.keyArn}", "eks"),
    ],
    "aws:eks/nodeGroup:NodeGroup": [
        { on: "cluster/{clusterName}", actions: ["eks:CreateNodegroup"] },
        {
            on: `nodegroup/{clusterName}/{name}/${UUID}`,
            actions: ["eks:TagResource", "eks:DescribeNodegroup", "eks:DeleteNodegroup"],
        },
        passRole("nodeRoleArn"),
    ],
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": [
        { on: "cluster/{clusterName}", actions: ["eks:CreatePodIdentityAssociation"] },
        {
            on: "podidentityassociation/{clusterName}/{id}",
            actions: ["eks:TagResource", "eks:DeletePodIdentityAssociation"],
        },
        passRole("roleArn", "pods.eks.amazonaws.com"),
    ],
    "aws:iam/role:Role": [
        {
            on: "{arn}",
            actions: [
                "iam:CreateRole",
                "iam:TagRole",
                "iam:GetRole",
                "iam:ListRolePolicies",
                "iam:ListAttachedRolePolicies",
                "iam:ListInstanceProfilesForRole",
                "iam:DeleteRole",
            ],
        },
    ],
    "aws:iam/rolePolicy:RolePolicy": [
        { on: "role/{role}", actions: ["iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy"] },
    ],
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
        {
            on: "role/{role}",
            actions: ["iam:AttachRolePolicy", "iam:ListAttachedRolePolicies", "iam:DetachRolePolicy"],
        },
    ],
    "aws:kms/alias:Alias": [
        { on: "{name}", actions: ["kms:CreateAlias", "kms:DeleteAlias"] },
        { on: "key/{targetKeyId}", actions: ["kms:CreateAlias", "kms:DeleteAlias"] },
        { on: "*", actions: ["kms:ListAliases"] },
    ],
    "aws:kms/key:Key": [
        { on: "*", actions: ["kms:CreateKey"] },
        {
            on: "{arn}",
            actions: [
                "kms:TagResource",
                "kms:EnableKeyRotation",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:GetKeyRotationStatus",
                "kms:ListResourceTags",
                "kms:ScheduleKeyDeletion",
            ],
        },
    ],
    "aws:lb/listener:Listener": [
        { on: "{loadBalancerArn}", actions: ["elasticloadbalancing:CreateListener"] },
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:ModifyListenerAttributes",
                "elasticloadbalancing:DeleteListener",
            ],
        },
        {
            on: "*",
            actions: [
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeListenerAttributes",
                "elasticloadbalancing:DescribeTags",
            ],
        },
    ],
    "aws:lb/loadBalancer:LoadBalancer": [
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:CreateLoadBalancer",
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:ModifyLoadBalancerAttributes",
                "elasticloadbalancing:DeleteLoadBalancer",
            ],
        },
        {
            on: "*",
            actions: [
                "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeLoadBalancerAttributes",
                "elasticloadbalancing:DescribeTags",
            ],
        },
    ],
    "aws:lb/targetGroup:TargetGroup": [
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:CreateTargetGroup",
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:ModifyTargetGroupAttributes",
                "elasticloadbalancing:DeleteTargetGroup",
            ],
        },
        {
            on: "*",
            actions: [
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTags",
            ],
        },
    ],
    "aws:rds/instance:Instance": [
        {
            on: "{arn}",
            where: "snapshotIdentifier",
            actions: ["rds:RestoreDBInstanceFromDBSnapshot"],
        },
        {
            on: "{snapshotIdentifier}",
            where: "snapshotIdentifier",
            actions: ["rds:RestoreDBInstanceFromDBSnapshot"],
        },
        {
            on: "{arn}",
            where: "restoreToPointInTime",
            actions: ["rds:RestoreDBInstanceToPointInTime"],
        },
        ...[
            "pg:{parameterGroupName}",
            "subgrp:{dbSubnetGroupName}",
            // RDS takes it where none is named.
            "og:default:postgres-{engineVersion}",
        ].flatMap((on) => [
            { on, where: "snapshotIdentifier", actions: ["rds:RestoreDBInstanceFromDBSnapshot"] },
            { on, where: "restoreToPointInTime", actions: ["rds:RestoreDBInstanceToPointInTime"] },
        ]),
        {
            on: "{arn}",
            actions: [
                "rds:AddTagsToResource",
                "rds:ModifyDBInstance",
                "rds:DescribeDBInstances",
                "rds:DeleteDBInstance",
            ],
        },
        passRole("monitoringRoleArn", "monitoring.rds.amazonaws.com"),
        grant("{kmsKeyId}", "rds"),
    ],
    "aws:rds/parameterGroup:ParameterGroup": [
        {
            on: "pg:{name}",
            actions: [
                "rds:CreateDBParameterGroup",
                "rds:AddTagsToResource",
                "rds:ModifyDBParameterGroup",
                "rds:DescribeDBParameterGroups",
                "rds:DescribeDBParameters",
                "rds:ListTagsForResource",
                "rds:DeleteDBParameterGroup",
            ],
        },
    ],
    "aws:rds/subnetGroup:SubnetGroup": [
        {
            on: "subgrp:{name}",
            actions: [
                "rds:CreateDBSubnetGroup",
                "rds:AddTagsToResource",
                "rds:DescribeDBSubnetGroups",
                "rds:ListTagsForResource",
                "rds:DeleteDBSubnetGroup",
            ],
        },
    ],
    "aws:route53/record:Record": [
        {
            on: "hostedzone/{zoneId}",
            actions: [
                "route53:GetHostedZone",
                "route53:ListResourceRecordSets",
                "route53:ChangeResourceRecordSets",
            ],
        },
        { on: "change/C00000000000000000000", actions: ["route53:GetChange"] },
    ],
    "aws:s3/bucket:Bucket": [
        ...settingOfBucket(
            "s3:CreateBucket",
            "s3:ListBucket",
            // The provider reads all that a bucket can have.
            "s3:GetBucketPolicy",
            "s3:GetBucketAcl",
            "s3:GetBucketCORS",
            "s3:GetBucketWebsite",
            "s3:GetBucketVersioning",
            "s3:GetAccelerateConfiguration",
            "s3:GetBucketRequestPayment",
            "s3:GetBucketLogging",
            "s3:GetLifecycleConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:GetEncryptionConfiguration",
            "s3:GetBucketObjectLockConfiguration",
            "s3:DeleteBucket",
        ),
        // The load balancer writes into its own at once.
        { on: "{bucket}", where: "forceDestroy", actions: ["s3:ListBucketVersions"] },
        { on: "{bucket}/*", where: "forceDestroy", actions: ["s3:DeleteObjectVersion"] },
    ],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": settingOfBucket(
        "s3:PutLifecycleConfiguration",
        "s3:GetLifecycleConfiguration",
    ),
    "aws:s3/bucketLogging:BucketLogging": settingOfBucket("s3:PutBucketLogging", "s3:GetBucketLogging"),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": settingOfBucket(
        "s3:PutBucketObjectLockConfiguration",
        "s3:GetBucketObjectLockConfiguration",
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": [
        {
            on: "{bucket}/{key}",
            actions: ["s3:PutObject", "s3:GetObject", "s3:GetObjectTagging", "s3:DeleteObjectVersion"],
        },
        { on: "{bucket}/{key}", where: "forceDestroy", actions: ["s3:BypassGovernanceRetention"] },
        // The destroy deletes each version of it.
        { on: "{bucket}", actions: ["s3:ListBucketVersions"] },
        { on: "{kmsKeyId}", actions: ["kms:GenerateDataKey", "kms:Decrypt"], via: "s3" },
    ],
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": settingOfBucket(
        "s3:PutBucketOwnershipControls",
        "s3:GetBucketOwnershipControls",
    ),
    "aws:s3/bucketPolicy:BucketPolicy": settingOfBucket(
        "s3:PutBucketPolicy",
        "s3:GetBucketPolicy",
        "s3:DeleteBucketPolicy",
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": settingOfBucket(
        "s3:PutBucketPublicAccessBlock",
        "s3:GetBucketPublicAccessBlock",
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": settingOfBucket(
        "s3:PutEncryptionConfiguration",
        "s3:GetEncryptionConfiguration",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": settingOfBucket(
        "s3:PutBucketVersioning",
        "s3:GetBucketVersioning",
    ),
    "aws:sns/topic:Topic": [
        {
            on: "{arn}",
            actions: [
                "sns:CreateTopic",
                "sns:TagResource",
                "sns:SetTopicAttributes",
                "sns:GetTopicAttributes",
                "sns:ListTagsForResource",
                "sns:DeleteTopic",
            ],
        },
    ],
    "aws:sns/topicPolicy:TopicPolicy": [{ on: "{arn}", actions: ["sns:SetTopicAttributes"] }],
    "aws:sns/topicSubscription:TopicSubscription": [
        { on: "{topic}", actions: ["sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:Unsubscribe"] },
    ],
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ruleOfGroup("Egress"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ruleOfGroup("Ingress"),
    "aws:wafv2/webAcl:WebAcl": [
        {
            on: "{arn}",
            actions: [
                "wafv2:CreateWebACL",
                "wafv2:TagResource",
                "wafv2:GetWebACL",
                "wafv2:ListTagsForResource",
                "wafv2:DeleteWebACL",
            ],
        },
    ],
    "aws:wafv2/webAclAssociation:WebAclAssociation": [
        { on: "{webAclArn}", actions: ["wafv2:AssociateWebACL", "wafv2:GetWebACLForResource"] },
        { on: "{resourceArn}", actions: ["wafv2:DisassociateWebACL", "wafv2:GetWebACLForResource"] },
        { on: "{resourceArn}", actions: ["elasticloadbalancing:SetWebAcl"] },
    ],
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": [
        {
            on: "{resourceArn}",
            actions: [
                "wafv2:PutLoggingConfiguration",
                "wafv2:GetLoggingConfiguration",
                "wafv2:DeleteLoggingConfiguration",
            ],
        },
        // AWS writes the log group's policy in its caller's name, so that logs can be delivered.
        {
            on: "*",
            actions: [
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:PutResourcePolicy",
                "logs:DescribeResourcePolicies",
                "logs:DescribeLogGroups",
            ],
        },
    ],
};
