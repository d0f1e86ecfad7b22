/*
 * What AWS has answered, as others have recorded it and made it public: with their account's id replaced, and without moments,
 * which their tools have read already. What was edited further is left out.
 *
 * Documented alone is that of which nothing was found: a restore job of EFS that runs or has failed, in whose place those of EC2
 * and FSx are held, and what it was told; the deletion of recovery points and of automated backups; the change of a file
 * system. Errors are in `recordedErrors.ts`.
 */

/** Test data of Cloud Custodian, recorded through boto3. */
const CLOUD_CUSTODIAN =
    "https://github.com/cloud-custodian/cloud-custodian/tree/df800e9e94d0860e0d8fbfebd9bc5b9b2d50367d/tests/data/placebo";

/** What IAM's policy simulator has answered on 2026-09-11, its principals and resources made for that. */
const STACKD =
    "https://github.com/radkawar/stackd/blob/9dc356f5e5cc49d2d334178a09c1398dd1c62617/testdata/aws/iam/simulation.json";

/** Test data in the form of the AWS CLI's output of 2021, with names and most ids edited. */
const GAME_DAYS =
    "https://github.com/esabitova/aws-digito-artifacts-gameday/blob/9aff43cc0551066ca78af06ad879556bcf04c5c6/documents/util/scripts/test/test_data_provider.py";

/** Notes on a trial of AWS Backup, with output of the AWS CLI. */
const TICKET =
    'output of the AWS CLI of 2026-07-26, in public notes called "Ticket #002 — Customer Data Missing & AWS Backup Restore"';

/** Notes on a restore of EFS, with what the AWS CLI said of it, field by field, and marks of their authors. */
const FOODIEDASH =
    "https://github.com/taitri2004/foodiedash-group8/blob/9acb9bc79f6382fe83b450711b4b49a9b9a84924/docs/W5_evidence.md#L81-L90";

/** The body of an answer of S3's on 2026-02-03. */
const VERSITY = "https://github.com/versity/versitygw/issues/1814";

/** What RDS has answered, kept by moto under short names. */
const MOTO =
    "https://github.com/getmoto/moto/blob/5.2.1/moto/rds/resources/cluster_options/aurora-postgresql.json";

export interface Recorded {
    source: string;
    answer: object;
    /** Whether nothing is left out of it, so that ours has no other field either. */
    whole?: true;
    /** Status of HTTP's, where the answer has nothing else. */
    status?: number;
}

