import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../../lib/userError";
import { findPeak } from "./findPeak";
import { Measurements, type PhaseRate, type Rate, type Second } from "./measurements";

const SCRIPTS = join(dirname(dirname(__dirname)), "load", "k6");

/** k6's status if a threshold is exceeded. Source: grafana/k6, errext/exitcodes. */
const THRESHOLDS_EXCEEDED = 99;

/** k6's summary, as far as it is read. */
export interface K6Summary {
    metrics: Record<
        string,
        { values: Record<string, number>; thresholds?: Record<string, { ok: boolean }> } | undefined
    >;
}

/** The outcome of a script. */
export interface Run {
    summary: K6Summary;
    seconds: Second[];
    phases: PhaseRate[];
    /** Whether every threshold holds. */
    passed: boolean;
}

export type Script = "users" | "steps";

/** @throws a {@link UserError} if k6 is not installed, with how to get it. */
export function findK6(env: NodeJS.ProcessEnv): void {
    const { status } = spawnSync("k6", ["version"], { stdio: "ignore", env });
    if (status !== 0) {
        throw new UserError([
            "k6 is not in PATH. Install it (https://grafana.com/docs/k6/latest/set-up/install-k6/), or `go install go.k6.io/k6@v1.8.1`.",
        ]);
    }
}

/**
 * Runs a script of load/k6. Everything that it needs is in environment variables, so that no argument shows the key.
 *
 * @param onSecond is called about every second with the last complete one.
 */
export async function runK6(
    script: Script,
    env: NodeJS.ProcessEnv,
    onSecond: (second: Second) => void,
): Promise<Run> {
    const folder = mkdtempSync(join(tmpdir(), "load-"));
    const file = join(folder, "summary.json");
    // A terminal's interrupt reaches k6 too, which then ends and writes its summary. The content is deleted after that.
    const ignore = (): void => undefined;
    process.on("SIGINT", ignore);
    try {
        const measurements = new Measurements();
        const child = spawn(
            "k6",
            ["run", "--quiet", "--no-usage-report", "--out", "json=-", join(SCRIPTS, `${script}.js`)],
            {
                env: { ...env, LOAD_SUMMARY: file },
                stdio: ["ignore", "pipe", "pipe"],
            },
        );
        let errors = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
            errors = (errors + text).slice(-4000);
        });
        const lines = createInterface({ input: child.stdout }).on("line", (line) => {
            measurements.add(line);
        });
        const isRead = once(lines, "close");
        const watch = setInterval(() => {
            const second = measurements.latest();
            if (second !== undefined) {
                onSecond(second);
            }
            if (script === "steps" && findPeak(finishedSteps(measurements.rates())) !== undefined) {
                child.kill("SIGINT");
            }
        }, 1000);
        const status = await new Promise<number | null>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", resolve);
        }).finally(() => {
            clearInterval(watch);
        });
        await isRead;
        return {
            summary: readSummary(file, status, errors),
            seconds: measurements.seconds(),
            phases: measurements.phaseRates(),
            passed: status === 0 || (status !== THRESHOLDS_EXCEEDED && script === "steps"),
        };
    } finally {
        process.off("SIGINT", ignore);
        rmSync(folder, { recursive: true });
    }
}

/** Steps that have ended: the last one still runs. */
function finishedSteps(rates: readonly Rate[]): Rate[] {
    return rates.filter(({ phase }) => phase.startsWith("step")).slice(0, -1);
}

function readSummary(file: string, status: number | null, errors: string): K6Summary {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as K6Summary;
    } catch {
        throw new UserError([
            `k6 ended with status ${String(status)} and without a summary. The end of its output:`,
            ...errors
                .trim()
                .split("\n")
                .slice(-5)
                .map((line) => `  ${line}`),
        ]);
    }
}
