import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { measure, type Measurement } from "./measure";
import { median, RUNS } from "./statistics";

/** Recovery points in the vault: almost none, the target, and ten times the target, for which memory must hardly grow. */
const POINTS = [2, 1_000, 10_000];

/** Measures `recovery status` with many recovery points, which a local server in a separate process returns in pages. */
export async function benchRecoveryStatus(root: string, folder: string): Promise<void> {
    process.stdout.write("\n");
    for (const points of POINTS) {
        const { seconds, peakMiB } = await measureStatus(root, folder, points);
        const name = `recovery status over ${points.toLocaleString("en")} points`;
        process.stdout.write(
            `${name.padEnd(46)} ${seconds.toFixed(2)} s  ${peakMiB.toFixed(0).padStart(4)} MiB\n`,
        );
    }
}

async function measureStatus(root: string, folder: string, points: number): Promise<Measurement> {
    const manifest = join(folder, `manifest-${points}.json`);
    const script = join(root, "test", "recovery", "serveProd.ts");
    const server = spawn(process.execPath, ["--import", "tsx", script, String(points), manifest], {
        cwd: root,
        stdio: ["pipe", "pipe", "inherit"],
    });
    try {
        const [endpoint] = (await once(server.stdout.setEncoding("utf8"), "data")) as [string];
        const runs: Measurement[] = [];
        for (let run = 0; run <= RUNS; run++) {
            const result = measure(root, {
                name: "recovery status",
                args: [join(root, "commands", "run.cjs"), "recovery", "status", "--manifest", manifest],
                successStatuses: [0],
                env: {
                    AWS_ENDPOINT_URL: endpoint.trim(),
                    AWS_ACCESS_KEY_ID: "none",
                    AWS_SECRET_ACCESS_KEY: "none",
                },
            });
            if (run > 0) {
                runs.push(result);
            }
        }
        return {
            seconds: median(runs.map(({ seconds }) => seconds)),
            peakMiB: median(runs.map(({ peakMiB }) => peakMiB)),
        };
    } finally {
        server.kill();
    }
}
