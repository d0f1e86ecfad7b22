import { createHash } from "node:crypto";
import { configValue } from "../../stacks/configValue";
import { readExample } from "../program";
import { ACCOUNT, KEYS, VAULT, COPIES, MANIFEST } from "../recoveryManifest";
import { LocalAws, type Answers } from "./localAws";
import {
    automatedBackups,
    callerIdentity,
    dbInstance,
    dbSnapshots,
    fileSystem,
    key,
    object,
    objects,
    orderableOptions,
    recoveryPoints,
    role,
    simulatedPolicy,
    type Decision,
    type Point,
} from "./wireShapes";

export const KEPT_LICENSE = "text-of-the-kept-license";

export const GIB = 1024 ** 3;

export const DATABASE = {
    identifier: "posit-connect-prod",
    resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXY1",
    keyArn: KEYS.database,
};

const PROD_FILE = Object.fromEntries(
    Object.entries(readExample("prod").config).map(([name, text]) => [name, configValue(text)]),
);

/** The role that the tests run as. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/teams/data/operator`;

/** The settings of the stack prod, with a Kubernetes API that is reached from outside its network. */
export const SETTINGS: Record<string, unknown> = {
    ...PROD_FILE,
    "posit-connect:cluster": {
        ...(PROD_FILE["posit-connect:cluster"] as object),
        publicAccessCidrs: ["203.0.113.0/24"],
        administratorRoleArns: [ROLE, `arn:aws:iam::${ACCOUNT}:role/deployer`],
    },
};

/** What AWS Backup calls what it made at a moment: a UUID, here one that follows from it. */
function idOf(created: string): string {
    const hash = createHash("sha256").update(created).digest("hex");
    return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** A backup of the files, in the stack's own region. */
export function filesOf(created: string, parts: Partial<Point> = {}): Point {
    return {
        arn: `arn:aws:backup:us-east-1:${ACCOUNT}:recovery-point:${idOf(created)}`,
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
        arn: `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:awsbackup:job-${idOf(created)}`,
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
export const CONTINUOUS = snapshotOf("2026-09-01T05:09:12.345Z", {
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

/** Pages of what RDS has of recovery points that are snapshots, of as many as RDS gives where it is not told. */
export function snapshotsOf(points: Point[]): Answers[string] {
    const snapshots = points
        .filter(({ arn }) => arn.includes(":snapshot:"))
        .map(({ arn, created, keyArn }) => ({
            arn,
            identifier: DATABASE.identifier,
            created,
            storageGiB: 20,
            keyArn,
        }));
    return ({ body }) => {
        const start = Number(body["Marker"] ?? 0);
        const end = start + 100;
        return dbSnapshots(snapshots.slice(start, end), snapshots.length > end ? String(end) : undefined);
    };
}

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

/** What a restore needs beside the data. */
const FILES: Record<string, string> = {
    "manifest.json": JSON.stringify(MANIFEST),
    "values.yaml": "replicas: 3\n",
    "license.lic": KEPT_LICENSE,
};

/** The bytes of each text. */
export function bytesOf(files: Record<string, string>): Record<string, number> {
    return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.byteLength(text)]));
}

/** The actions that IAM is asked about in one question. */
export function actionsIn(body: Record<string, unknown>): string[] {
    return Object.entries(body).flatMap(([key, value]) =>
        key.startsWith("ActionNames.") ? [String(value)] : [],
    );
}

/** IAM's word of each action that it is asked about. */
export function decided(of: (action: string) => Decision): Answers[string] {
    return ({ body }) =>
        simulatedPolicy(
            String(body["ResourceArns.member.1"]),
            Object.fromEntries(actionsIn(body).map((action) => [action, of(action)])),
        );
}

/** AWS with the stack prod in it, all in order. */
export const PROD: Answers = {
    "s3:GetObject": ({ url }) => object(FILES[url.pathname.split("/").at(-1) ?? ""] ?? ""),
    "s3:ListBucket": ({ url }) => objects(url.pathname.slice(1), bytesOf(FILES)),
    "sts:GetCallerIdentity": () => callerIdentity(ACCOUNT),
    "backup:ListRecoveryPointsByBackupVault": (question) =>
        pagesOf(question.region === COPIES.region ? POINTS_OF_COPIES : POINTS)(question),
    "rds:DescribeDBSnapshots": (question) =>
        snapshotsOf(question.region === COPIES.region ? POINTS_OF_COPIES : POINTS)(question),
    "rds:DescribeDBInstances": () => dbInstance(DATABASE, "2026-11-23T11:57:12Z", "available"),
    "rds:DescribeDBInstanceAutomatedBackups": () =>
        automatedBackups({
            ...DATABASE,
            status: "active",
            window: ["2026-11-09T05:09:12.345Z", "2026-11-23T11:52:12Z"],
        }),
    "rds:DescribeOrderableDBInstanceOptions": ({ region, body }) =>
        orderableOptions(
            ["14.19", "15.14"].map((engineVersion) => ({
                instanceClass: String(body["DBInstanceClass"]),
                engineVersion,
                storageType: "gp3",
                zones: ["a", "b", "c", "d"].map((letter) => region + letter),
            })),
        ),
    "elasticfilesystem:DescribeFileSystems": () => fileSystem(MANIFEST.fileSystem.id, 212 * GIB),
    "iam:GetRole": () => role(ROLE),
    "iam:SimulatePrincipalPolicy": decided(() => ({ decision: "allowed" })),
    "kms:DescribeKey": ({ body }) => key(String(body["KeyId"]), "Enabled"),
};

/** Starts AWS with the stack prod in it. */
export function startProd(answers: Answers = {}): Promise<LocalAws> {
    return LocalAws.start({ ...PROD, ...answers });
}
