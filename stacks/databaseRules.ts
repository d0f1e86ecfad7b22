import type { Rule } from "./rule";

/**
 * The least ceiling that RDS takes for a storage of some size, both in GiB.
 *
 * Source: RDS user guide, "Managing capacity automatically with Amazon RDS storage autoscaling".
 */
export function leastCeiling(storageGiB: number): number {
    return Math.ceil((storageGiB * 11) / 10);
}

/** RDS refuses a ceiling that is nearer. */
export const roomToGrow: Rule = function* ({ database }, checked) {
    if (!checked.isSound("database.storageGiB", "database.maxStorageGiB")) {
        return;
    }
    const least = leastCeiling(database.storageGiB);
    if (database.maxStorageGiB < least) {
        yield {
            path: ["database", "maxStorageGiB"],
            message: `must be at least ${least} GiB: RDS asks for 10 % over storageGiB, ${database.storageGiB} GiB`,
        };
    }
};
