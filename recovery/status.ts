import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { MAX_APART_HOURS } from "../stacks/sections/recovery";
import { compareNewestFirst, listRecoveryPoints, type RecoveryPoint } from "./aws/backup";
import { readFileSystemState, type FileSystemState } from "./aws/efs";
import { readKeyStates, type KeyStates } from "./aws/kms";
import { readDatabaseState, readSnapshots, type DatabaseState } from "./aws/rds";
import { listKeys } from "./aws/s3";
import { settleAll } from "./aws/settleAll";
import { recoveryBucket, type RecoveryBucket } from "./manifest";
import {
    checkDatabaseRpo,
    meetsRpo,
    pairBackups,
    type BackupCheck,
    type FilesBackup,
    type RecoverySet,
} from "./recoverySets";

/** A recovery point that belongs to no recovery set, and why. */
export interface UnusablePoint {
    of: "files" | "database";
    point: RecoveryPoint;
    why: string;
}

/** Explains the states of a recovery point that is not completed. */
const UNUSABLE_STATES: Record<string, string> = {
    creating: "still being created: check again once its job has ended",
    partial: "partial: its job did not end in time",
    expired: "expired: past its retention, and not deleted yet",
    deleting: "being deleted",
};

/** Everything in a region that a restore can use. */
export interface VaultStatus {
    vault: RecoveryManifest["vaults"][number];
    /** The database and the files themselves; only in the stack's own region. */
    source?: { database: DatabaseState & BackupCheck; fileSystem: FileSystemState & { keyState: string } };
    /** The bucket with the manifest, and why a restore cannot use it; absent if the manifest names none here. */
    bucket?: RecoveryBucket & { faults: string[] };
    /** Newest first. */
    recoverySets: RecoverySet[];
    /** File backups without a database backup from about the same time, newest first. */
    unpaired: FilesBackup[];
    /** Of all keys that backups are encrypted with. */
    keys: KeyStates;
    /** Newest first. */
    unusablePoints: UnusablePoint[];
}

/** Reads the status of the given vaults of a manifest. Nothing is changed. */
export async function readStatus(
    manifest: RecoveryManifest,
    vaults: RecoveryManifest["vaults"],
    now: number,
): Promise<VaultStatus[]> {
    return settleAll(vaults.map((vault) => readVaultStatus(manifest, vault, now)));
}

/** Whether everything that a restore needs exists, within the RPO. */
export function isRecoverable(vaults: VaultStatus[]): boolean {
    return (
        isWithinRpo(vaults) &&
        vaults.every(({ bucket }) => bucket === undefined || bucket.faults.length === 0)
    );
}

/**
 * Whether each vault has a recovery set within the RPO, as the copies must replace all others, and the database, if the stack's
 * own region was read, can be restored within it.
 */
export function isWithinRpo(vaults: VaultStatus[]): boolean {
    return vaults.every(
        ({ recoverySets, source }) =>
            recoverySets.some(meetsRpo) && (source === undefined || meetsRpo(source.database)),
    );
}

/**
 * The vaults of a region, or all of them.
 *
 * @throws a {@link UserError} if the manifest has none there.
 */
export function vaultsIn(
    { vaults }: RecoveryManifest,
    region: string | undefined,
): RecoveryManifest["vaults"] {
    const found = vaults.filter((vault) => region === undefined || vault.region === region);
    if (found.length === 0) {
        const regions = vaults.map((vault) => vault.region).join(" and ");
        throw new UserError([`--region ${region ?? ""}: must be a region with a vault: ${regions}.`]);
    }
    return found;
}

async function readVaultStatus(
    manifest: RecoveryManifest,
    vault: RecoveryManifest["vaults"][number],
    now: number,
): Promise<VaultStatus> {
    const { region } = vault;
    const bucket = recoveryBucket(manifest, region);
    const isHome = region === manifest.region;
    const encrypted = [
        vault,
        ...(isHome ? [manifest.database, manifest.fileSystem] : []),
        ...(bucket === undefined ? [] : [bucket]),
    ];
    const [files, database, snapshots, source, objects, knownKeys] = await settleAll([
        listRecoveryPoints(vault, manifest.fileSystem.arn),
        listRecoveryPoints(vault, manifest.database.arn),
        readSnapshots(manifest.database.identifier, region),
        isHome ? readSource(manifest) : undefined,
        bucket === undefined ? [] : listKeys(bucket.name, region),
        // At the same time, so that a missing permission on keys is reported with the others.
        readKeyStates(keyArnsOf(encrypted), region),
    ]);
    // RDS knows a snapshot's own time: a copy of a continuous backup may have that backup's first one.
    const completed = database.completed
        .map((point) => ({ ...point, ...snapshots.get(point.arn) }))
        .sort(compareNewestFirst);
    const windows = source?.database.windows ?? [];
    const otherKeys = keyArnsOf([...files.completed, ...completed, ...windows]).filter(
        (arn) => !knownKeys.has(arn),
    );
    const keys = new Map([...knownKeys, ...(await readKeyStates(otherKeys, region))]);
    const keyStateOf = ({ keyArn }: { keyArn: string }): string => keys.get(keyArn) ?? "unknown";
    const { rpo } = manifest.backup;
    const backups = {
        files: files.completed,
        snapshots: completed,
        windows,
        keys,
        fileSystemKeyArn: isHome ? manifest.fileSystem.keyArn : undefined,
    };
    const { recoverySets, unpaired } = pairBackups(backups, rpo, now);
    return {
        vault,
        ...(source === undefined
            ? {}
            : {
                  source: {
                      database: { ...source.database, ...checkDatabaseRpo(backups, rpo, now) },
                      fileSystem: { ...source.fileSystem, keyState: keyStateOf(manifest.fileSystem) },
                  },
              }),
        ...(bucket === undefined
            ? {}
            : { bucket: { ...bucket, faults: findBucketFaults(bucket, objects, keyStateOf(bucket)) } }),
        recoverySets,
        unpaired,
        keys,
        unusablePoints: [
            ...unpaired.map(({ files: point }) => ({
                of: "files" as const,
                point,
                why: `no database backup within ${MAX_APART_HOURS} h`,
            })),
            ...files.others.map((point) => ({ of: "files" as const, point, why: explainState(point) })),
            ...database.others.map((point) => ({ of: "database" as const, point, why: explainState(point) })),
        ].sort((one, other) => other.point.at - one.point.at),
    };
}

async function readSource(
    manifest: RecoveryManifest,
): Promise<{ database: DatabaseState; fileSystem: FileSystemState }> {
    const [database, fileSystem] = await settleAll([
        readDatabaseState(manifest),
        readFileSystemState(manifest.fileSystem.id, manifest.region),
    ]);
    return { database, fileSystem };
}

function keyArnsOf(encrypted: { keyArn: string }[]): string[] {
    return encrypted.map(({ keyArn }) => keyArn);
}

function findBucketFaults(bucket: RecoveryBucket, objects: string[], keyState: string): string[] {
    const missing = [bucket.manifest, bucket.values, bucket.license].filter(
        (file) => !objects.includes(file),
    );
    return [
        ...(missing.length === 0 ? [] : [`no ${missing.join(", ")} in ${bucket.name}`]),
        ...(keyState === "Enabled" ? [] : [`key of ${bucket.name} is ${keyState}`]),
    ];
}

function explainState({ status }: RecoveryPoint): string {
    return UNUSABLE_STATES[status] ?? status;
}
