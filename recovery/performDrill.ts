import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { SecretName } from "../stacks/secrets";
import { UserError } from "../lib/userError";
import { checkRights } from "./checkRights";
import { deleteAutomatedBackups } from "./deleteAutomatedBackups";
import { deleteFileSystem } from "./deleteFileSystem";
import { deleteLogGroup } from "./deleteLogGroup";
import { databaseOfDrill, leftoverCommands, logGroupOfDrill, type DrillPlan } from "./drillPlan";
import { drillRights } from "./drillRights";
import { emptyVault } from "./emptyVault";
import { type DrillStack, type Stacks, StackTaken } from "./drillStacks";
import { keptFiles } from "./keptFiles";
import { leftoverFiles } from "./leftoverFiles";
import { readObject } from "./manifestPlace";
import { administratorsOf } from "./restoredSettings";
import { restoreFiles, type MadeFiles } from "./restoreFiles";
import { endOfRestore, fileRestore } from "./restoreJob";
import { setElasticThroughput } from "./setElasticThroughput";
import { exactly, linesOf, stepper, type Step } from "./steps";

/** What a drill reaches beside AWS. */
export interface DrillSurroundings {
    stacks: Stacks;
    /** Asks Connect at a URL through a load balancer, and tells what it answered: `200` where it serves. */
    ping: (url: string, loadBalancer: string) => Promise<string>;
    /** In milliseconds since 1970. */
    now: () => number;
    /** Rejects where the signal aborts. */
    sleep: (milliseconds: number, interrupted?: AbortSignal) => Promise<void>;
    /** Aborts where the drill's user wants it to end or has left, with the name of the signal that said so, if one did. */
    interrupted: AbortSignal;
}

/** Milliseconds from one ping to the next, and how long Connect may take to serve once its stack is up. */
const PING_AGAIN = 10_000;
const MAX_UNHEALTHY = 15 * 60_000;

/** Settings do not tell whether it is needed. */
const OPTIONAL_SECRET: SecretName = "registryCredentials";

/** What a drill has made so far. */
interface Made extends MadeFiles {
    stack?: DrillStack;
}

/**
 * Restores a unit into a stack of its own, waits until it serves, tells how long that took, and takes all of it away
 * again, however far it came.
 *
 * @param out is told each step as it begins, and its time as it ends.
 * @param begins is told once nothing stands in the way, before anything is made.
 * @param options whether IAM is left out of what may stand in the way.
 * @throws a {@link UserError} with what failed, and what is left where something is.
 */
export async function performDrill(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    surroundings: DrillSurroundings,
    out: (text: string) => void,
    begins: () => void,
    options: { skipRightsCheck?: boolean } = {},
): Promise<void> {
    const { stacks } = surroundings;
    await stacks.checkFree(plan.stack);
    const secrets = secretsFor(manifest.stack, plan, {
        ...(await stacks.secretsOf(manifest.stack)),
        ...(await licenseOf(manifest, plan.region)),
    });
    const unsure =
        options.skipRightsCheck === true
            ? []
            : await checkRights(drillRights(manifest, plan), plan.region, administratorsOf(manifest));
    refuseInterrupted(surroundings.interrupted);
    begins();
    for (const line of unsure) {
        out(`  ${line}\n`);
    }
    const made: Made = {};
    const step = stepper(surroundings.now, out);
    const problems: string[] = [];
    try {
        await restore(manifest, plan, secrets, surroundings, made, step);
    } catch (error) {
        problems.push(
            ...(surroundings.interrupted.aborted
                ? ["Interrupted: the drill has no result."]
                : linesOf(error)),
        );
    }
    problems.push(...(await takeAway(made, manifest, plan, surroundings, step)));
    if (problems.length > 0) {
        throw new UserError(problems);
    }
}

/** Before anything is made; a restore that has begun cannot be stopped. */
function refuseInterrupted({ aborted }: AbortSignal): void {
    if (aborted) {
        throw new UserError(["Interrupted: nothing was made."]);
    }
}

