import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import type { SecretName } from "../../stacks/secrets";
import { Refusal } from "../refusal";
import { Unanswered } from "./ask";
import { checkDrillRights } from "./checkDrillRights";
import { deleteAutomatedBackups } from "./deleteAutomatedBackups";
import { deleteFileSystem } from "./deleteFileSystem";
import { databaseOfDrill, leftoverCommands, type DrillPlan } from "./drillPlan";
import { emptyVault } from "./emptyVault";
import { type DrillStack, type Stacks, StackTaken } from "./drillStacks";
import { keptFiles } from "./keptFiles";
import { readObject } from "./manifestPlace";
import { endOfRestore, fileRestore, startRestore } from "./restoreJob";
import { setElasticThroughput } from "./setElasticThroughput";

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
interface Made {
    /** A restore job of AWS Backup's that has not ended. */
    job?: string;
    /** A restore job was asked for, and AWS Backup has not answered. */
    perhapsJob?: boolean;
    fileSystem?: string;
    stack?: DrillStack;
}

/**
 * Restores a unit into a stack of its own, waits until it serves, tells how long that took, and takes all of it away
 * again, however far it came.
 *
 * @param out is told each step as it begins, and its time as it ends.
 * @param begins is told once nothing stands in the way, before anything is made.
 * @throws a {@link Refusal} with what failed, and what is left where something is.
 */
export async function performDrill(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    surroundings: DrillSurroundings,
    out: (text: string) => void,
    begins: () => void,
): Promise<void> {
    const { stacks } = surroundings;
    await stacks.checkFree(plan.stack);
    const secrets = secretsFor(manifest.stack, plan, {
        ...(await stacks.secretsOf(manifest.stack)),
        ...(await licenseOf(manifest, plan.region)),
    });
    const unsure = await checkDrillRights(manifest, plan);
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
        throw new Refusal(problems);
    }
}

/** Before anything is made; a restore that has begun cannot be stopped. */
function refuseInterrupted({ aborted }: AbortSignal): void {
    if (aborted) {
        throw new Refusal(["Interrupted: nothing was made."]);
    }
}

/** Begins a step, runs it, and tells its time; the work can add a line to that. */
type Step = <T>(what: string, work: (tell: (line: string) => void) => Promise<T>) => Promise<T>;

function stepper(now: () => number, out: (text: string) => void): Step {
    let number = 0;
    const tell = (line: string): void => {
        out(`     ${line}\n`);
    };
    return async (what, work) => {
        out(`  ${++number}. ${what}\n`);
        const began = now();
        let how = "failed after ";
        try {
            const result = await work(tell);
            how = "";
            return result;
        } finally {
            tell(`${how}${exactly(now() - began)}`);
        }
    };
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
        const wanted = fileRestore(manifest, unit, name);
        const job = await startRestore(wanted, region, `${name}-${began}`).catch((error: unknown) => {
            made.perhapsJob = error instanceof Unanswered;
            throw error;
        });
        made.job = job;
        tell(`restore job ${job}`);
        const end = await endOfRestore(job, region, manifest.fileSystem.id, wait);
        made.job = undefined;
        made.fileSystem = end.fileSystem;
        if (end.failure !== undefined || end.fileSystem === undefined) {
            throw new Refusal([end.failure ?? `Restore job ${job}: names no file system that it has made.`]);
        }
        tell(end.fileSystem);
        // The time that is measured is to be that of the program's own file systems.
        await setElasticThroughput(end.fileSystem, region, wait);
        return end.fileSystem;
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
                throw new Refusal([`${manifest.connect.url} does not serve by ${loadBalancer}: ${answer}.`]);
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
    const commands = leftoverCommands(manifest, plan);
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
        } else {
            left.push(`Then: ${commands.remove}`, `Then: ${commands.automatedBackups}`);
        }
    }
    if (job !== undefined) {
        await tried(
            "Wait for the end of the restore job, which AWS Backup cannot stop",
            `the file system that restore job ${job} makes; once that has ended: ${commands.deleteRestored(job)}`,
            async () => {
                const end = await endOfRestore(job, region, manifest.fileSystem.id, sleep);
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
        throw new Refusal(
            missing.map(
                ({ key, command }) =>
                    `Stack ${source} has no secret ${key}, which the drill's takes over: ${command} --stack ${source}`,
            ),
        );
    }
    return copied;
}

/** A time in milliseconds, in words: to the second. */
export function exactly(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    const minutes = Math.floor(seconds / 60);
    const parts = [
        [Math.floor(minutes / 60), "h"],
        [minutes % 60, "min"],
        [seconds % 60, "s"],
    ] as const;
    return (
        parts
            .filter(([number]) => number > 0)
            .map(([number, unit]) => `${number} ${unit}`)
            .join(" ") || "0 s"
    );
}

function linesOf(error: unknown): string[] {
    return (error instanceof Error ? error.message : String(error)).split("\n");
}
