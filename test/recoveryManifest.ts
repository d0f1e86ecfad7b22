import type { RecoveryManifest } from "../stacks/recoveryManifest";

export const ACCOUNT = "123456789012";

export const KEYS = {
    database: `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-1111-4111-8111-111111111111`,
    files: `arn:aws:kms:us-east-1:${ACCOUNT}:key/22222222-2222-4222-8222-222222222222`,
    vault: `arn:aws:kms:us-east-1:${ACCOUNT}:key/33333333-3333-4333-8333-333333333333`,
    copies: `arn:aws:kms:us-west-2:${ACCOUNT}:key/44444444-4444-4444-8444-444444444444`,
    bucket: `arn:aws:kms:us-east-1:${ACCOUNT}:key/55555555-5555-4555-8555-555555555555`,
    copiesBucket: `arn:aws:kms:us-west-2:${ACCOUNT}:key/66666666-6666-4666-8666-666666666666`,
};

export const VAULT = {
    name: "posit-connect-prod",
    arn: `arn:aws:backup:us-east-1:${ACCOUNT}:backup-vault:posit-connect-prod`,
    region: "us-east-1",
    keyArn: KEYS.vault,
};

export const COPIES = {
    name: "posit-connect-prod",
    arn: `arn:aws:backup:us-west-2:${ACCOUNT}:backup-vault:posit-connect-prod`,
    region: "us-west-2",
    keyArn: KEYS.copies,
};

export const BUCKET = {
    name: `posit-connect-prod-recovery-${ACCOUNT}-us-east-1`,
    region: "us-east-1",
    keyArn: KEYS.bucket,
};

export const COPIES_BUCKET = {
    name: `posit-connect-prod-recovery-${ACCOUNT}-us-west-2`,
    region: "us-west-2",
    keyArn: KEYS.copiesBucket,
};

/** The manifest that the stack prod wrote at its last `up`. */
export const MANIFEST: RecoveryManifest = {
    schemaVersion: 2,
    project: "posit-connect",
    stack: "prod",
    account: ACCOUNT,
    region: "us-east-1",
    connect: {
        version: "2026.08.0",
        chart: { repository: "https://helm.rstudio.com", name: "rstudio-connect", version: "0.21.0" },
        images: { connect: "posit/connect" },
        url: "https://connect.example.com",
        values: "values.yaml",
        license: "license.lic",
    },
    kubernetesVersion: "1.35",
    database: {
        arn: `arn:aws:rds:us-east-1:${ACCOUNT}:db:posit-connect-prod`,
        identifier: "posit-connect-prod",
        engineVersion: "15",
        keyArn: KEYS.database,
    },
    fileSystem: {
        arn: `arn:aws:elasticfilesystem:us-east-1:${ACCOUNT}:file-system/fs-0123456789abcdef0`,
        id: "fs-0123456789abcdef0",
        keyArn: KEYS.files,
        subPath: "",
    },
    buckets: [BUCKET, COPIES_BUCKET],
    vaults: [VAULT, COPIES],
    backup: {
        pointInTimeDays: 14,
        weeklyRetentionDays: 90,
        restoreRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
        rpo: { databaseMinutes: 10, fileSystemHours: 30 },
    },
    settings: { "aws:region": "us-east-1", "posit-connect:protect": true },
};
