import { groupBy } from "../../policy/groupBy";
import { arn, type Place } from "../../simulation/answer";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { Refusal } from "../refusal";
import { callerIdentity } from "./callerIdentity";
import type { DrillPlan } from "./drillPlan";
import { forecast, type Right } from "./forecast";
import { stackRights } from "./stackRights";

/**
 * Looks whether the drill may do what it does by itself, and make and take away what its stack is of, so that it is not
 * stopped halfway.
 *
 * @returns what cannot be told beforehand, a line each.
 * @throws a {@link Refusal} with each right that is missing.
 */
export async function checkDrillRights(manifest: RecoveryManifest, plan: DrillPlan): Promise<string[]> {
    const { region, graph } = plan;
    const [, partition = ""] = manifest.database.arn.split(":");
    const place = { partition, region, account: manifest.account };
    const { missing, unsure } = await forecast(
        await callerIdentity(region),
        [...drillRights(manifest, plan, place), ...stackRights(graph, place)],
        region,
    );
    if (missing.length > 0) {
        throw new Refusal(
            [...groupBy(missing, ({ action }) => action)].map(
                ([action, of]) =>
                    `${action}: not allowed on ${resourcesOf(of)}; add the action to the policy of the role that you use.`,
            ),
        );
    }
    return [...groupBy(unsure, ({ keys }) => keys.join(", "))].map(([keys, of]) => {
        const actions = new Set(of.map(({ right }) => right.action));
        return `Not known beforehand: ${[...actions].join(", ")}, which your policies make depend on ${keys}`;
    });
}

function resourcesOf([first, ...others]: Right[]): string {
    return `${first?.resource ?? ""}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}

/**
 * What a drill itself does in AWS from its first change to its last, beside what `pulumi up` and `pulumi destroy` do. Of
 * what it has yet to make, any id stands for the one to come.
 *
 * Source: AWS Service Authorization Reference, AWS Backup, Amazon EFS, Amazon RDS and IAM, for the resources of each action.
 */
function drillRights(
    manifest: RecoveryManifest,
    { unit, vault }: Pick<DrillPlan, "unit" | "vault">,
    place: Place,
): Right[] {
    const fileSystem = arn(place, "elasticfilesystem", "file-system/fs-00000000000000000");
    return [
        { action: "backup:StartRestoreJob", resource: unit.files.arn },
        { action: "backup:DescribeRestoreJob", resource: "*" },
        {
            action: "iam:PassRole",
            resource: manifest.backup.restoreRoleArn,
            passedTo: "backup.amazonaws.com",
        },
        { action: "elasticfilesystem:UpdateFileSystem", resource: fileSystem },
        // The program looks these up before it makes anything; the files are restored by then.
        ...(unit.database.kind === "snapshot"
            ? [{ action: "rds:DescribeDBSnapshots", resource: unit.database.arn }]
            : []),
        // Asked for by a filter, which takes the right to all of them.
        { action: "rds:DescribeDBInstances", resource: arn(place, "rds", "db:*") },
        { action: "kms:DescribeKey", resource: unit.database.keyArn },
        { action: "kms:DescribeKey", resource: unit.restoreKeyArn },
        { action: "elasticfilesystem:DescribeFileSystems", resource: fileSystem },
        { action: "elasticfilesystem:DescribeLifecycleConfiguration", resource: fileSystem },
        {
            action: "backup:ListRecoveryPointsByBackupVault",
            resource: arn(place, "backup", `backup-vault:${vault}`),
        },
        {
            action: "backup:DeleteRecoveryPoint",
            resource: arn(place, "backup", "recovery-point:00000000-0000-0000-0000-000000000000"),
        },
        { action: "rds:DescribeDBInstanceAutomatedBackups", resource: arn(place, "rds", "auto-backup:ab-0") },
        { action: "rds:DeleteDBInstanceAutomatedBackup", resource: arn(place, "rds", "auto-backup:ab-0") },
        { action: "elasticfilesystem:DeleteFileSystem", resource: fileSystem },
    ];
}
