import { ask, clientIn } from "./ask";

/** What RDS says of a snapshot of AWS Backup's. */
export interface DatabaseSnapshot {
    /** Moment that it is of, in milliseconds since 1970; of a copy, that of what it was copied from. */
    at: number;
    /** Size of the storage that it is restored into. */
    storageGiB: number;
}

/**
 * The snapshots that AWS Backup has made of a database, or has copied from another region, as RDS has them.
 *
 * Source: RDS API reference, DescribeDBSnapshots, which shows these by their type alone, and DBSnapshot.
 *
 * @param identifier the database's name, which may be that of one in another region.
 * @returns them by their ARNs.
 */
export async function databaseSnapshots(
    identifier: string,
    region: string,
): Promise<ReadonlyMap<string, DatabaseSnapshot>> {
    const { RDSClient, paginateDescribeDBSnapshots } = await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientIn(region));
    const found = new Map<string, DatabaseSnapshot>();
    await ask("rds:DescribeDBSnapshots", { what: `snapshots of ${identifier}`, region }, async () => {
        const pages = paginateDescribeDBSnapshots(
            { client },
            {
                SnapshotType: "awsbackup",
                // Its own parameter for a name takes those of living instances only.
                Filters: [{ Name: "db-instance-id", Values: [identifier] }],
            },
        );
        for await (const { DBSnapshots: snapshots = [] } of pages) {
            for (const { DBSnapshotArn: arn, AllocatedStorage: storageGiB = 0, ...moments } of snapshots) {
                const at = moments.OriginalSnapshotCreateTime ?? moments.SnapshotCreateTime;
                if (arn !== undefined && at !== undefined) {
                    found.set(arn, { at: at.getTime(), storageGiB });
                }
            }
        }
    });
    return found;
}
