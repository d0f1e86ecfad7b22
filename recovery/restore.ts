import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { readProject } from "../stacks/project";
import { fileSystemSchema } from "../stacks/sections/fileSystem";
import { withoutOrganization } from "../stacks/stackFile";
import { deleteFileSystem, setElasticThroughput, setLifecycle } from "./aws/efs";
import { fileLeftoverCommands, fileRestoreOf, restoreFiles, type RestoredFiles } from "./fileRestore";
import { formatEstimate } from "./format";
import { checkRestorePermissions } from "./permissions";
import { sectionsOf } from "./restoredSettings";
import { checkNewFiles, planRestore, type RestorePlan } from "./restorePlan";
import { nextSteps, restoreOpening, restoreReport } from "./restoreReport";
import type { RestoreIntoOptions } from "./restoreOptions";
import { resolveRestore } from "./restoreRequest";
import { createStepRunner, linesOf, type Step } from "./steps";

/** The environment of a restore, in addition to AWS. */
export interface RestoreContext {
    /** Folder of the project, in which the files are written. */
    root: string;
    /** In milliseconds since 1970. */
    now: () => number;
    sleep: (milliseconds: number) => Promise<void>;
}

interface RestoreProgress extends RestoredFiles {
    context: RestoreContext;
    /** Whether all files are restored. */
    complete?: true;
}

/** Plans a restore into a stack that stays; with `--yes`, restores the files and writes the stack's file. */
export async function restore(
    given: RestoreIntoOptions,
    {
        out,
        color,
        now,
        root,
        program,
        createRestoreContext,
    }: {
        out: (text: string) => void;
        color: boolean;
        now: number;
        root: string;
        program: () => unknown;
        createRestoreContext: () => RestoreContext;
    },
): Promise<void> {
    const { stack: pulumiStack, restoreJob, skipRightsCheck } = given;
    const stack = withoutOrganization(pulumiStack, readProject(dirname(__dirname)).name);
    const options = { ...given, stack };
    checkNewFiles(stack, root);
    const request = await resolveRestore(options, now);
    const { manifest } = request;
    const plan = await planRestore({ stack, pulumiStack }, request, program);
    const steps = restoreSteps(manifest, plan, restoreJob);
    if (options.yes !== true) {
        out(restoreReport(manifest, plan, steps, { now, color }));
        return;
    }
    const unsure = skipRightsCheck === true ? [] : await checkRestorePermissions(manifest, plan, restoreJob);
    out(restoreOpening(manifest, plan, { now, color }));
    out(unsure.map((line) => `  ${line}\n`).join(""));
    const progress: RestoreProgress = { context: createRestoreContext() };
    const runStep = createStepRunner(progress.context.now, out);
    try {
        for (const step of steps) {
            await runStep(step, progress);
        }
    } catch (error) {
        throw new UserError([...linesOf(error), ...(await handleFailure(progress, plan))]);
    }
    out(`\n${nextSteps(manifest, plan, { color }, 1)}\n`);
}

/** @param job an earlier restore job; absent to start one. */
function restoreSteps(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    job: string | undefined,
): Step<RestoreProgress>[] {
    const { stack, region, recoverySet, file, manifestFile, times } = plan;
    return [
        {
            title: "Restore the files to a new file system",
            takes: `${formatEstimate(times.files)} at least`,
            run: async (progress, report) => {
                const { now, sleep } = progress.context;
                const token = `${stack}-${now()}`;
                const wanted = fileRestoreOf(manifest, recoverySet, token);
                await restoreFiles(
                    job === undefined ? { wanted, idempotencyToken: token } : { id: job },
                    region,
                    manifest.fileSystem.id,
                    progress,
                    sleep,
                    report,
                );
                progress.complete = true;
            },
        },
        {
            title: "Set its throughput and lifecycle to the program's",
            run: async ({ fileSystem = "", context }) => {
                await setElasticThroughput(fileSystem, region, context.sleep);
                const { infrequentAccessAfterDays } = fileSystemSchema.parse(
                    sectionsOf(manifest)("fileSystem"),
                );
                await setLifecycle(fileSystem, region, infrequentAccessAfterDays);
            },
        },
        {
            title: `Write ${manifestFile}, and ${file.name} with its id`,
            run: ({ fileSystem = "", context }) => {
                const text = `${JSON.stringify(manifest, null, 4)}\n`;
                writeBoth(
                    [join(context.root, manifestFile), text],
                    [join(context.root, file.name), file.text(fileSystem)],
                );
                return Promise.resolve();
            },
        },
    ];
}

/** Writes two new files, or neither. */
function writeBoth([first, text]: [string, string], [second, other]: [string, string]): void {
    writeFileSync(first, text, { flag: "wx" });
    try {
        writeFileSync(second, other, { flag: "wx" });
    } catch (error) {
        rmSync(first);
        throw error;
    }
}

/** Deletes what a failed restore created, unless it can continue. @returns what to do. */
async function handleFailure(
    { job, jobUnknown, fileSystem, complete, context }: RestoreProgress,
    plan: RestorePlan,
): Promise<string[]> {
    const commands = fileLeftoverCommands(plan);
    if (jobUnknown === true) {
        return [`Possibly left behind: a restore job, which creates a file system: ${commands.listRestores}`];
    }
    if (job !== undefined && (complete === true || !job.ended)) {
        return [
            `${complete === true ? "The files are restored" : "AWS Backup continues"}: run the same command with --restore-job ${job.id} and without --recovery-set to continue from there.`,
        ];
    }
    if (fileSystem === undefined) {
        return [];
    }
    return deleteFileSystem(fileSystem, plan.region, context.sleep).then(
        () => [],
        (error: unknown) => [...linesOf(error), `Left behind: ${commands.deleteFileSystem(fileSystem)}`],
    );
}
