import { arn } from "../lib/arn";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { logGroupOfDrill, type DrillPlan } from "./drillPlan";
import { ANY_FILE_SYSTEM, filesRights, placeOf } from "./filesRights";
import type { Right } from "./forecast";
import { stackRights } from "./stackRights";

/**
 * What a drill does in AWS from its first change to its last, `pulumi up` and `pulumi destroy` of its stack included. Of what it
 * has yet to make, any id stands for the one to come.
 *
 * Source: AWS Service Authorization Reference, AWS Backup, Amazon EFS, Amazon RDS and IAM, for the resources of each action.
 */
export function drillRights(manifest: RecoveryManifest, plan: DrillPlan): Right[] {
    const { stack, unit, vault, region, graph } = plan;
    const place = placeOf(manifest, region);
    const fileSystem = arn(place, "elasticfilesystem", ANY_FILE_SYSTEM);
    return [
        ...filesRights(manifest, plan),
        // The program looks these up before it makes anything; the files are restored by then.
        ...(unit.database.kind === "snapshot"
            ? [{ action: "rds:DescribeDBSnapshots", resource: unit.database.arn }]
            : []),
        // Asked for by a filter, which takes the right to all of them.
        { action: "rds:DescribeDBInstances", resource: arn(place, "rds", "db:*") },
        { action: "kms:DescribeKey", resource: unit.database.keyArn },
        { action: "kms:DescribeKey", resource: unit.restoreKeyArn },
        { action: "elasticfilesystem:DescribeLifecycleConfiguration", resource: fileSystem },
        {
            action: "backup:ListRecoveryPointsByBackupVault",
            resource: arn(place, "backup", `backup-vault:${vault}`),
        },
        ...["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint"].map((action) => ({
            action,
            resource: arn(place, "backup", "recovery-point:00000000-0000-0000-0000-000000000000"),
        })),
        { action: "rds:DescribeDBInstanceAutomatedBackups", resource: arn(place, "rds", "auto-backup:ab-0") },
        { action: "rds:DeleteDBInstanceAutomatedBackup", resource: arn(place, "rds", "auto-backup:ab-0") },
        {
            action: "logs:DeleteLogGroup",
            resource: arn(place, "logs", `log-group:${logGroupOfDrill(manifest, stack)}:log-stream:`),
        },
        ...stackRights(graph, place),
    ];
}
