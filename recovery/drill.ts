import { relative, resolve, sep } from "node:path";
import { UserError } from "../lib/userError";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { SecretName } from "../stacks/secrets";
import { readS3Text } from "./aws/s3";
import type { DrillContext } from "./drillContext";
import { planDrill, type DrillPlan } from "./drillPlan";
import { drillOpening, drillReport } from "./drillReport";
import { cleanupStepsOfDrill, restoreStepsOfDrill, waitStepOfDrill, type DrillProgress } from "./drillSteps";
import { fileLeftoverCommands } from "./fileRestore";
import { recoveryBucket, withManifestFile } from "./manifest";
import { NotRecoverable } from "./notRecoverable";
import { checkDrillPermissions } from "./permissions";
import { UNKNOWN_FILE_SYSTEM } from "./planText";
import type { RestoreOptions } from "./restoreOptions";
import { resolveRestore } from "./restoreRequest";
import { createStepRunner, linesOf } from "./steps";

/** Settings do not show whether it is required. */
const OPTIONAL_SECRET: SecretName = "registryCredentials";

/** Plans a drill, and runs it if `--yes` is set. */
export async function drill(
    options: RestoreOptions,
    {
        out,
        color,
        now,
        root,
        program,
        createDrillContext,
    }: {
        out: (text: string) => void;
        color: boolean;
        now: number;
        root: string;
        program: () => unknown;
        createDrillContext: () => Promise<DrillContext>;
    },
): Promise<void> {
    const { manifest, recoverySet, choices, bucketFaults } = await resolveRestore(options, now);
    if (bucketFaults.length > 0) {
        throw new NotRecoverable([
            `${bucketFaults.join("; ")}. A restore needs it: \`pulumi up --refresh --stack ${manifest.stack}\` restores objects, and ` +
                "`aws kms cancel-key-deletion` and `aws kms enable-key` a key.",
        ]);
    }
    if (options.yes !== true) {
        const place = options.manifest;
        const from = pathForProgram(place, root);
        const plan = await planDrill(manifest, recoverySet, { ...choices, from }, program, now);
        out(drillReport(manifest, plan, { place, now, color }));
        return;
    }
    // A copy of its own, which does not change during the drill.
    await withManifestFile(manifest, async (from) => {
        const plan = await planDrill(manifest, recoverySet, { ...choices, from }, program, now);
        const context = await createDrillContext();
        const printOpening = (): void => {
            out(drillOpening(manifest, plan, { now, color }));
        };
        await runDrill(manifest, plan, context, out, printOpening, options);
    });
}

/** The path of the manifest's file for the program: relative to the project's folder, in which `fetch` writes it. */
function pathForProgram(place: string, root: string): string {
    if (place.startsWith("s3://")) {
        return "manifest.json";
    }
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), place);
    return path.startsWith(`${root}${sep}`) ? relative(root, path) : path;
}

/**
 * Restores a recovery set into a stack of its own, waits until Connect responds, prints how long that took, and deletes
 * everything, even if a step fails.
 *
 * @param out prints each step as it begins, and its time as it ends.
 * @param printOpening is called after all checks, before anything is created.
 * @throws a {@link UserError} with the errors, and with everything that could not be deleted.
 */
export async function runDrill(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    context: DrillContext,
    out: (text: string) => void,
    printOpening: () => void,
    { skipRightsCheck }: { skipRightsCheck?: boolean } = {},
): Promise<void> {
    const { stacks, interrupted, now } = context;
    await stacks.checkFree(plan.stack);
    const secrets = selectSecrets(manifest.stack, plan, {
        ...(await stacks.secretsOf(manifest.stack)),
        ...(await readLicense(manifest, plan.region)),
    });
    const unsure = skipRightsCheck === true ? [] : await checkDrillPermissions(manifest, plan);
    // A restore job that has started cannot be stopped.
    if (context.interrupted.aborted) {
        throw new UserError(["Interrupted: nothing was created."]);
    }
    printOpening();
    for (const line of unsure) {
        out(`  ${line}\n`);
    }
    const progress: DrillProgress = { context, secrets, began: now() };
    const runStep = createStepRunner(now, out);
    const problems: string[] = [];
    try {
        for (const step of restoreStepsOfDrill(manifest, plan)) {
            interrupted.throwIfAborted();
            await runStep(step, progress);
        }
    } catch (error) {
        problems.push(...(interrupted.aborted ? ["Interrupted: the drill has no result."] : linesOf(error)));
    }
    problems.push(...(await cleanUp(progress, manifest, plan, runStep)));
    if (problems.length > 0) {
        throw new UserError(problems);
    }
}

/** @returns what could not be deleted, with the commands that delete it. */
async function cleanUp(
    progress: DrillProgress,
    manifest: RecoveryManifest,
    plan: DrillPlan,
    runStep: ReturnType<typeof createStepRunner>,
): Promise<string[]> {
    const left: string[] = [];
    const { job, jobUnknown } = progress;
    if (jobUnknown === true) {
        const { listRestores } = fileLeftoverCommands(plan);
        left.push(`Possibly left behind: a restore job, which creates a file system: ${listRestores}`);
    }
    const wait = job?.ended === false ? [waitStepOfDrill(manifest, plan, job.id)] : [];
    let blocked = false;
    for (const step of [...wait, ...cleanupStepsOfDrill(plan)]) {
        if (!step.isNeeded(progress)) {
            continue;
        }
        const command = step.commands(progress.fileSystem ?? UNKNOWN_FILE_SYSTEM).at(-1) ?? "";
        if (blocked) {
            left.push(`Then: ${command}`);
            continue;
        }
        try {
            await runStep(step, progress);
        } catch (error) {
            left.push(...linesOf(error), `Left behind: ${step.leftover ?? command}`);
            blocked = step.required === true;
        }
    }
    return left;
}

/** The license that is kept for a restore; none if the manifest names no bucket in the region. */
async function readLicense(manifest: RecoveryManifest, region: string): Promise<Record<string, string>> {
    const bucket = recoveryBucket(manifest, region);
    return bucket === undefined
        ? {}
        : {
              "posit-connect:license": await readS3Text({
                  bucket: bucket.name,
                  key: bucket.license,
                  region,
              }),
          };
}

/** The secrets that the drill's stack copies. */
function selectSecrets(
    source: string,
    { secrets: needed }: DrillPlan,
    secrets: Record<string, string>,
): Record<string, string> {
    const copied = Object.fromEntries(
        [...needed.map(({ key }) => key), `posit-connect:${OPTIONAL_SECRET}`]
            .map((key) => [key, secrets[key] ?? ""] as const)
            .filter(([, value]) => value !== ""),
    );
    const missing = needed.filter(({ key }) => copied[key] === undefined);
    if (missing.length > 0) {
        throw new UserError(
            missing.map(
                ({ key, command }) =>
                    `${key}: not set in stack ${source}, and the drill's stack needs it. Run: ${command} --stack ${source}`,
            ),
        );
    }
    return copied;
}
