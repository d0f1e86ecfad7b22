import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { Graph } from "../../graph/graph";
import { timeline } from "../../graph/timeline";
import { overlaps } from "../../stacks/cidr";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { missingSecrets, type MissingSecret } from "../../stacks/secrets";
import { offlinePlan, type OfflinePlan } from "../offlinePlan";
import { Refusal } from "../refusal";
import { readStackFile } from "../stackFile";
import { cidrOf, drillSettings, hasPrivateApi, type DrillChoices } from "./drillSettings";
import { withManifestFile } from "./manifestFile";
import type { Unit } from "./units";

const PROJECT = "posit-connect";

/** A restore that is rehearsed: what would be made, and how long it would take. */
export interface DrillPlan {
    /** Name of the drill's stack. */
    stack: string;
    region: string;
    unit: Unit;
    /** The stack as it would be deployed. */
    graph: Graph;
    /** The stack's file: its name, and its text with the id of the file system that the files were restored into. */
    file: { name: string; text: (fileSystem: string) => string };
    /** Name of the vault in which the stack's own backup plan puts what it makes meanwhile. */
    vault: string;
    /** Those that the stack needs and the manifest has not. */
    secrets: MissingSecret[];
    /** Expected seconds. */
    times: {
        /** At least so long, of the files' restore. */
        files: number;
        up: number;
        destroy: number;
    };
}

/** How fast AWS Backup restores to EFS at most, in bytes a second: many small files take longer. */
const RESTORE_RATE = 200e6;

/** What stands for the restored file system where the settings are tried. */
const PLAYED_FILE_SYSTEM = "fs-00000000000000000";

/**
 * Plans a drill, and plays its settings in the simulated cloud.
 *
 * @param program runs `index.ts` and returns its exports.
 * @param now in milliseconds since 1970.
 * @throws an `Error` naming all that the program does not take of these settings, or a {@link Refusal} of the stack or the
 * block.
 */
export async function drillPlan(
    manifest: RecoveryManifest,
    unit: Unit,
    choices: Omit<DrillChoices, "fileSystem">,
    program: () => unknown,
    now: number,
): Promise<DrillPlan> {
    const hindrances = hindrancesOf(manifest, choices);
    if (hindrances.length > 0) {
        throw new Refusal(hindrances);
    }
    const day = new Date(now).toISOString().slice(0, "YYYY-MM-DD".length).replaceAll("-", "");
    const stack = `${manifest.stack}-drill-${day}`;
    const { deployment, secrets } = await played(stack, manifest, program, (from) =>
        drillSettings(manifest, unit, { ...choices, from, fileSystem: PLAYED_FILE_SYSTEM }),
    );
    // By now it is known to be a block.
    if (overlaps(choices.cidrBlock, cidrOf(manifest))) {
        throw new Refusal([
            `--cidr ${choices.cidrBlock}: overlaps ${cidrOf(manifest)}, the stack's own; choose another block.`,
        ]);
    }
    const graph = new Graph(deployment);
    const { up, destroy } = timeline(graph);
    return {
        stack,
        region: choices.region,
        unit,
        graph,
        file: {
            name: `Pulumi.${stack}.yaml`,
            text: (fileSystem) => textOf(drillSettings(manifest, unit, { ...choices, fileSystem })),
        },
        vault: String(graph.only("aws:backup/vault:Vault").inputs["name"]),
        secrets,
        times: { files: unit.files.bytes / RESTORE_RATE, up: up.seconds, destroy: destroy.seconds },
    };
}

/** What no drill of the stack gets past, however well the program takes its settings. */
function hindrancesOf(manifest: RecoveryManifest, { apiCidrs }: Pick<DrillChoices, "apiCidrs">): string[] {
    return [
        ...(apiCidrs !== undefined || !hasPrivateApi(manifest)
            ? []
            : [
                  "--api-cidr: not given, and the stack has no cluster.publicAccessCidrs: nobody would reach the Kubernetes API in the " +
                      "drill's new VPC; give the address that pulumi runs at, such as --api-cidr 203.0.113.7/32.",
              ]),
    ];
}

/** Name of the drill's database in RDS: the program calls what a stack has after its project and itself. */
export function databaseOfDrill({ project }: RecoveryManifest, stack: string): string {
    return `${project}-${stack}`;
}

/** What takes away, by hand, what a drill has made. */
export function leftoverCommands(
    manifest: RecoveryManifest,
    { stack, region, vault, unit }: Pick<DrillPlan, "stack" | "region" | "vault" | "unit">,
) {
    const ofVault = `--region ${region} --backup-vault-name ${vault}`;
    const filter = `--filters Name=db-instance-id,Values=${databaseOfDrill(manifest, stack)}`;
    const described = `aws rds describe-db-instance-automated-backups --region ${region} ${filter}`;
    const resourceId = `$(${described} --query 'DBInstanceAutomatedBackups[0].DbiResourceId' --output text)`;
    const deleteFileSystem = (id: string): string =>
        `aws efs delete-file-system --region ${region} --file-system-id ${id}`;
    return {
        emptyVault:
            `aws backup list-recovery-points-by-backup-vault ${ofVault} --query 'RecoveryPoints[].[RecoveryPointArn]' --output text | ` +
            `xargs --no-run-if-empty -n 1 aws backup delete-recovery-point ${ofVault} --recovery-point-arn`,
        destroy: `pulumi destroy --stack ${stack}`,
        remove: `pulumi stack rm ${stack}`,
        automatedBackups: `aws rds delete-db-instance-automated-backup --region ${region} --dbi-resource-id "${resourceId}"`,
        deleteFileSystem,
        /** The unit's restore jobs, and what they have made. */
        listRestores:
            `aws backup list-restore-jobs --region ${region} --by-resource-type EFS ` +
            `--query "RestoreJobs[?RecoveryPointArn=='${unit.files.arn}'].[RestoreJobId,CreationDate,Status,CreatedResourceArn]"`,
        /** Of the file system that a restore job has made; the job must have ended. */
        deleteRestored: (job: string) =>
            deleteFileSystem(
                `"$(aws backup describe-restore-job --region ${region} --restore-job-id ${job} --query CreatedResourceArn --output text | cut -d/ -f2)"`,
            ),
    };
}

/** The drill's stack as it would be deployed, from its file as it would be read. */
async function played(
    stack: string,
    manifest: RecoveryManifest,
    program: () => unknown,
    settings: (from: string) => Record<string, unknown>,
): Promise<Pick<OfflinePlan, "deployment"> & { secrets: MissingSecret[] }> {
    return withManifestFile(manifest, async (from, folder) => {
        const path = join(folder, `Pulumi.${stack}.yaml`);
        writeFileSync(path, textOf(settings(from)));
        const file = readStackFile(path, { stacks: folder, paths: folder }, PROJECT);
        const { deployment } = await offlinePlan(program, PROJECT, file, false, () => undefined);
        return { deployment, secrets: missingSecrets(file.config, file.secretKeys) };
    });
}

/** A stack's file. Pulumi reads it as YAML 1.1 does, where a moment without quotes is no text. */
function textOf(config: Record<string, unknown>): string {
    return stringify({ config }, { version: "1.1", lineWidth: 0 });
}
