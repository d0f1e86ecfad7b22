import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median, printRow, RUNS } from "./statistics";

/** Measures previews of prod and of an empty program on the Pulumi engine, if there is a Pulumi CLI. */
export function benchEngine(root: string): void {
    const run = spawnSync(
        process.execPath,
        ["--import", "tsx", join(root, "test", "engine", "benchPreview.ts"), String(RUNS)],
        { cwd: root, encoding: "utf8" },
    );
    const line = run.stdout.trim().split("\n").at(-1) ?? "";
    if (run.status !== 0) {
        process.stdout.write(`previews on the engine: not measured: ${run.stderr.trim()}\n`);
        return;
    }
    const times = JSON.parse(line) as Record<"empty" | "prod", number[]>;
    const [empty, prod] = [median(times.empty), median(times.prod)];
    process.stdout.write("\n");
    printRow("engine preview of an empty program", empty);
    printRow("engine preview of prod", prod, `${(prod / empty).toFixed(2)} × empty`);
}
