import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { emptyVault } from "./aws/backup";
import { deleteFileSystem, setElasticThroughput } from "./aws/efs";
import { deleteLogGroup } from "./aws/logs";
import { deleteAutomatedBackups } from "./aws/rds";
import type { DrillContext } from "./drillContext";
import type { DrillPlan } from "./drillPlan";
import {
    fileLeftoverCommands,
    fileRestoreOf,
    restoreFiles,
    waitForRestore,
    type RestoredFiles,
} from "./fileRestore";
import { formatEstimate, formatSeconds } from "./format";
import { healthCommand, initCommands } from "./planText";
import { StackTaken, type DrillStack } from "./pulumiStacks";
import type { Step } from "./steps";

/** A drill as it runs: its context, and what it has created so far. */
export interface DrillProgress extends RestoredFiles {
    context: DrillContext;
    secrets: Record<string, string>;
    /** When it began, in milliseconds since 1970. */
    began: number;
    stack?: DrillStack;
}

/** A step of a drill: the plan prints its title and commands, and the drill runs it. */
export interface DrillStep extends Step<DrillProgress> {
    /** The commands that do the same by hand. */
    commands: (fileSystem: string) => string[];
}

/** A step that deletes what a drill created. If it fails, its last command is printed. */
export interface CleanupStep extends DrillStep {
    /** Whether there is something to delete. */
    isNeeded: (progress: DrillProgress) => boolean;
    /** Whether the later steps depend on it. */
    required?: true;
    /** The resources that remain if it fails. */
    leftover?: string;
}

/** Milliseconds between health checks, and how long Connect may take to respond once its stack is deployed. */
const PING_INTERVAL = 10_000;
const MAX_UNHEALTHY = 15 * 60_000;

/** The steps from the restore to the first response. */
export function restoreStepsOfDrill(manifest: RecoveryManifest, plan: DrillPlan): DrillStep[] {
    const { stack: name, region, recoverySet, file, times } = plan;
    const { url } = manifest.connect;
    return [
        {
            title: "Restore the files to a new file system",
            takes: `${formatEstimate(times.files)} at least`,
            commands: () => {
                const { recoveryPointArn, roleArn, metadata } = fileRestoreOf(manifest, recoverySet, name);
                return [
                    `aws backup start-restore-job --region ${region} --resource-type EFS --iam-role-arn ${roleArn} ` +
                        `--recovery-point-arn ${recoveryPointArn} --metadata '${JSON.stringify(metadata)}'`,
                ];
            },
            run: async (progress, report) => {
                const job = {
                    wanted: fileRestoreOf(manifest, recoverySet, name),
                    idempotencyToken: `${name}-${progress.began}`,
                };
                const sleep = interruptibleSleep(progress);
                await restoreFiles(job, region, manifest.fileSystem.id, progress, sleep, report);
            },
        },
        {
            // The measured time is to be that of the program's own file systems.
            title: "Set its throughput mode to elastic",
            commands: (fileSystem) => [
                `aws efs update-file-system --region ${region} --file-system-id ${fileSystem} --throughput-mode elastic`,
            ],
            run: (progress) =>
                setElasticThroughput(restoredFileSystem(progress), region, interruptibleSleep(progress)),
        },
        {
            title: `Write ${file.name} with its id, and create the stack`,
            commands: () => initCommands(manifest, plan),
            run: async (progress) => {
                const stack = progress.context.stacks.drillStack(name);
                progress.stack = stack;
                try {
                    await stack.create(
                        file.text(restoredFileSystem(progress)),
                        manifest.stack,
                        progress.secrets,
                    );
                } catch (error) {
                    if (error instanceof StackTaken) {
                        progress.stack = undefined;
                    }
                    throw error;
                }
            },
        },
        {
            title: `Deploy ${name}`,
            takes: formatEstimate(times.up),
            commands: () => [`pulumi up --stack ${name}`],
            run: async ({ stack, context }) => stack?.up(context.interrupted),
        },
        {
            title: "Check that Connect responds",
            commands: () => [healthCommand(manifest, name)],
            run: async (progress, report) => {
                const { ping, now } = progress.context;
                const loadBalancer = (await progress.stack?.loadBalancer()) ?? "";
                report(`${url} through ${loadBalancer}`);
                const deadline = now() + MAX_UNHEALTHY;
                for (;;) {
                    const answer = await ping(url, loadBalancer);
                    if (answer === "200") {
                        break;
                    }
                    if (now() >= deadline) {
                        throw new UserError([`${url} does not respond through ${loadBalancer}: ${answer}.`]);
                    }
                    await interruptibleSleep(progress)(PING_INTERVAL);
                }
                report(
                    `RTO measured: ${formatSeconds(now() - progress.began)}, from the start of the restore to the first healthy response`,
                );
            },
        },
    ];
}

