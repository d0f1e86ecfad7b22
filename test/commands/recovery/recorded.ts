/*
 * What AWS has answered, as others have recorded it and made it public: with their account's id replaced, and without moments,
 * which their tools have read already. Of AWS Backup no more was found; the rest is documented alone.
 */

/** Test data of Cloud Custodian, recorded through boto3. */
const CLOUD_CUSTODIAN =
    "https://github.com/cloud-custodian/cloud-custodian/tree/df800e9e94d0860e0d8fbfebd9bc5b9b2d50367d/tests/data/placebo";

export interface Recorded {
    source: string;
    answer: object;
}

/** By what was asked. */
export const RECORDED = {
    "backup:ListRecoveryPointsByResource": {
        // Over the wire; of EC2.
        source: "https://github.com/boto/boto3/issues/2260",
        answer: { BackupSizeBytes: 536870912000, Status: "COMPLETED" },
    },
    "backup:StartRestoreJob": {
        // Of EFS, in the words of a denial.
        source: "https://github.com/ministryofjustice/modernisation-platform/pull/4798",
        answer: {
            RecoveryPointArn:
                "arn:aws:backup:eu-west-2:123456789012:recovery-point:ef633021-fdd3-4db6-b986-2beb406e1aad",
        },
    },
    "backup:DescribeRestoreJob": {
        // Of FSx: its own ARNs are left out.
        source: 'output of the AWS CLI of 2022-12-21, in public notes called "AWS CLI usage", ids edited',
        answer: {
            AccountId: "123456789012",
            RestoreJobId: "8E7C420E-5BF7-84AA-E277-D30C00ABA56D",
            Status: "RUNNING",
            PercentDone: "0.00%",
            BackupSizeInBytes: 0,
            IamRoleArn: "arn:aws:iam::123456789012:role/mytest-iam-backup-fsx-role",
        },
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
    "iam:SimulatePrincipalPolicy": {
        // Of a role, for two actions on one resource: one of its two results.
        source: "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/iam/test_iam.snapshot.json",
        answer: {
            EvalActionName: "s3:GetObjectVersion",
            EvalDecision: "implicitDeny",
            EvalDecisionDetails: {},
            EvalResourceName: "arn:aws:s3:::bucket",
            MissingContextValues: [],
            OrganizationsDecisionDetail: { AllowedByOrganizations: true },
            ResourceSpecificResults: [],
        },
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
    "sts:GetCallerIdentity": {
        source: `${CLOUD_CUSTODIAN}/test_credential_sts`,
        answer: {
            UserId: "AROAIS6DAH72KKDTPRAXA:custodian-dev",
            Account: "123456789012",
            Arn: "arn:aws:sts::123456789012:assumed-role/CustodianGuardDuty/custodian-dev",
        },
    },
} satisfies Record<string, Recorded>;
