/*
 * What AWS has answered, as others have recorded it and made it public: with their account's id replaced, and without moments,
 * which their tools have read already. Of AWS Backup only what is here was found; the rest is documented alone.
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
        source: `${CLOUD_CUSTODIAN}/test_efs_consecutive_aws_backups_count_filter`,
        answer: {
            RecoveryPointArn:
                "arn:aws:backup:us-east-1:123456789012:recovery-point:b2f7c59b-2a92-4dbd-814f-ed35e175c259",
            StatusMessage: "Done",
            EncryptionKeyArn: "arn:aws:kms:us-east-1:123456789012:key/4dee567f-437f-4c94-9aac-5aa1259678e1",
            Status: "COMPLETED",
            BackupVaultName: "Default",
            BackupSizeBytes: 11910,
        },
    },
    "backup:DescribeRestoreJob": {
        source: "https://github.com/ansible-collections/amazon.aws/blob/5ac33675f70a8464cff7a25f621b4d262d7b4777/plugins/modules/backup_restore_job_info.py",
        answer: {
            AccountId: "123456789012",
            RestoreJobId: "AAAA1234-1D1D-1234-3F8E-1EB111EEEE00",
            PercentDone: "0.00%",
            Status: "COMPLETED",
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
        source: `${CLOUD_CUSTODIAN}/test_ec2_permissions`,
        answer: {
            EvalActionName: "lambda:CreateFunction",
            EvalResourceName: "*",
            EvalDecision: "allowed",
            MissingContextValues: [],
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