async function restore(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    secrets: Record<string, string>,
    { stacks, ping, now, sleep, interrupted }: DrillSurroundings,
    made: Made,
    step: Step,
): Promise<void> {
    const { stack: name, region, unit } = plan;
    const wait = (milliseconds: number): Promise<void> => sleep(milliseconds, interrupted);
    const began = now();
    const fileSystem = await step("Restore the files to a new file system", async (tell) => {
        const job = {
            wanted: fileRestore(manifest, unit, name),
            idempotencyToken: `${name}-${began}`,
        };
        const restored = await restoreFiles(job, region, manifest.fileSystem.id, made, { wait, tell });
        // The time that is measured is to be that of the program's own file systems.
        await setElasticThroughput(restored, region, wait);
        return restored;
    });
    interrupted.throwIfAborted();
    const stack = stacks.drillStack(name);
    await step(`Bring up ${name}`, async () => {
        made.stack = stack;
        try {
            await stack.create(plan.file.text(fileSystem), manifest.stack, secrets);
        } catch (error) {
            if (error instanceof StackTaken) {
                made.stack = undefined;
            }
            throw error;
        }
        interrupted.throwIfAborted();
        await stack.up(interrupted);
    });
    interrupted.throwIfAborted();
    await step("See that it serves", async (tell) => {
        const loadBalancer = await stack.loadBalancer();
        tell(`${manifest.connect.url} by ${loadBalancer}`);
        const until = now() + MAX_UNHEALTHY;
        for (;;) {
            const answer = await ping(manifest.connect.url, loadBalancer);
            if (answer === "200") {
                break;
            }
            if (now() >= until) {
                throw new UserError([
                    `${manifest.connect.url} does not serve by ${loadBalancer}: ${answer}.`,
                ]);
            }
            await wait(PING_AGAIN);
        }
        tell(`RTO measured: ${exactly(now() - began)}, from the restore's start to the first healthy answer`);
    });
}

/** @returns what could not be taken away, with the command that does it; empty where nothing is left. */
async function takeAway(
    made: Made,
    manifest: RecoveryManifest,
    plan: DrillPlan,
    { sleep }: DrillSurroundings,
    step: Step,
): Promise<string[]> {
    const { stack: name, region, vault } = plan;
    const left: string[] = [];
    const commands = { ...leftoverCommands(manifest, plan), ...leftoverFiles(plan) };
    /**
     * @param otherwise the command that does it by hand.
     * @returns whether it is done.
     */
    const tried = async (what: string, otherwise: string, work: Parameters<Step>[1]): Promise<boolean> => {
        try {
            await step(what, work);
            return true;
        } catch (error) {
            left.push(...linesOf(error), `Left behind: ${otherwise}`);
            return false;
        }
    };
    const { stack, job, perhapsJob } = made;
    if (perhapsJob === true) {
        left.push(`Left behind, perhaps: a restore job, which makes a file system: ${commands.listRestores}`);
    }
    let gone = true;
    if (stack !== undefined) {
        gone = await tried(`Destroy ${name}`, commands.destroy, async () => {
            // The destroy empties it too, and tells what stops it.
            await emptyVault(vault, region, sleep).catch(() => undefined);
            await stack.destroy();
        });
        if (gone) {
            await tried(`Remove ${name}`, commands.remove, () => stack.remove());
            await tried("Delete the automated backups of its database", commands.automatedBackups, () =>
                deleteAutomatedBackups(databaseOfDrill(manifest, name), region),
            );
            // EKS may write its last lines after the destroy has deleted it, and makes it anew.
            await tried("Delete the log group of its cluster", commands.logGroup, () =>
                deleteLogGroup(logGroupOfDrill(manifest, name), region),
            );
        } else {
            left.push(
                ...[commands.remove, commands.automatedBackups, commands.logGroup].map(
                    (command) => `Then: ${command}`,
                ),
            );
        }
    }
    if (job?.ended === false) {
        await tried(
            "Wait for the end of the restore job, which AWS Backup cannot stop",
            `the file system that restore job ${job.id} makes; once that has ended: ${commands.deleteRestored(job.id)}`,
            async () => {
                const end = await endOfRestore(job.id, region, manifest.fileSystem.id, sleep);
                made.fileSystem = end.fileSystem;
            },
        );
    }
    const { fileSystem } = made;
    if (fileSystem !== undefined && gone) {
        await tried(`Delete file system ${fileSystem}`, commands.deleteFileSystem(fileSystem), () =>
            deleteFileSystem(fileSystem, region, sleep),
        );
    } else if (fileSystem !== undefined) {
        left.push(`Then: ${commands.deleteFileSystem(fileSystem)}`);
    }
    return left;
}

/** The licence that is kept for a restore, as a restore would take it; none where the manifest names no place of it. */
async function licenseOf(manifest: RecoveryManifest, region: string): Promise<Record<string, string>> {
    const kept = keptFiles(manifest, region);
    return kept === undefined
        ? {}
        : { "posit-connect:license": await readObject({ bucket: kept.bucket, key: kept.license, region }) };
}

/** Those that the drill's stack takes over. */
function secretsFor(
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
                    `Stack ${source} has no secret ${key}, which the drill's takes over: ${command} --stack ${source}`,
            ),
        );
    }
    return copied;
}
