import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { MAX_APART_HOURS } from "../stacks/sections/recovery";
import { UserError } from "../lib/userError";
import { databaseSnapshots } from "./databaseSnapshots";
import { databaseState, type DatabaseState } from "./databaseState";
import { fileSystemState, type FileSystemState } from "./fileSystemState";
import { keptFiles, type KeptFiles } from "./keptFiles";
import { keyStates, type KeyStates } from "./keyStates";
import { missingFiles } from "./missingFiles";
import { newestFirst, recoveryPoints, type RecoveryPoint } from "./recoveryPoints";
import { together } from "./together";
import { meetsRpo, pointInTime, units, type FilesHalf, type Judgement, type Unit } from "./units";

/** A recovery point that is no half of a unit, and why. */
export interface LeftOut {
    of: "files" | "database";
    point: RecoveryPoint;
    why: string;
}

/** What the states of a recovery point mean that is not whole. */
const UNFINISHED: Record<string, string> = {
    creating: "being made: look again once its job has ended",
    partial: "partial: its job did not end within its time",
    expired: "expired: past its days, and not deleted yet",
    deleting: "being deleted",
};

/** What a vault, and in the stack's own region RDS and EFS, have for a restore. */
export interface VaultStatus {
    vault: RecoveryManifest["vaults"][number];
    /** Of the stack's own region. */
    living?: { database: DatabaseState & Judgement; fileSystem: FileSystemState & { keyState: string } };
    /** What is kept beside the data, and why a restore cannot go by it; absent where the manifest names no place. */
    kept?: KeptFiles & { faults: string[] };
    /** Newest first. */
    units: Unit[];
    /** Files that have no database of about their moment, newest first. */
    alone: FilesHalf[];
    /** Of the keys that any of it is under. */
    keys: KeyStates;
    /** Newest first. */
    leftOut: LeftOut[];
}

/**
 * Looks what there is to restore from. Nothing is changed.
 *
 * @param vaults those of the manifest's that are looked into.
 * @param now in milliseconds since 1970.
 */
export async function recoveryStatus(
    manifest: RecoveryManifest,
    vaults: RecoveryManifest["vaults"],
    now: number,
): Promise<VaultStatus[]> {
    return together(vaults.map((vault) => vaultStatus(manifest, vault, now)));
}

/** Whether all is there that a restore needs, within the RPO. */
export function meetsPromises(vaults: VaultStatus[]): boolean {
    return withinRpo(vaults) && vaults.every(({ kept }) => kept === undefined || kept.faults.length === 0);
}

/**
 * Whether each vault has a unit that meets the RPO, as the copies are for the loss of all others, and, where the stack's own
 * region was asked, its database meets it by point in time.
 */
export function withinRpo(vaults: VaultStatus[]): boolean {
    return vaults.every(
        ({ units, living }) => units.some(meetsRpo) && (living === undefined || meetsRpo(living.database)),
    );
}

/**
 * The vaults of a region, or all of them.
 *
 * @throws a {@link UserError} where the manifest knows of none there.
 */
export function vaultsIn(
    { vaults }: RecoveryManifest,
    region: string | undefined,
): RecoveryManifest["vaults"] {
    const there = vaults.filter((vault) => region === undefined || vault.region === region);
    if (there.length === 0) {
        const known = vaults.map((vault) => vault.region).join(" and ");
        throw new UserError([
            `--region ${region ?? ""}: the manifest has no vault there, but in ${known}; name one of these.`,
        ]);
    }
    return there;
}

async function vaultStatus(
    manifest: RecoveryManifest,
    vault: RecoveryManifest["vaults"][number],
    now: number,
): Promise<VaultStatus> {
    const place = keptFiles(manifest, vault.region);
    const isHome = vault.region === manifest.region;
    const keyed = [
        vault,
        ...(isHome ? [manifest.database, manifest.fileSystem] : []),
        ...(place === undefined ? [] : [place]),
    ];
    const [files, database, snapshots, living, missing, named] = await together([
        recoveryPoints(vault, manifest.fileSystem.arn),
        recoveryPoints(vault, manifest.database.arn),
        databaseSnapshots(manifest.database.identifier, vault.region),
        isHome ? livingIn(manifest) : undefined,
        place === undefined ? [] : missingFiles(place),
        // Beside the rest: who may not look at keys either learns of it at once.
        keyStates(keysOf(keyed), vault.region),
    ]);
    // RDS knows the moment of a snapshot itself: a copy of a continuous backup may have that backup's first.
    const whole = database.whole
        .map((point) => ({ ...point, ...snapshots.get(point.arn) }))
        .sort(newestFirst);
    const windows = living?.database.windows ?? [];
    const unnamed = keysOf([...files.whole, ...whole, ...windows]).filter((arn) => !named.has(arn));
    const keys = new Map([...named, ...(await keyStates(unnamed, vault.region))]);
    const fileSystemKeyArn = isHome ? manifest.fileSystem.keyArn : undefined;
    const { rpo } = manifest.backup;
    const halves = { files: files.whole, snapshots: whole, windows, keys, fileSystemKeyArn };
    const paired = units(halves, rpo, now);
    return {
        vault,
        ...(living === undefined
            ? {}
            : {
                  living: {
                      database: { ...living.database, ...pointInTime(halves, rpo, now) },
                      fileSystem: {
                          ...living.fileSystem,
                          keyState: keys.get(manifest.fileSystem.keyArn) ?? "unknown",
                      },
                  },
              }),
        ...(place === undefined
            ? {}
            : {
                  kept: {
                      ...place,
                      faults: faultsOf(place.bucket, missing, keys.get(place.keyArn) ?? "unknown"),
                  },
              }),
        units: paired.units,
        alone: paired.alone,
        keys,
        leftOut: [
            ...paired.alone.map(({ files }) => ({
                of: "files" as const,
                point: files,
                why: `no database within ${MAX_APART_HOURS} h of it`,
            })),
            ...files.others.map((point) => ({ of: "files" as const, point, why: reason(point) })),
            ...database.others.map((point) => ({ of: "database" as const, point, why: reason(point) })),
        ].sort((one, other) => other.point.at - one.point.at),
    };
}

function keysOf(keyed: { keyArn: string }[]): string[] {
    return keyed.map(({ keyArn }) => keyArn);
}

/** Why what is beside the data is of no use; empty where it is. */
function faultsOf(bucket: string, missing: string[], keyState: string): string[] {
    return [
        ...(missing.length === 0 ? [] : [`no ${missing.join(", ")} in ${bucket}`]),
        ...(keyState === "Enabled" ? [] : [`key of ${bucket} is ${keyState}`]),
    ];
}

function reason({ status }: RecoveryPoint): string {
    return UNFINISHED[status] ?? status;
}

async function livingIn(
    manifest: RecoveryManifest,
): Promise<{ database: DatabaseState; fileSystem: FileSystemState }> {
    const [database, fileSystem] = await together([
        databaseState(manifest),
        fileSystemState(manifest.fileSystem.id, manifest.region),
    ]);
    return { database, fileSystem };
}
