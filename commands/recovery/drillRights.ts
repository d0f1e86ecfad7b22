import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { databaseOfDrill, type DrillPlan } from "./drillPlan";
import type { Right } from "./forecast";

/**
 * What a drill itself does in AWS from its first change to its last, beside what `pulumi up` and `pulumi destroy` do. Of
 * what it has yet to make, any id stands for the one to come.
 */
export function drillRights(
    manifest: RecoveryManifest,
    { stack, region, unit, vault }: Pick<DrillPlan, "stack" | "region" | "unit" | "vault">,
): Right[] {
    const arn = (service: string, resource: string): string =>
        `arn:aws:${service}:${region}:${manifest.account}:${resource}`;
    const fileSystem = arn("elasticfilesystem", "file-system/fs-00000000000000000");
    const database = arn("rds", `db:${databaseOfDrill(manifest, stack)}`);
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
        {
            action:
                unit.database.kind === "snapshot"
                    ? "rds:RestoreDBInstanceFromDBSnapshot"
                    : "rds:RestoreDBInstanceToPointInTime",
            resource: database,
        },
        {
            action: "backup:ListRecoveryPointsByBackupVault",
            resource: arn("backup", `backup-vault:${vault}`),
        },
        {
            action: "backup:DeleteRecoveryPoint",
            resource: arn("backup", "recovery-point:00000000-0000-0000-0000-000000000000"),
        },
        { action: "rds:DescribeDBInstanceAutomatedBackups", resource: arn("rds", "auto-backup:ab-0") },
        { action: "rds:DeleteDBInstanceAutomatedBackup", resource: arn("rds", "auto-backup:ab-0") },
        { action: "elasticfilesystem:DeleteFileSystem", resource: fileSystem },
    ];
}
