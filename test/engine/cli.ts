import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The oldest that the Automation API of the locked `@pulumi/pulumi` is played with. */
const OLDEST = [3, 248, 0] as const;

export type Cli = { path: string; version: string } | { missing: string };

/**
 * The Pulumi CLI: the one that `PULUMI_CLI` names, else the first on PATH.
 *
 * @returns where it is; or in one line why there is none to use, and what to do.
 */
export function findCli(env: NodeJS.ProcessEnv = process.env): Cli {
    const named = env["PULUMI_CLI"];
    if (named !== undefined && !existsSync(named)) {
        return { missing: `PULUMI_CLI names ${named}, which is not there: name the CLI's file, or unset it` };
    }
    const path =
        named ??
        (env["PATH"] ?? "")
            .split(delimiter)
            .map((folder) => join(folder, "pulumi"))
            .find((file) => existsSync(file));
    if (path === undefined) {
        return {
            missing:
                "no Pulumi CLI on PATH: install it (https://www.pulumi.com/docs/install/), or name it in PULUMI_CLI",
        };
    }
    const version = spawnSync(path, ["version"], { encoding: "utf8", timeout: 30_000, env }).stdout.trim();
    const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
    if (numbers === undefined) {
        return {
            missing: `${path} does not tell its version ("${version}"): build it with the version stamped, as .ci/run does`,
        };
    }
    const older = numbers.findIndex((number, i) => number !== OLDEST[i]);
    if (older !== -1 && (numbers[older] ?? 0) < (OLDEST[older] ?? 0)) {
        return {
            missing: `${path} is ${version}, too old: ${OLDEST.join(".")} or newer is needed (https://www.pulumi.com/docs/install/)`,
        };
    }
    return { path, version };
}
