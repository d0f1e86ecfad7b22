import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { RecoveryPoint } from "./aws/backup";
import { meetsRpo, type BackupCheck, type DatabaseBackup, type RecoverySet } from "./recoverySets";
import { isRecoverable, type VaultStatus } from "./status";

/** The status for programs: everything, with times in ISO 8601 and sizes in bytes. */
export function statusData({ project, stack, account, backup }: RecoveryManifest, vaults: VaultStatus[]) {
    return {
        project,
        stack,
        account,
        rpo: backup.rpo,
        meetsRpo: isRecoverable(vaults),
        vaults: vaults.map(({ vault, source, bucket, recoverySets, unusablePoints }) => ({
            name: vault.name,
            region: vault.region,
            ...(source === undefined
                ? {}
                : {
                      database: {
                          status: toState(source.database.status),
                          windows: source.database.windows.map(({ earliest, latest, resourceId }) => ({
                              earliest: toIso(earliest),
                              latest: toIso(latest),
                              resourceId,
                          })),
                          ...checkData(source.database),
                      },
                      fileSystem: {
                          status: toState(source.fileSystem.status),
                          bytes: source.fileSystem.bytes,
                          keyState: toState(source.fileSystem.keyState),
                      },
                  }),
            ...(bucket === undefined
                ? {}
                : {
                      bucket: {
                          name: bucket.name,
                          usable: bucket.faults.length === 0,
                          faults: bucket.faults,
                      },
                  }),
            recoverySets: recoverySets.map(recoverySetData),
            unusablePoints: unusablePoints.map(({ of, point, why }) => ({ of, ...pointData(point), why })),
        })),
    };
}

function recoverySetData(recoverySet: RecoverySet) {
    const { files, database, skewMs, restoreKeyArn } = recoverySet;
    return {
        files: pointData(files),
        database: databaseData(database),
        skewSeconds: Math.round(skewMs / 1000),
        restoreKeyArn,
        ...checkData(recoverySet),
    };
}

function checkData(check: BackupCheck) {
    const { usable, faults } = check;
    return { usable, meetsRpo: meetsRpo(check), faults };
}

function databaseData(database: DatabaseBackup) {
    return database.kind === "pointInTime"
        ? { pointInTime: toIso(database.at), resourceId: database.resourceId }
        : { snapshot: database.arn, at: toIso(database.at), bytes: database.bytes };
}

function pointData({ arn, at, bytes }: RecoveryPoint) {
    return { arn, at: toIso(at), bytes };
}

/** Programs read `gone` as the state of a deleted resource: renaming it would break them. */
function toState(state: string): string {
    return state === "deleted" ? "gone" : state;
}

function toIso(at: number): string {
    return new Date(at).toISOString();
}
