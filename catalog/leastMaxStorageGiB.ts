/**
 * The lowest `maxStorageGiB` that RDS accepts for a storage of some size: 10 % more.
 *
 * Source: RDS user guide, "Managing capacity automatically with Amazon RDS storage autoscaling".
 */
export function leastMaxStorageGiB(storageGiB: number): number {
    return Math.ceil((storageGiB * 11) / 10);
}
