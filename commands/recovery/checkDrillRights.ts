import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { Refusal } from "../refusal";
import { callerIdentity } from "./callerIdentity";
import { databaseOfDrill, type DrillPlan } from "./drillPlan";
import { forecast, type Right } from "./forecast";

/**
 * Looks whether the drill may do all that it does by itself, so that it is not stopped halfway.
 *
 * @returns what cannot be told beforehand, a line each.
 * @throws a {@link Refusal} with each right that is missing.
 */
export async function checkDrillRights(manifest: RecoveryManifest, plan: DrillPlan): Promise<string[]> {
    const { region } = plan;
    const { missing, unsure } = await forecast(
        await callerIdentity(region),
        drillRights(manifest, plan),
        region,
    );
    if (missing.length > 0) {
        throw new Refusal(
            missing.map(
                ({ action, resource }) =>
                    `${action}: not allowed on ${resource}; add the action to the policy of the role that you use.`,
            ),
        );
    }
    return unsure.map(
        ({ right, keys }) =>
            `Not known beforehand: ${right.action}, which your policies make depend on ${keys.join(", ")}`,
    );
}

/**
 * What a drill itself does in AWS from its first change to its last, beside what `pulumi up` and `pulumi destroy` do. Of
 * what it has yet to make, any id stands for the one to come.
 *
 * Source: AWS Service Authorization Reference, AWS Backup, Amazon EFS, Amazon RDS and IAM, for the resources of each action.
 */
function drillRights(
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
