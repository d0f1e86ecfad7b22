import { arn, type Location } from "../lib/arn";
import { groupBy } from "../lib/groupBy";
import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { deniedText, firstOf, isAwsError } from "./aws/callAws";
import { simulatePermissions, type Permission } from "./aws/iam";
import { readCallerIdentity } from "./aws/sts";
import type { DrillPlan } from "./drillPlan";
import { administratorsOf } from "./restoredSettings";
import type { RestorePlan } from "./restorePlan";
import { stackPermissions } from "./stackPermissions";

const SKIP =
    "Set --skip-rights-check to start without this check: IAM knows neither your address nor whether you signed in with MFA.";

/** Placeholder for the file system that will be created. */
const ANY_FILE_SYSTEM = "file-system/fs-00000000000000000";

/**
 * Checks the permissions that a drill uses from its first change to its last, including `pulumi up` and `pulumi destroy` of its
 * stack. Resources that do not exist yet have placeholder ids.
 *
 * Source: AWS Service Authorization Reference, AWS Backup, Amazon EFS, Amazon RDS and IAM, for the resources of each action.
 *
 * @returns permissions that cannot be checked in advance, a line for each set of condition keys.
 * @throws a {@link UserError} with each missing permission.
 */
export async function checkDrillPermissions(manifest: RecoveryManifest, plan: DrillPlan): Promise<string[]> {
    const { recoverySet, vault, region, graph, logGroup } = plan;
    const { database, restoreKeyArn } = recoverySet;
    const location = locationOf(manifest, region);
    const inRegion = (service: string, resource: string): string => arn(location, service, resource);
    return checkPermissions(
        [
            ...filesPermissions(manifest, plan),
            // The program reads these before it creates anything; the files are restored by then.
            ...(database.kind === "snapshot"
                ? [{ action: "rds:DescribeDBSnapshots", resource: database.arn }]
                : []),
            // The request has a filter, which requires the permission on all of them.
            { action: "rds:DescribeDBInstances", resource: inRegion("rds", "db:*") },
            { action: "kms:DescribeKey", resource: database.keyArn },
            { action: "kms:DescribeKey", resource: restoreKeyArn },
            {
                action: "elasticfilesystem:DescribeLifecycleConfiguration",
                resource: inRegion("elasticfilesystem", ANY_FILE_SYSTEM),
            },
            {
                action: "backup:ListRecoveryPointsByBackupVault",
                resource: inRegion("backup", `backup-vault:${vault}`),
            },
            ...["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint"].map((action) => ({
                action,
                resource: inRegion("backup", "recovery-point:00000000-0000-0000-0000-000000000000"),
            })),
            {
                action: "rds:DescribeDBInstanceAutomatedBackups",
                resource: inRegion("rds", "auto-backup:ab-0"),
            },
            { action: "rds:DeleteDBInstanceAutomatedBackup", resource: inRegion("rds", "auto-backup:ab-0") },
            {
                action: "logs:DeleteLogGroup",
                resource: inRegion("logs", `log-group:${logGroup}:log-stream:`),
            },
            ...stackPermissions(graph, location),
        ],
        region,
        administratorsOf(manifest),
    );
}

/**
 * Checks the permissions that a restore uses itself: the user runs `pulumi up`.
 *
 * @param job an earlier restore job, if none is started.
 */
export function checkRestorePermissions(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    job: string | undefined,
): Promise<string[]> {
    const starts = ["backup:StartRestoreJob", "iam:PassRole"];
    const permissions = filesPermissions(manifest, plan).filter(
        ({ action }) => job === undefined || !starts.includes(action),
    );
    const lifecycle = {
        action: "elasticfilesystem:PutLifecycleConfiguration",
        resource: arn(locationOf(manifest, plan.region), "elasticfilesystem", ANY_FILE_SYSTEM),
    };
    return checkPermissions([...permissions, lifecycle], plan.region);
}

function locationOf({ database, account }: RecoveryManifest, region: string): Location {
    const [, partition = ""] = database.arn.split(":");
    return { partition, region, account };
}

/** Permissions to restore files, and to delete what a failed restore created. */
function filesPermissions(
    manifest: RecoveryManifest,
    { recoverySet, region }: Pick<RestorePlan, "recoverySet" | "region">,
): Permission[] {
    const fileSystem = arn(locationOf(manifest, region), "elasticfilesystem", ANY_FILE_SYSTEM);
    return [
        { action: "backup:StartRestoreJob", resource: recoverySet.files.arn },
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

/** @param administrators roles and users with access to the stack's cluster, if it is deployed with these permissions. */
export async function checkPermissions(
    permissions: readonly Permission[],
    region: string,
    administrators?: readonly string[],
): Promise<string[]> {
    const identity = await readCallerIdentity(region);
    const { principal, missing, unsure } = await simulatePermissions(identity, permissions, region).catch(
        (error: unknown) => {
            throw error instanceof Error && isAwsError(error, "denied")
                ? new UserError([error.message, SKIP])
                : error;
        },
    );
    if (missing.length > 0) {
        throw new UserError([
            ...[...groupBy(missing, ({ action }) => action)].map(([action, group]) =>
                deniedText(action, firstOf(group.map(({ resource }) => resource))),
            ),
            SKIP,
        ]);
    }
    if (administrators?.includes(principal) === false) {
        throw new UserError([
            `${principal} is not in cluster.administratorRoleArns of the manifest's settings, and has no access to the ` +
                `drill's cluster. Assume one of ${administrators.join(", ")}.`,
        ]);
    }
    return [...groupBy(unsure, ({ keys }) => keys.join(", "))].map(([keys, group]) => {
        const actions = new Set(group.map(({ permission }) => permission.action));
        return `Not checked in advance: ${[...actions].join(", ")}, which IAM does not allow without a value of ${keys}`;
    });
}
