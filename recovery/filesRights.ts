import { arn, type Location } from "../lib/arn";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { Right } from "./forecast";
import type { Unit } from "./units";

/** Stands for the one to come. */
export const ANY_FILE_SYSTEM = "file-system/fs-00000000000000000";

/** Where a stack is restored. */
export function placeOf({ database, account }: RecoveryManifest, region: string): Location {
    const [, partition = ""] = database.arn.split(":");
    return { partition, region, account };
}

/**
 * What a restore of a unit's files takes, to its end or to the deletion of what a failed one has made.
 *
 * Source: AWS Service Authorization Reference, AWS Backup, Amazon EFS and IAM, for the resources of each action.
 */
export function filesRights(
    manifest: RecoveryManifest,
    { unit, region }: { unit: Unit; region: string },
): Right[] {
    const fileSystem = arn(placeOf(manifest, region), "elasticfilesystem", ANY_FILE_SYSTEM);
    return [
        { action: "backup:StartRestoreJob", resource: unit.files.arn },
        { action: "backup:DescribeRestoreJob", resource: "*" },
        {
            action: "iam:PassRole",
            resource: manifest.backup.restoreRoleArn,
            passedTo: "backup.amazonaws.com",
        },
        { action: "elasticfilesystem:UpdateFileSystem", resource: fileSystem },
        { action: "elasticfilesystem:DescribeFileSystems", resource: fileSystem },
        { action: "elasticfilesystem:DeleteFileSystem", resource: fileSystem },
    ];
}
