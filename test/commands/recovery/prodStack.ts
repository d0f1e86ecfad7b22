import type { RecoveryManifest } from "../../../stacks/recoveryManifest";
import { LocalAws, type Answers } from "./localAws";
import {
    automatedBackups,
    callerIdentity,
    dbInstance,
    fileSystem,
    key,
    object,
    recoveryPoints,
    type Point,
} from "./wireShapes";

export const GIB = 1024 ** 3;

const ACCOUNT = "123456789012";

export const KEYS = {
    database: `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-1111-4111-8111-111111111111`,
    files: `arn:aws:kms:us-east-1:${ACCOUNT}:key/22222222-2222-4222-8222-222222222222`,
    vault: `arn:aws:kms:us-east-1:${ACCOUNT}:key/33333333-3333-4333-8333-333333333333`,
    copies: `arn:aws:kms:us-west-2:${ACCOUNT}:key/44444444-4444-4444-8444-444444444444`,
};

const VAULT = {
    name: "posit-connect-prod",
    arn: `arn:aws:backup:us-east-1:${ACCOUNT}:backup-vault:posit-connect-prod`,
    region: "us-east-1",
    keyArn: KEYS.vault,
};

const COPIES = {
    name: "posit-connect-prod",
    arn: `arn:aws:backup:us-west-2:${ACCOUNT}:backup-vault:posit-connect-prod`,
    region: "us-west-2",
    keyArn: KEYS.copies,
};

/** What the stack prod has written at its last `up`. */
export const MANIFEST: RecoveryManifest = {
    schemaVersion: 1,
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
    vaults: [VAULT, COPIES],
    backup: {
        pointInTimeDays: 14,
        weeklyRetentionDays: 90,
        restoreRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
        rpo: { databaseMinutes: 5, fileSystemHours: 24 },
    },
    settings: { "aws:region": "us-east-1", "posit-connect:protect": true },
};

export const DATABASE = {
    identifier: "posit-connect-prod",
    resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXY1",
    keyArn: KEYS.database,
};

/** A backup of the files, in the stack's own region. */
export function filesOf(created: string, parts: Partial<Point> = {}): Point {
    return {
        arn: `arn:aws:backup:us-east-1:${ACCOUNT}:recovery-point:${created}`,
        resourceArn: MANIFEST.fileSystem.arn,
        type: "EFS",
        created,
        bytes: 210.5 * GIB,
        status: "COMPLETED",
        keyArn: KEYS.vault,
        ...parts,
    };
}

/** A snapshot of the database, in the stack's own region. */
export function snapshotOf(created: string, parts: Partial<Point> = {}): Point {
    return {
        arn: `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:awsbackup:job-${created}`,
        resourceArn: MANIFEST.database.arn,
        type: "RDS",
        created,
        bytes: 20 * GIB,
        status: "COMPLETED",
        keyArn: KEYS.database,
        ...parts,
    };
}

/** The one recovery point that point-in-time recovery has in a vault, which is of its first backup's moment. */
const CONTINUOUS = snapshotOf("2026-09-01T05:09:12.345Z", {
    arn: `arn:aws:backup:us-east-1:${ACCOUNT}:recovery-point:continuous:db-abcdefghijklmnopqrstuvwxy1-a8864877`,
    status: "AVAILABLE",
});

const POINTS = [
    filesOf("2026-11-23T05:02:11.120Z"),
    filesOf("2026-11-22T17:03:01.400Z"),
    filesOf("2026-11-22T05:02:10.002Z", { bytes: 209.2 * GIB }),
    filesOf("2026-11-23T11:58:00Z", { status: "CREATING", bytes: 0 }),
    filesOf("2026-11-21T05:02:10Z", { status: "PARTIAL", bytes: 13 * GIB }),
    filesOf("2026-08-24T17:03:00Z", { status: "EXPIRED" }),
    filesOf("2026-08-23T17:03:00Z", { status: "DELETING" }),
    filesOf("2026-10-25T17:02:59Z"),
    CONTINUOUS,
    snapshotOf("2026-11-22T17:06:40Z"),
];

const COPIED = {
    files: { arn: `arn:aws:backup:us-west-2:${ACCOUNT}:recovery-point:copy`, keyArn: KEYS.copies },
    database: {
        arn: `arn:aws:rds:us-west-2:${ACCOUNT}:snapshot:awsbackup:copyjob-19704517`,
        keyArn: KEYS.copies,
    },
};

const POINTS_OF_COPIES = [
    filesOf("2026-11-23T05:02:11.120Z", COPIED.files),
    snapshotOf("2026-11-23T05:09:30Z", COPIED.database),
];

/** Pages of a vault's recovery points of the resource that was asked for, as many to each as was asked for. */
export function pagesOf(points: Point[]): Answers[string] {
    return ({ url, region }) => {
        const vault = region === COPIES.region ? COPIES : VAULT;
        const start = Number(url.searchParams.get("nextToken") ?? 0);
        const end = start + Number(url.searchParams.get("maxResults"));
        const wanted = points.filter(
            ({ resourceArn }) => resourceArn === url.searchParams.get("resourceArn"),
        );
        return recoveryPoints(vault, wanted.slice(start, end), wanted.length > end ? String(end) : undefined);
    };
}

/** AWS with the stack prod in it, all in order. */
export const PROD: Answers = {
    "s3:GetObject": ({ url }) =>
        object(url.pathname.endsWith("/manifest.json") ? JSON.stringify(MANIFEST) : "replicas: 3\n"),
    "sts:GetCallerIdentity": () => callerIdentity(ACCOUNT),
    "backup:ListRecoveryPointsByBackupVault": (question) =>
        pagesOf(question.region === COPIES.region ? POINTS_OF_COPIES : POINTS)(question),
    "rds:DescribeDBInstances": () => dbInstance(DATABASE, "2026-11-23T11:57:12Z", "available"),
    "rds:DescribeDBInstanceAutomatedBackups": () =>
        automatedBackups({
            ...DATABASE,
            status: "active",
            window: ["2026-11-09T05:09:12.345Z", "2026-11-23T11:52:12Z"],
        }),
    "elasticfilesystem:DescribeFileSystems": () => fileSystem(MANIFEST.fileSystem.id, 212 * GIB),
    "kms:DescribeKey": ({ body }) => key(String(body["KeyId"]), "Enabled"),
};

/** Starts AWS with the stack prod in it. */
export function startProd(answers: Answers = {}): Promise<LocalAws> {
    return LocalAws.start({ ...PROD, ...answers });
}
