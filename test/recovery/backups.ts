import type { RecoveryPoint } from "../../recovery/aws/backup";
import type { Window } from "../../recovery/aws/rds";
import type { RecoverySet } from "../../recovery/recoverySets";
import type { VaultStatus } from "../../recovery/status";
import { VAULT } from "../recoveryManifest";
import { NOW } from "./command";

/*
 * Backups as plain objects, for tests of decisions: their ARNs and keys are names. `prodStack.ts` has them as AWS returns them.
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The only key of the backups here, in the state that KMS reports. */
export function keysIn(state: string): Map<string, string> {
    return new Map([["key", state]]);
}

/** A completed recovery point. */
export function point(arn: string, hoursAgo: number, keyArn = "key"): RecoveryPoint {
    return { arn, at: NOW - hoursAgo * HOUR, bytes: 1, status: "completed", keyArn };
}

/** A point-in-time window of 14 days, which ends the given minutes ago. */
export function window(minutesAgo: number, keyArn = "key"): Window {
    return {
        earliest: NOW - 14 * 24 * HOUR,
        latest: NOW - minutesAgo * MINUTE,
        resourceId: "db-1",
        exists: true,
        keyArn,
    };
}

/** A usable recovery set with a point in time. */
export function recoverySet(hoursAgo: number, parts: Partial<RecoverySet> = {}): RecoverySet {
    const files = point(`files-${hoursAgo}`, hoursAgo);
    return {
        files,
        database: { kind: "pointInTime", at: files.at, resourceId: "db-1", exists: true, keyArn: "key" },
        skewMs: 0,
        restoreKeyArn: "key",
        usable: true,
        faults: [],
        ...parts,
    };
}

/** The status of the stack's own vault, without backups. */
export function vaultStatus(parts: Partial<VaultStatus> = {}): VaultStatus {
    return {
        vault: VAULT,
        recoverySets: [],
        unpaired: [],
        keys: keysIn("Enabled"),
        unusablePoints: [],
        ...parts,
    };
}

/** The database and the file system of the stack; the database is within its RPO. */
export function source(windows = [window(3)]): NonNullable<VaultStatus["source"]> {
    return {
        database: { status: "available", windows, usable: true, faults: [] },
        fileSystem: {
            status: "available",
            bytes: 1,
            throughputMode: "elastic",
            mountTargets: 3,
            keyState: "Enabled",
        },
    };
}
