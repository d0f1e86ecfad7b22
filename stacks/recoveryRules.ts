import type { Rule } from "./rule";
import { s3Object } from "./s3Object";

const HOUR_MS = 3_600_000;

/**
 * How far apart the halves of a unit may be, in hours: runs are twelve hours apart or more, and begin within two of their schedule, so
 * what is further apart is of two runs.
 */
export const MAX_APART_HOURS = 8;

const at = (...keys: string[]) => ["recovery", ...keys];

/** Exactly one point to bring the database back to, with the time that it is of. */
export const oneDatabasePoint: Rule = function* ({ recovery }, checked) {
    const keys = ["pointInTime", "resourceId", "snapshot", "takenAt"] as const;
    if (
        !checked.isSound("recovery.database", ...keys.map((key) => `recovery.database.${key}`)) ||
        recovery === undefined
    ) {
        return;
    }
    const { pointInTime, resourceId, snapshot, takenAt } = recovery.database;
    if ((pointInTime === undefined) === (snapshot === undefined)) {
        yield {
            path: at("database"),
            message:
                pointInTime === undefined
                    ? "needs pointInTime, or snapshot with takenAt"
                    : "has both pointInTime and snapshot: choose one",
        };
        return;
    }
    if (snapshot !== undefined && takenAt === undefined) {
        yield { path: at("database", "takenAt"), message: "not set; it is needed with snapshot" };
    }
    if (snapshot === undefined && takenAt !== undefined) {
        yield { path: at("database", "takenAt"), message: "must be left out with pointInTime" };
    }
    if (snapshot !== undefined && resourceId !== undefined) {
        yield { path: at("database", "resourceId"), message: "must be left out with snapshot" };
    }
};

/** A bucket goes with its stack, or gets the manifest of its next `up`: what lives is not to hang on either. */
export const manifestKept: Rule = function* ({ recovery }, checked) {
    if (!checked.isSound("recovery.from", "recovery.live") || recovery?.live !== true) {
        return;
    }
    if (s3Object(recovery.from) !== undefined) {
        yield {
            path: at("from"),
            message: `must be a file once recovery.live is true, as the bucket goes with its stack: npm run recovery -- fetch ${recovery.from}`,
        };
    }
};

/**
 * RDS restores from a snapshot of the same region, and, as it is encrypted, of the same account: "You can't restore a DB
 * instance from a DB snapshot that is both shared and encrypted. Instead, you can make a copy".
 *
 * Source: RDS user guide, "Restoring to a DB instance".
 */
export const snapshotAtHome: Rule = function* ({ aws, recovery }, checked) {
    if (!checked.isSound("recovery.database", "recovery.database.snapshot")) {
        return;
    }
    const [kind, , , region, account] = recovery?.database.snapshot?.split(":") ?? [];
    if (kind !== "arn") {
        return;
    }
    const path = at("database", "snapshot");
    if (checked.isSound("aws.region") && region !== aws.region) {
        yield { path, message: `must be a snapshot in ${aws.region}, which aws:region names` };
    }
    const [own] = checked.isSound("aws.allowedAccountIds") ? aws.allowedAccountIds : [];
    if (own !== undefined && account !== own) {
        yield {
            path,
            message: `must be a snapshot of account ${own}, which aws:allowedAccountIds names: copy it there first`,
        };
    }
};

/** Database and files are one recovery unit: what Connect has encrypted in the one goes by a key in the other. */
export const halvesTogether: Rule = function* ({ recovery }, checked) {
    if (!checked.isSound("recovery") || recovery === undefined || recovery.force) {
        return;
    }
    const { database, fileSystem } = recovery;
    if (fileSystem === undefined) {
        yield {
            path: at("fileSystem"),
            message:
                "not set; without its files Connect cannot read what it has encrypted in the database: restore them, or set force",
        };
        return;
    }
    const moment = database.pointInTime ?? database.takenAt;
    const apart = Math.abs(Date.parse(moment ?? "") - Date.parse(fileSystem.takenAt)) / HOUR_MS;
    if (apart > MAX_APART_HOURS) {
        yield {
            path: at("fileSystem", "takenAt"),
            message: `must be within ${MAX_APART_HOURS} hours of the database's ${moment ?? ""}; choose a matching backup, or set force`,
        };
    }
};