/** The steps that delete everything that a drill created. */
export function cleanupStepsOfDrill(plan: DrillPlan): CleanupStep[] {
    const { stack: name, region, vault, database, logGroup, times } = plan;
    const { deleteFileSystem: deleteCommand } = fileLeftoverCommands(plan);
    const inVault = `--region ${region} --backup-vault-name ${vault}`;
    const described = `aws rds describe-db-instance-automated-backups --region ${region} --filters Name=db-instance-id,Values=${database}`;
    const resourceId = `$(${described} --query 'DBInstanceAutomatedBackups[0].DbiResourceId' --output text)`;
    const hasStack = ({ stack }: DrillProgress): boolean => stack !== undefined;
    return [
        {
            title: `Destroy ${name}`,
            takes: formatEstimate(times.destroy),
            required: true,
            isNeeded: hasStack,
            commands: () => [
                // A vault with backups cannot be deleted.
                `aws backup list-recovery-points-by-backup-vault ${inVault} --query 'RecoveryPoints[].[RecoveryPointArn]' --output text | ` +
                    `xargs --no-run-if-empty -n 1 aws backup delete-recovery-point ${inVault} --recovery-point-arn`,
                `pulumi destroy --stack ${name}`,
            ],
            run: async ({ stack, context }) => {
                // The destroy empties it, too, and reports why it cannot.
                await emptyVault(vault, region, context.sleep).catch(() => undefined);
                await stack?.destroy();
            },
        },
        {
            title: `Remove ${name}`,
            isNeeded: hasStack,
            commands: () => [`pulumi stack rm ${name}`],
            run: async ({ stack }) => stack?.remove(),
        },
        {
            title: "Delete the automated backups of its database",
            isNeeded: hasStack,
            commands: () => [
                `aws rds delete-db-instance-automated-backup --region ${region} --dbi-resource-id "${resourceId}"`,
            ],
            run: () => deleteAutomatedBackups(database, region),
        },
        {
            // EKS may write its last lines after the destroy has deleted it, which creates it again.
            title: "Delete the log group of its cluster, if EKS has recreated it",
            isNeeded: hasStack,
            commands: () => [`aws logs delete-log-group --region ${region} --log-group-name ${logGroup}`],
            run: () => deleteLogGroup(logGroup, region),
        },
        {
            title: "Delete the restored file system",
            isNeeded: ({ fileSystem }) => fileSystem !== undefined,
            commands: (fileSystem) => [deleteCommand(fileSystem)],
            run: (progress) => deleteFileSystem(restoredFileSystem(progress), region, progress.context.sleep),
        },
    ];
}

/** Waits for a restore job that was interrupted, to know the file system that it creates. */
export function waitStepOfDrill(manifest: RecoveryManifest, plan: DrillPlan, job: string): CleanupStep {
    const command = fileLeftoverCommands(plan).deleteRestored(job);
    return {
        title: "Wait for the restore job to end: AWS Backup cannot stop it",
        isNeeded: () => true,
        commands: () => [command],
        leftover: `the file system that restore job ${job} creates; once the job has ended: ${command}`,
        run: async (progress) => {
            const { sleep } = progress.context;
            const end = await waitForRestore(job, plan.region, manifest.fileSystem.id, sleep);
            progress.fileSystem = end.fileSystem;
        },
    };
}

function restoredFileSystem({ fileSystem }: DrillProgress): string {
    if (fileSystem === undefined) {
        throw new Error("The files are not restored yet.");
    }
    return fileSystem;
}

function interruptibleSleep({ context }: DrillProgress): (milliseconds: number) => Promise<void> {
    return (milliseconds) => context.sleep(milliseconds, context.interrupted);
}
