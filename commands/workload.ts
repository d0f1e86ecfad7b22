import { parse } from "yaml";
import { type DriverName, usageDrivers } from "../catalog/usageDrivers";
import type { Usage } from "../graph/cost";
import { isObject } from "../lib/isObject";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { nearestOf } from "../stacks/nearest";

const KEYS = Object.keys(usageDrivers) as DriverName[];

/**
 * Reads a workload file: YAML or JSON, with the quantities of a month under `usage`.
 *
 * @param file as the user typed it.
 * @throws {@link UserError} with everything that is wrong.
 */
export function readWorkload(file: string): Usage {
    const option = `--workload ${file}`;
    const content = parseText(option, readNamedFile("--workload", file));
    const usage = isObject(content) ? content["usage"] : undefined;
    if (!isObject(content) || !isObject(usage)) {
        throw new UserError([
            `${option}: must be a table with quantities of a month under usage, such as "usage: { natGB: 500 }". docs/cost.md lists them.`,
        ]);
    }
    const errors = [
        ...Object.keys(content)
            .filter((key) => key !== "usage")
            .map((key) => `${key}: must be usage, the only table of this file. Remove it.`),
        ...Object.entries(usage).flatMap(([key, value]) => {
            if (!Object.hasOwn(usageDrivers, key)) {
                return [
                    `usage.${key}: must be a known quantity. The nearest is usage.${nearestOf(key, KEYS)}.`,
                ];
            }
            return typeof value === "number" && Number.isFinite(value) && value >= 0
                ? []
                : [`usage.${key}: must be a number of 0 or more, got ${JSON.stringify(value)}.`];
        }),
    ];
    if (errors.length > 0) {
        throw new UserError([
            `${option} has errors. Nothing was priced.`,
            "",
            ...errors.map((error) => `  ${error}`),
        ]);
    }
    return usage;
}

function parseText(option: string, text: string): unknown {
    try {
        return parse(text) as unknown;
    } catch (error) {
        const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
        throw new UserError([`${option}: must be YAML or JSON: ${line}`]);
    }
}
