import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Child } from "../kubernetes/child";

export type FoundMoto = { python: string } | { missing: string };

/**
 * Finds a Python with moto's server: `MOTO_PYTHON`, or `python3` if it is not set.
 *
 * @returns its name, or why there is none and what to do.
 */
export function findMoto(env: NodeJS.ProcessEnv = process.env): FoundMoto {
    const python = env["MOTO_PYTHON"] ?? "python3";
    const { status, error } = spawnSync(python, ["-c", "import moto.server"], { timeout: 60_000, env });
    if (error !== undefined) {
        return { missing: `${python} does not exist. Install Python 3, or name it in MOTO_PYTHON.` };
    }
    return status === 0
        ? { python }
        : {
              missing: `${python} has no moto. Install .ci/moto/requirements.txt, or name another Python in MOTO_PYTHON.`,
          };
}

/** AWS, simulated by moto on a free loopback port. Its state ends with this process. */
export class Moto {
    private constructor(
        readonly endpoint: string,
        private readonly child: Child,
        private readonly folder: string,
    ) {}

    static async start(python: string): Promise<Moto> {
        const folder = mkdtempSync(join(tmpdir(), "moto-"));
        const child = new Child("moto", folder, [python, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]);
        const deadline = performance.now() + 15_000;
        for (;;) {
            const [, endpoint] = /Running on (http:\S+)/.exec(child.lastLines()) ?? [];
            if (endpoint !== undefined) {
                return new Moto(endpoint, child, folder);
            }
            if (performance.now() > deadline) {
                const lines = child.lastLines();
                await child.stop();
                rmSync(folder, { recursive: true });
                throw new Error(`moto did not start within 15 s. ${lines}`);
            }
            await setTimeout(50);
        }
    }

    async stop(): Promise<void> {
        await this.child.stop();
        rmSync(this.folder, { recursive: true });
    }
}
