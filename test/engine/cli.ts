import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The oldest version that is tested with the Automation API of the locked `@pulumi/pulumi`. */
const OLDEST = [3, 248, 0] as const;

export type Cli = { path: string; version: string } | { missing: string };

/**
 * Finds the Pulumi CLI: the path in `PULUMI_CLI`, otherwise the first on PATH.
 *
 * @returns its path and version, or a line with the problem and an instruction.
 */
export function findCli(env: NodeJS.ProcessEnv = process.env): Cli {
    const configured = env["PULUMI_CLI"];
    if (configured !== undefined && !existsSync(configured)) {
        return { missing: `PULUMI_CLI: ${configured} does not exist: set it to the CLI's path, or unset it` };
    }
    const path =
        configured ??
        (env["PATH"] ?? "")
            .split(delimiter)
            .map((folder) => join(folder, "pulumi"))
            .find((file) => existsSync(file));
    if (path === undefined) {
        return {
            missing:
                "no Pulumi CLI on PATH: install it (https://www.pulumi.com/docs/install/) or set PULUMI_CLI to its path",
        };
    }
    const version = spawnSync(path, ["version"], { encoding: "utf8", timeout: 30_000, env }).stdout.trim();
    const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
    if (numbers === undefined) {
        return {
            missing: `${path} prints no version ("${version}"): build it with a version stamp, as .ci/pulumi/build does`,
        };
    }
    const older = numbers.findIndex((number, i) => number !== OLDEST[i]);
    if (older !== -1 && (numbers[older] ?? 0) < (OLDEST[older] ?? 0)) {
        return {
            missing: `${path} is ${version}: install ${OLDEST.join(".")} or later (https://www.pulumi.com/docs/install/)`,
        };
    }
    return { path, version };
}
