/*
 * Responses of AWS that others have recorded and published, with their account id replaced, and without times, which their tools
 * have parsed. Fields that were edited further are left out.
 *
 * No recording was found of a restore job of EFS that runs or has failed (those of EC2 and FSx are used instead), of its metadata,
 * of the deletion of recovery points and automated backups, and of the change of a file system: they are only documented. Errors
 * are in `recordedErrors.ts`.
 */

/** Test data of Cloud Custodian, recorded through boto3. */
const CLOUD_CUSTODIAN =
    "https://github.com/cloud-custodian/cloud-custodian/tree/df800e9e94d0860e0d8fbfebd9bc5b9b2d50367d/tests/data/placebo";

/** Responses of IAM's policy simulator on 2026-09-11, for principals and resources created for this purpose. */
const STACKD =
    "https://github.com/radkawar/stackd/blob/9dc356f5e5cc49d2d334178a09c1398dd1c62617/testdata/aws/iam/simulation.json";

/** Test data in the form of the AWS CLI's output of 2021, with edited names and ids. */
const GAME_DAYS =
    "https://github.com/esabitova/aws-digito-artifacts-gameday/blob/9aff43cc0551066ca78af06ad879556bcf04c5c6/documents/util/scripts/test/test_data_provider.py";

/** Notes on a trial of AWS Backup, with output of the AWS CLI. */
const TICKET =
    'output of the AWS CLI of 2026-07-26, in public notes called "Ticket #002 — Customer Data Missing & AWS Backup Restore"';

/** Notes on a restore of EFS, with fields of the AWS CLI's output and marks of the authors. */
const FOODIEDASH =
    "https://github.com/taitri2004/foodiedash-group8/blob/9acb9bc79f6382fe83b450711b4b49a9b9a84924/docs/W5_evidence.md#L81-L90";

/** The body of a response of S3 on 2026-02-03. */
const VERSITY = "https://github.com/versity/versitygw/issues/1814";

/** Responses of RDS that moto stores under short names. */
const MOTO =
    "https://github.com/getmoto/moto/blob/5.2.1/moto/rds/resources/cluster_options/aurora-postgresql.json";

export interface Recorded {
    source: string;
    response: object;
    /** Whether it has all fields, so that the tests' response may have no others. */
    complete?: true;
    /** HTTP status, if the response has no fields. */
    status?: number;
}

