import { timeline } from "../graph/timeline";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { drillSettings } from "./drillSettings";
import { playRestore, stackFileText, type PlayedRestore } from "./playRestore";
import { regionUse, type RegionUse } from "./quotaUse";
import { restoreSeconds } from "./restoreJob";
import type { RestoreChoices } from "./restoredSettings";
import type { Unit } from "./units";

/** A restore that is rehearsed: what would be made, and how long it would take. */
export interface DrillPlan extends PlayedRestore {
    /** Name of the drill's stack. */
    stack: string;
    region: string;
    unit: Unit;
    /** The stack's file: its name, and its text with the id of the file system that the files were restored into. */
    file: { name: string; text: (fileSystem: string) => string };
    quotas: RegionUse;
    /** Name of the vault in which the stack's own backup plan puts what it makes meanwhile. */
    vault: string;
    /** Expected seconds. */
    times: {
        /** At least so long, of the files' restore. */
        files: number;
        up: number;
        destroy: number;
    };
}

/**
 * Plans a drill, and plays its settings in the simulated cloud.
 *
 * @param program runs `index.ts` and returns its exports.
 * @param now in milliseconds since 1970.
 * @throws as {@link playRestore} does.
 */
export async function drillPlan(
    manifest: RecoveryManifest,
    unit: Unit,
    choices: Omit<RestoreChoices, "fileSystem">,
    program: () => unknown,
    now: number,
): Promise<DrillPlan> {
    const day = new Date(now).toISOString().slice(0, "YYYY-MM-DD".length).replaceAll("-", "");
    const stack = `${manifest.stack}-drill-${day}`;
    const settings = (fileSystem: string) => drillSettings(manifest, unit, { ...choices, fileSystem });
    const { graph, secrets } = await playRestore(
        stack,
        manifest,
        choices,
        (all) => drillSettings(manifest, unit, all),
        program,
    );
    const { up, destroy } = timeline(graph);
    return {
        stack,
        region: choices.region,
        unit,
        graph,
        secrets,
        file: {
            name: `Pulumi.${stack}.yaml`,
            text: (fileSystem) => stackFileText(settings(fileSystem)),
        },
        quotas: regionUse(manifest, stack, choices.region, settings("")),
        vault: String(graph.only("aws:backup/vault:Vault").inputs["name"]),
        times: { files: restoreSeconds(unit), up: up.seconds, destroy: destroy.seconds },
    };
}

/** Name of the drill's database in RDS: the program calls what a stack has after its project and itself. */
export function databaseOfDrill({ project }: RecoveryManifest, stack: string): string {
    return `${project}-${stack}`;
}

/** Name of the log group of the drill's cluster, which is EKS's. */
export function logGroupOfDrill({ project }: RecoveryManifest, stack: string): string {
    return `/aws/eks/${project}-${stack}/cluster`;
}

/** What takes away, by hand, what a drill has made beside the files. */
export function leftoverCommands(
    manifest: RecoveryManifest,
    { stack, region, vault }: Pick<DrillPlan, "stack" | "region" | "vault">,
) {
    const ofVault = `--region ${region} --backup-vault-name ${vault}`;
    const filter = `--filters Name=db-instance-id,Values=${databaseOfDrill(manifest, stack)}`;
    const described = `aws rds describe-db-instance-automated-backups --region ${region} ${filter}`;
    const resourceId = `$(${described} --query 'DBInstanceAutomatedBackups[0].DbiResourceId' --output text)`;
    return {
        emptyVault:
            `aws backup list-recovery-points-by-backup-vault ${ofVault} --query 'RecoveryPoints[].[RecoveryPointArn]' --output text | ` +
            `xargs --no-run-if-empty -n 1 aws backup delete-recovery-point ${ofVault} --recovery-point-arn`,
        destroy: `pulumi destroy --stack ${stack}`,
        remove: `pulumi stack rm ${stack}`,
        automatedBackups: `aws rds delete-db-instance-automated-backup --region ${region} --dbi-resource-id "${resourceId}"`,
        logGroup: `aws logs delete-log-group --region ${region} --log-group-name ${logGroupOfDrill(manifest, stack)}`,
    };
}
