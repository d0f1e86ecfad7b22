import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { meetsPromises, type VaultStatus } from "./status";
import type { RecoveryPoint } from "./recoveryPoints";
import { meetsRpo, type DatabaseHalf, type Judgement, type Unit } from "./units";

/** What there is to restore from, for programs: all of it, with moments as ISO 8601 and sizes in bytes. */
export function statusData({ project, stack, account, backup }: RecoveryManifest, vaults: VaultStatus[]) {
    return {
        project,
        stack,
        account,
        rpo: backup.rpo,
        meetsRpo: meetsPromises(vaults),
        vaults: vaults.map(({ vault, living, kept, units, leftOut }) => ({
            name: vault.name,
            region: vault.region,
            ...(living === undefined
                ? {}
                : {
                      database: {
                          status: living.database.status,
                          windows: living.database.windows.map(({ earliest, latest, resourceId }) => ({
                              earliest: iso(earliest),
                              latest: iso(latest),
                              resourceId,
                          })),
                          ...judgementData(living.database),
                      },
                      fileSystem: {
                          status: living.fileSystem.status,
                          bytes: living.fileSystem.bytes,
                          keyState: living.fileSystem.keyState,
                      },
                  }),
            ...(kept === undefined
                ? {}
                : { bucket: { name: kept.bucket, usable: kept.faults.length === 0, faults: kept.faults } }),
            units: units.map(unitData),
            leftOut: leftOut.map(({ of, point, why }) => ({ of, ...pointData(point), why })),
        })),
    };
}

function unitData(unit: Unit) {
    const { files, database, apart, restoreKeyArn } = unit;
    return {
        files: pointData(files),
        database: databaseData(database),
        apartSeconds: Math.round(apart / 1000),
        restoreKeyArn,
        ...judgementData(unit),
    };
}

function judgementData(judged: Judgement) {
    const { usable, faults } = judged;
    return { usable, meetsRpo: meetsRpo(judged), faults };
}

function databaseData(database: DatabaseHalf) {
    return database.kind === "pointInTime"
        ? { pointInTime: iso(database.at), resourceId: database.resourceId }
        : { snapshot: database.arn, at: iso(database.at), bytes: database.bytes };
}

function pointData({ arn, at, bytes }: RecoveryPoint) {
    return { arn, at: iso(at), bytes };
}

function iso(at: number): string {
    return new Date(at).toISOString();
}