/** By action, and by case if there are several. */
export const RECORDED = {
    "backup:ListRecoveryPointsByResource": {
        // Of EC2, recorded over the wire.
        source: "https://github.com/boto/boto3/issues/2260",
        response: { BackupSizeBytes: 536870912000, Status: "COMPLETED" },
    },
    "backup:ListRecoveryPointsByBackupVault": {
        // Of EFS. The role is a service role of AWS, which has a path: it is left out.
        source: `${GAME_DAYS}#L451-L464`,
        response: {
            ResourceArn: "arn:aws:elasticfilesystem:eu-south-1:123456789012:file-system/fs-fb67d43e",
            ResourceType: "EFS",
            Status: "COMPLETED",
            BackupSizeInBytes: 0,
            IsEncrypted: true,
        },
    },
    "backup:DescribeRecoveryPoint": {
        // Of EFS: only the fields that the list has, too.
        source: `${GAME_DAYS}#L483-L498`,
        response: {
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
        response: { RestoreJobId: "fc4418eb-b4c1-4a6b-9ffe-f8c343805153" },
    },
    "backup:StartRestoreJob, denied": {
        // Of EFS, from the message of a denial.
        source: "https://github.com/ministryofjustice/modernisation-platform/pull/4798",
        response: {
            RecoveryPointArn:
                "arn:aws:backup:eu-west-2:123456789012:recovery-point:ef633021-fdd3-4db6-b986-2beb406e1aad",
        },
    },
    "backup:DescribeRestoreJob, completed": {
        // Of EC2: its recovery point is an image, which is left out.
        source: TICKET,
        response: {
            AccountId: "123456789012",
            RestoreJobId: "fc4418eb-b4c1-4a6b-9ffe-f8c343805153",
            Status: "COMPLETED",
            PercentDone: "100.00%",
            CreatedResourceArn: "arn:aws:ec2:us-east-1:123456789012:instance/i-01c2e9d892ba80ea2",
        },
    },
    "backup:DescribeRestoreJob, running": {
        // Of FSx: its ARNs are left out, and the job's id, which was edited.
        source: 'output of the AWS CLI of 2022-12-21, in public notes called "AWS CLI usage", ids edited',
        response: {
            AccountId: "123456789012",
            Status: "RUNNING",
            PercentDone: "0.00%",
            BackupSizeInBytes: 0,
            IamRoleArn: "arn:aws:iam::123456789012:role/mytest-iam-backup-fsx-role",
        },
    },
    "backup:DescribeRestoreJob, of EFS": {
        source: FOODIEDASH,
        response: {
            RestoreJobId: "5470803d-8251-49cd-bfbb-366beb583d2f",
            Status: "COMPLETED",
            PercentDone: "100.00%",
            CreatedResourceArn:
                "arn:aws:elasticfilesystem:us-west-2:910012064913:file-system/fs-0cbed9b73103297c1",
        },
    },
    "elasticfilesystem:DeleteFileSystem": {
        source: `${CLOUD_CUSTODIAN}/test_efs_delete`,
        response: {},
        complete: true,
        status: 204,
    },
    "elasticfilesystem:DescribeFileSystems": {
        source: `${CLOUD_CUSTODIAN}/test_create_efs_mount_target`,
        response: {
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
        response: { LifecyclePolicies: [{ TransitionToIA: "AFTER_7_DAYS" }] },
        complete: true,
    },
    "iam:GetRole": {
        // The ARN is left out, as its account id lacks a digit, and fields that the authors replaced with a description.
        source: `${CLOUD_CUSTODIAN}/test_delete_role`,
        response: {
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
        // Of a role, for two actions on a resource: one of the two results. On 2025-04-21 the resource's result still had empty
        // lists, which are left out.
        source: "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/iam/test_iam.snapshot.json",
        response: {
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
        response: {
            EvalActionName: "s3:GetObject",
            EvalResourceName: "*",
            EvalDecision: "implicitDeny",
            MatchedStatements: [],
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
        },
        complete: true,
    },
    "iam:SimulatePrincipalPolicy, denied": {
        // By a boundary, in 2020, when IAM returned no results for each resource.
        source: `${CLOUD_CUSTODIAN}/test_lambda_check_permission`,
        response: {
            EvalActionName: "iam:ListUsers",
            EvalResourceName: "arn:aws:iam::644160558196:user/",
            EvalDecision: "explicitDeny",
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
            PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
    },
    "iam:SimulatePrincipalPolicy, not allowed by the boundary": {
        // Case principal_extra_aws_boundary_exclude_arn: the user's boundary is AWS's ReadOnlyAccess, which uses the key for other
        // actions.
        source: STACKD,
        response: {
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
        complete: true,
    },
    "iam:SimulateCustomPolicy, denied by the organization": {
        // Case composition_resource_scp_deny: the policies are in the request, which does not change the response.
        source: STACKD,
        response: {
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
        complete: true,
    },
    "iam:SimulateCustomPolicy, with a key that is missing": {
        // Case missing_relevant: the policies are in the request, so the organization's are not evaluated.
        source: STACKD,
        response: {
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
        complete: true,
    },
    "kms:DescribeKey": {
        source: `${CLOUD_CUSTODIAN}/test_cross_account_kms`,
        response: {
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
        response: {},
        complete: true,
        status: 200,
    },
    "rds:DescribeDBInstances": {
        source: `${CLOUD_CUSTODIAN}/test_rds_delete`,
        response: {
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
        // Of MySQL, through Steampipe, which renames the fields.
        source: "https://github.com/turbot/steampipe-plugin-aws/pull/1721",
        response: {
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
        // A copy of a manual snapshot, in 2016, when RDS returned no original creation time.
        source: `${CLOUD_CUSTODIAN}/test_rds_snapshot_region_copy_many`,
        response: {
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
        response: {
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
        response: {
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
        response: {
            UserId: "AROAIS6DAH72KKDTPRAXA:custodian-dev",
            Account: "123456789012",
            Arn: "arn:aws:sts::123456789012:assumed-role/CustodianGuardDuty/custodian-dev",
        },
    },
} satisfies Record<string, Recorded>;