/** By what was asked, and of what where there are several. */
export const RECORDED = {
    "backup:ListRecoveryPointsByResource": {
        // Over the wire; of EC2.
        source: "https://github.com/boto/boto3/issues/2260",
        answer: { BackupSizeBytes: 536870912000, Status: "COMPLETED" },
    },
    "backup:ListRecoveryPointsByBackupVault": {
        // Of EFS. The role is AWS's own, which has a path: it is left out, too.
        source: `${GAME_DAYS}#L451-L464`,
        answer: {
            ResourceArn: "arn:aws:elasticfilesystem:eu-south-1:123456789012:file-system/fs-fb67d43e",
            ResourceType: "EFS",
            Status: "COMPLETED",
            BackupSizeInBytes: 0,
            IsEncrypted: true,
        },
    },
    "backup:DescribeRecoveryPoint": {
        // Of EFS: what the list has of a point, too.
        source: `${GAME_DAYS}#L483-L498`,
        answer: {
            ResourceArn: "arn:aws:elasticfilesystem:eu-south-1:123456789012:file-system/fs-a0270c11",
            ResourceType: "EFS",
            Status: "COMPLETED",
            BackupSizeInBytes: 0,
            EncryptionKeyArn: "arn:aws:kms:eu-south-1:123456789012:key/041fc455-d081-48a3-82c4-9ffbd576bb89",
            IsEncrypted: true,
        },
    },
    "backup:StartRestoreJob": {
        // Of EC2.
        source: TICKET,
        answer: { RestoreJobId: "fc4418eb-b4c1-4a6b-9ffe-f8c343805153" },
    },
    "backup:StartRestoreJob, denied": {
        // Of EFS, in the words of a denial.
        source: "https://github.com/ministryofjustice/modernisation-platform/pull/4798",
        answer: {
            RecoveryPointArn:
                "arn:aws:backup:eu-west-2:123456789012:recovery-point:ef633021-fdd3-4db6-b986-2beb406e1aad",
        },
    },
    "backup:DescribeRestoreJob, completed": {
        // Of EC2: the recovery point, which is an image there, is left out.
        source: TICKET,
        answer: {
            AccountId: "123456789012",
            RestoreJobId: "fc4418eb-b4c1-4a6b-9ffe-f8c343805153",
            Status: "COMPLETED",
            PercentDone: "100.00%",
            CreatedResourceArn: "arn:aws:ec2:us-east-1:123456789012:instance/i-01c2e9d892ba80ea2",
        },
    },
    "backup:DescribeRestoreJob, running": {
        // Of FSx: its own ARNs are left out, and the job's id, which is no UUID any more.
        source: 'output of the AWS CLI of 2022-12-21, in public notes called "AWS CLI usage", ids edited',
        answer: {
            AccountId: "123456789012",
            Status: "RUNNING",
            PercentDone: "0.00%",
            BackupSizeInBytes: 0,
            IamRoleArn: "arn:aws:iam::123456789012:role/mytest-iam-backup-fsx-role",
        },
    },
    "backup:DescribeRestoreJob, of EFS": {
        source: FOODIEDASH,
        answer: {
            RestoreJobId: "5470803d-8251-49cd-bfbb-366beb583d2f",
            Status: "COMPLETED",
            PercentDone: "100.00%",
            CreatedResourceArn:
                "arn:aws:elasticfilesystem:us-west-2:910012064913:file-system/fs-0cbed9b73103297c1",
        },
    },
    "elasticfilesystem:DeleteFileSystem": {
        source: `${CLOUD_CUSTODIAN}/test_efs_delete`,
        answer: {},
        whole: true,
        status: 204,
    },
    "elasticfilesystem:DescribeFileSystems": {
        source: `${CLOUD_CUSTODIAN}/test_create_efs_mount_target`,
        answer: {
            OwnerId: "123456789012",
            CreationToken: "quickCreated-40d740fe-ee7b-40c7-9e71-968bc2650b8e",
            FileSystemId: "fs-028d2a86fa813320a",
            FileSystemArn:
                "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-028d2a86fa813320a",
            LifeCycleState: "available",
            Name: "test-2",
            NumberOfMountTargets: 3,
            SizeInBytes: { Value: 6144, ValueInIA: 0, ValueInStandard: 6144 },
            PerformanceMode: "generalPurpose",
            Encrypted: true,
            KmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/d38e6df4-3a19-4516-9f4b-ab568e9bccc5",
            ThroughputMode: "elastic",
        },
    },
    "elasticfilesystem:PutLifecycleConfiguration": {
        source: `${CLOUD_CUSTODIAN}/test_enable_lifecycle_policy`,
        answer: { LifecyclePolicies: [{ TransitionToIA: "AFTER_7_DAYS" }] },
        whole: true,
    },
    "iam:GetRole": {
        // Its account's id, which has a digit less, is left out with its ARN, and what its authors have described.
        source: `${CLOUD_CUSTODIAN}/test_delete_role`,
        answer: {
            Path: "/aws-service-role/support.amazonaws.com/",
            RoleName: "AWSServiceRoleForSupport",
            RoleId: "AROAJWGLHKEUYCDFCDPXG",
            AssumeRolePolicyDocument:
                "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A" +
                "%7B%22Service%22%3A%22support.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D",
            MaxSessionDuration: 3600,
        },
    },
    "iam:SimulatePrincipalPolicy, not allowed": {
        // Of a role, for two actions on one resource: one of its two results. The resource's own still had empty lists, on
        // 2025-04-21; they are left out.
        source: "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/iam/test_iam.snapshot.json",
        answer: {
            EvalActionName: "s3:GetObjectVersion",
            EvalDecision: "implicitDeny",
            EvalDecisionDetails: {},
            EvalResourceName: "arn:aws:s3:::bucket",
            MatchedStatements: [],
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
            ResourceSpecificResults: [
                { EvalResourceDecision: "implicitDeny", EvalResourceName: "arn:aws:s3:::bucket" },
            ],
        },
    },
    "iam:SimulatePrincipalPolicy, not allowed on *": {
        // Case principal_default_resource, which names no resource.
        source: STACKD,
        answer: {
            EvalActionName: "s3:GetObject",
            EvalResourceName: "*",
            EvalDecision: "implicitDeny",
            MatchedStatements: [],
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
        },
        whole: true,
    },
    "iam:SimulatePrincipalPolicy, denied": {
        // By a boundary, in 2020: results of the resource are not in it.
        source: `${CLOUD_CUSTODIAN}/test_lambda_check_permission`,
        answer: {
            EvalActionName: "iam:ListUsers",
            EvalResourceName: "arn:aws:iam::644160558196:user/",
            EvalDecision: "explicitDeny",
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
            PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
    },
    "iam:SimulatePrincipalPolicy, not allowed by the boundary": {
        // Case principal_extra_aws_boundary_exclude_arn, of a user whose boundary is AWS's ReadOnlyAccess. The key is one that
        // the boundary asks for of other actions.
        source: STACKD,
        answer: {
            EvalActionName: "s3:PutObject",
            EvalResourceName: "arn:aws:s3:::stackd-simulation/a",
            EvalDecision: "implicitDeny",
            MatchedStatements: [],
            MissingContextValues: ["s3express:SessionMode"],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
            PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
            EvalDecisionDetails: {},
            ResourceSpecificResults: [
                {
                    EvalResourceName: "arn:aws:s3:::stackd-simulation/a",
                    EvalResourceDecision: "implicitDeny",
                    MissingContextValues: ["s3express:SessionMode"],
                    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
                },
            ],
        },
        whole: true,
    },
    "iam:SimulateCustomPolicy, denied by the organization": {
        // Case composition_resource_scp_deny: with policies that are in the question, for which the answer is the same.
        source: STACKD,
        answer: {
            EvalActionName: "s3:GetObject",
            EvalResourceName: "arn:aws:s3:::stackd-simulation/a",
            EvalDecision: "explicitDeny",
            MatchedStatements: [],
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: false },
            EvalDecisionDetails: {},
            ResourceSpecificResults: [
                {
                    EvalResourceName: "arn:aws:s3:::stackd-simulation/a",
                    EvalResourceDecision: "explicitDeny",
                },
            ],
        },
        whole: true,
    },
    "iam:SimulateCustomPolicy, with a key that is missing": {
        // Case missing_relevant: with policies that are in the question, and so with no organization's.
        source: STACKD,
        answer: {
            EvalActionName: "s3:GetObject",
            EvalResourceName: "arn:aws:s3:::stackd-simulation/a",
            EvalDecision: "implicitDeny",
            MatchedStatements: [],
            MissingContextValues: ["stack:missing"],
            EvalDecisionDetails: {},
            ResourceSpecificResults: [
                {
                    EvalResourceName: "arn:aws:s3:::stackd-simulation/a",
                    EvalResourceDecision: "implicitDeny",
                    MissingContextValues: ["stack:missing"],
                },
            ],
        },
        whole: true,
    },
    "kms:DescribeKey": {
        source: `${CLOUD_CUSTODIAN}/test_cross_account_kms`,
        answer: {
            Origin: "AWS_KMS",
            KeyId: "7e9d3a66-b4f3-47ff-98f7-4a6087b45405",
            Description: "test-cross-account-3",
            KeyManager: "CUSTOMER",
            Enabled: true,
            KeyUsage: "ENCRYPT_DECRYPT",
            KeyState: "Enabled",
            Arn: "arn:aws:kms:us-east-1:123456789012:key/7e9d3a66-b4f3-47ff-98f7-4a6087b45405",
            AWSAccountId: "123456789012",
        },
    },
    "logs:DeleteLogGroup": {
        source: `${CLOUD_CUSTODIAN}/test_log_group_delete`,
        answer: {},
        whole: true,
        status: 200,
    },
    "rds:DescribeDBInstances": {
        source: `${CLOUD_CUSTODIAN}/test_rds_delete`,
        answer: {
            DBInstanceIdentifier: "test-test",
            DbiResourceId: "db-VM5DMYR6QV7HCDPMZN5S4FHDVM",
            DBInstanceStatus: "available",
            Engine: "postgres",
            EngineVersion: "9.6.2",
            MultiAZ: true,
            AllocatedStorage: 100,
            BackupRetentionPeriod: 7,
            StorageEncrypted: true,
            KmsKeyId: "arn:aws:kms:us-west-2:123456789012:key/1ec621db-4406-4cb9-8e85-812386071791",
            DBInstanceArn: "arn:aws:rds:us-west-2:123456789012:db:test-test",
        },
    },
    "rds:DescribeDBInstanceAutomatedBackups": {
        // Of MySQL, through Steampipe, which has other names for the fields.
        source: "https://github.com/turbot/steampipe-plugin-aws/pull/1721",
        answer: {
            AllocatedStorage: 5,
            DBInstanceAutomatedBackupsArn:
                "arn:aws:rds:ap-south-1:123456789012:auto-backup:ab-edtifkapdodpuarzgevkxyipqddgikvhcsoxzwy",
            AvailabilityZone: "ap-south-1a",
            BackupRetentionPeriod: 1,
            BackupTarget: "region",
            DBInstanceArn: "arn:aws:rds:ap-south-1:123456789012:db:my-sql-database-1",
            DBInstanceIdentifier: "my-sql-database-1",
            DbiResourceId: "db-EDTIFKAPDODPUARZGEVKXYIPQA",
            Encrypted: true,
            Engine: "mysql",
            EngineVersion: "8.0.32",
            IAMDatabaseAuthenticationEnabled: false,
            KmsKeyId: "arn:aws:kms:ap-south-1:123456789012:key/a825557f-f260-48c3-9c8b-8c03d7c32407",
        },
    },
    "rds:DescribeDBSnapshots": {
        // A copy, of a snapshot made by hand, in 2016: that had no moment of its own yet.
        source: `${CLOUD_CUSTODIAN}/test_rds_snapshot_region_copy_many`,
        answer: {
            MasterUsername: "muttuser",
            LicenseModel: "postgresql-license",
            Engine: "postgres",
            VpcId: "vpc-d2d616b5",
            SourceRegion: "us-east-1",
            AllocatedStorage: 5,
            Status: "available",
            PercentProgress: 100,
            SourceDBSnapshotIdentifier: "arn:aws:rds:us-east-1:644160558196:snapshot:originb",
            DBSnapshotIdentifier: "originb21",
            DBSnapshotArn: "arn:aws:rds:us-east-1:644160558196:snapshot:originb21",
            EngineVersion: "9.5.4",
            OptionGroupName: "default:postgres-9-5",
            AvailabilityZone: "us-east-1b",
            StorageType: "gp2",
            Encrypted: true,
            KmsKeyId: "arn:aws:kms:us-east-1:644160558196:key/82645407-2faa-4d93-be71-7d6a8d59a5fc",
            SnapshotType: "manual",
            Port: 5432,
            DBInstanceIdentifier: "originb",
        },
    },
    "rds:DescribeOrderableDBInstanceOptions": {
        // Of Aurora.
        source: MOTO,
        answer: {
            Engine: "aurora-postgresql",
            EngineVersion: "11.9",
            DBInstanceClass: "db.r4.16xlarge",
            LicenseModel: "postgresql-license",
            AvailabilityZones: [{ Name: "us-east-1a" }],
            MultiAZCapable: false,
            ReadReplicaCapable: false,
            Vpc: true,
            SupportsStorageEncryption: true,
            StorageType: "aurora",
            SupportsIops: false,
            SupportsEnhancedMonitoring: true,
            SupportsIAMDatabaseAuthentication: true,
            SupportsPerformanceInsights: true,
            AvailableProcessorFeatures: [],
            SupportsKerberosAuthentication: true,
            OutpostCapable: false,
            SupportsGlobalDatabases: true,
            SupportsClusters: true,
        },
    },
    "s3:ListBucket": {
        source: VERSITY,
        answer: {
            Name: "versity-gwtest-bucket-luke-four-2-20260203174235",
            Prefix: "",
            KeyCount: 2,
            MaxKeys: 1000,
            IsTruncated: false,
            Contents: [
                {
                    Key: "test-file-39872067-0EB1-4D1E-8FD8-DEF866226B5E",
                    ETag: '"8972d86835b3257f7b1fcb294af24993"',
                    ChecksumAlgorithm: ["CRC64NVME"],
                    ChecksumType: "FULL_OBJECT",
                    Size: 10,
                    StorageClass: "STANDARD",
                },
            ],
        },
    },
    "sts:GetCallerIdentity": {
        source: `${CLOUD_CUSTODIAN}/test_credential_sts`,
        answer: {
            UserId: "AROAIS6DAH72KKDTPRAXA:custodian-dev",
            Account: "123456789012",
            Arn: "arn:aws:sts::123456789012:assumed-role/CustodianGuardDuty/custodian-dev",
        },
    },
} satisfies Record<string, Recorded>;
