import type { KeyState } from "@aws-sdk/client-kms";
import { createHash } from "node:crypto";
import { configValue } from "../../stacks/configValue";
import { readExample } from "../program";
import { ACCOUNT, KEYS, VAULT, COPIES, MANIFEST } from "../recoveryManifest";
import { LocalAws, type AwsHandlers, type AwsRequest, type AwsResponse } from "./localAws";
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

export const STORED_LICENSE = "text-of-the-kept-license";

/** A restore job of the files, and the file system that it creates. */
export const JOB = "8A6E2B51-6D3F-4D0E-9D0C-3D1C5A7C9E10";
export const RESTORED = "fs-0fedcba9876543210";

/** The stack of a drill of prod. */
export const DRILL = "prod-drill-20261123";

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

/** The settings of the stack prod, with a Kubernetes API that can be reached over the internet. */
export const SETTINGS: Record<string, unknown> = {
    ...PROD_FILE,
    "posit-connect:cluster": {
        ...(PROD_FILE["posit-connect:cluster"] as object),
        publicAccessCidrs: ["203.0.113.0/24"],
        administratorRoleArns: [ROLE, `arn:aws:iam::${ACCOUNT}:role/deployer`],
    },
};

/** An id as AWS Backup assigns it, derived from the creation time. */
function uuidFrom(created: string): string {
    const hash = createHash("sha256").update(created).digest("hex");
    return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** A file backup in the stack's own region. */
export function filesPoint(created: string, parts: Partial<Point> = {}): Point {
    return {
        arn: `arn:aws:backup:us-east-1:${ACCOUNT}:recovery-point:${uuidFrom(created)}`,
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
export function snapshotPoint(created: string, parts: Partial<Point> = {}): Point {
    return {
        arn: `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:awsbackup:job-${uuidFrom(created)}`,
        resourceArn: MANIFEST.database.arn,
        type: "RDS",
        created,
        bytes: 20 * GIB,
        status: "COMPLETED",
        keyArn: KEYS.database,
        ...parts,
    };
}

/** The only recovery point of point-in-time recovery in a vault, with the time of its first backup. */
export const CONTINUOUS = snapshotPoint("2026-09-01T05:09:12.345Z", {
    arn: `arn:aws:backup:us-east-1:${ACCOUNT}:recovery-point:continuous:db-abcdefghijklmnopqrstuvwxy1-a8864877`,
    status: "AVAILABLE",
});

const POINTS = [
    filesPoint("2026-11-23T05:02:11.120Z"),
    filesPoint("2026-11-22T17:03:01.400Z"),
    filesPoint("2026-11-22T05:02:10.002Z", { bytes: 209.2 * GIB }),
    filesPoint("2026-11-23T11:58:00Z", { status: "CREATING", bytes: 0 }),
    filesPoint("2026-11-21T05:02:10Z", { status: "PARTIAL", bytes: 13 * GIB }),
    filesPoint("2026-08-24T17:03:00Z", { status: "EXPIRED" }),
    filesPoint("2026-08-23T17:03:00Z", { status: "DELETING" }),
    filesPoint("2026-10-25T17:02:59Z"),
    CONTINUOUS,
    snapshotPoint("2026-11-22T17:06:40Z"),
];

const COPIED = {
    files: { arn: `arn:aws:backup:us-west-2:${ACCOUNT}:recovery-point:copy`, keyArn: KEYS.copies },
    database: {
        arn: `arn:aws:rds:us-west-2:${ACCOUNT}:snapshot:awsbackup:copyjob-19704517`,
        keyArn: KEYS.copies,
    },
};

const COPIED_POINTS = [
    filesPoint("2026-11-23T05:02:11.120Z", COPIED.files),
    snapshotPoint("2026-11-23T05:09:30Z", COPIED.database),
];

/** RDS's records of the recovery points that are snapshots, in pages of RDS's default size. */
export function snapshotPages(points: Point[]): AwsHandlers[string] {
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

/** A vault's recovery points of the requested resource, in pages of the requested size. */
export function pointPages(points: Point[]): AwsHandlers[string] {
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

/** Keys in the given states by their ARN; the others are enabled. */
export function keyStates(states: Record<string, KeyState>): (request: AwsRequest) => AwsResponse {
    return ({ body }) => {
        const keyArn = String(body["KeyId"]);
        return key(keyArn, states[keyArn] ?? "Enabled");
    };
}

/** The objects in the manifest's bucket. */
const FILES: Record<string, string> = {
    "manifest.json": JSON.stringify(MANIFEST),
    "values.yaml": "replicas: 3\n",
    "license.lic": STORED_LICENSE,
};

/** Size of each text in bytes. */
export function sizesOf(files: Record<string, string>): Record<string, number> {
    return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.byteLength(text)]));
}

/** The actions that a request asks IAM about. */
export function actionsIn(body: Record<string, unknown>): string[] {
    return Object.entries(body).flatMap(([key, value]) =>
        key.startsWith("ActionNames.") ? [String(value)] : [],
    );
}

/** IAM's decision on each action of a request. */
export function decisions(decide: (action: string) => Decision): AwsHandlers[string] {
    return ({ body }) =>
        simulatedPolicy(
            String(body["ResourceArns.member.1"]),
            Object.fromEntries(actionsIn(body).map((action) => [action, decide(action)])),
        );
}

/** AWS with the stack prod and its backups. */
export const PROD: AwsHandlers = {
    "s3:GetObject": ({ url }) => object(FILES[url.pathname.split("/").at(-1) ?? ""] ?? ""),
    "s3:ListBucket": ({ url }) => objects(url.pathname.slice(1), sizesOf(FILES)),
    "sts:GetCallerIdentity": () => callerIdentity(ACCOUNT),
    "backup:ListRecoveryPointsByBackupVault": (request) =>
        pointPages(request.region === COPIES.region ? COPIED_POINTS : POINTS)(request),
    "rds:DescribeDBSnapshots": (request) =>
        snapshotPages(request.region === COPIES.region ? COPIED_POINTS : POINTS)(request),
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
    "iam:SimulatePrincipalPolicy": decisions(() => ({ decision: "allowed" })),
    "kms:DescribeKey": keyStates({}),
};

/** Starts {@link PROD}, with other responses to some actions. */
export function startProd(handlers: AwsHandlers = {}): Promise<LocalAws> {
    return LocalAws.start({ ...PROD, ...handlers });
}
