import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { ROOT } from "../program";

export interface Step {
    id?: string;
    name?: string;
    if?: string;
    uses?: string;
    run?: string;
    with?: Record<string, unknown>;
    env?: Record<string, string>;
}

export interface Job {
    if?: string;
    needs?: string | string[];
    uses?: string;
    with?: Record<string, string>;
    steps?: Step[];
    env?: Record<string, string>;
    permissions?: Record<string, string>;
    environment?: string;
    "timeout-minutes"?: number;
    concurrency?: { group: string; "cancel-in-progress": boolean };
    strategy?: { matrix: Record<string, string[]> };
}

export interface Workflow {
    name: string;
    on: Record<string, unknown>;
    permissions?: Record<string, string>;
    concurrency?: { group: string };
    jobs: Record<string, Job>;
}

const FOLDER = join(ROOT, ".github", "workflows");

export const WORKFLOWS = readdirSync(FOLDER).filter((file) => file.endsWith(".yml"));

export function workflowText(file: string): string {
    return readFileSync(join(FOLDER, file), "utf8");
}

export function readWorkflow(file: string): Workflow {
    return parse(workflowText(file)) as Workflow;
}

/** GitHub's contexts that expressions read: `github`, `matrix`, `inputs`, `vars`, `needs`. */
export type Contexts = Record<string, unknown>;

/** Result of a step that ran a command. */
export interface Ran {
    command: string;
    status: number | null;
    output: string;
}

/** Whether GitHub would start a job. */
export function isStarted({ if: condition }: Job, contexts: Contexts): boolean {
    return condition === undefined || evaluate(condition, contexts, false) === true;
}

/**
 * Runs the commands of a job in a shell as GitHub does. Actions, and the commands in `skip`, are left out.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export async function runJob(
    { steps = [], env: jobEnv = {} }: Job,
    given: Contexts,
    { cwd, env, skip = [] }: { cwd: string; env: NodeJS.ProcessEnv; skip?: RegExp[] },
): Promise<Ran[]> {
    const results: Ran[] = [];
    const outcomes = Object.fromEntries(steps.map(({ id = "" }) => [id, { outcome: "skipped" }]));
    const contexts = { ...given, steps: outcomes };
    for (const { id = "", if: condition, run, env: stepEnv = {} } of steps) {
        const hasFailed = results.some(({ status }) => status !== 0);
        const isRun =
            condition === undefined ? !hasFailed : evaluate(condition, contexts, hasFailed) === true;
        if (run === undefined || !isRun || skip.some((pattern) => pattern.test(run))) {
            continue;
        }
        const texts = Object.entries({ ...jobEnv, ...stepEnv }).map(([name, value]) => [
            name,
            substitute(value, contexts),
        ]);
        // Not synchronous: the servers that a command uses may run in this process.
        const child = spawn("bash", ["-e", "-c", run], {
            cwd,
            env: { ...env, ...(Object.fromEntries(texts) as Record<string, string>) },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const ended = once(child, "close") as Promise<[number | null]>;
        const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
        outcomes[id] = { outcome: status === 0 ? "success" : "failure" };
        results.push({ command: run, status, output: stdout + stderr });
    }
    return results;
}

/** A text with the values of its expressions. */
function substitute(value: string, contexts: Contexts): string {
    return value.replace(
        /\$\{\{(.*?)\}\}/g,
        (_, expression: string) => (evaluate(expression, contexts, false) as string | undefined) ?? "",
    );
}

/** The value of an expression. Those of these workflows are JavaScript too. */
function evaluate(expression: string, contexts: Contexts, hasFailed: boolean): unknown {
    return runInNewContext(expression.replace(/^\s*\$\{\{|\}\}\s*$/g, ""), {
        ...contexts,
        cancelled: () => false,
        failure: () => hasFailed,
    });
}
