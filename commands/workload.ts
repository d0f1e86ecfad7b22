import { parse } from "yaml";
import { z } from "zod";
import { type DriverName, usageDrivers } from "../catalog/usageDrivers";
import {
    contentDefaults,
    type ContentLoad,
    DATABASE_CONNECTIONS_PER_SERVER,
    type Workload,
    workloads,
} from "../catalog/workloads";
import type { Usage } from "../graph/cost";
import { count } from "../lib/count";
import { isObject } from "../lib/isObject";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { type ConfigError, formatConfigError } from "../stacks/configError";
import { listOf, table, text, wholeNumber } from "../stacks/field";
import { formatValue } from "../stacks/formatValue";
import { issueErrors } from "../stacks/issueErrors";
import { NAMESPACE } from "../stacks/key";
import { nearestOf } from "../stacks/nearest";

const KINDS = ["api", "app", "job"] as const;

const positive = (unit: string, max?: number) => {
    const error = `a number of ${unit} above 0${max === undefined ? "" : `, up to ${max}`}`;
    return z
        .number({ error })
        .positive({ error })
        .max(max ?? Infinity, { error });
};

const zeroOrMore = () =>
    z.number({ error: "a number of 0 or more" }).min(0, { error: "a number of 0 or more" });

const contentSchema = table({
    name: text(/^[\w .-]{1,60}$/, "a name of up to 60 letters, digits, spaces, dots and dashes"),
    kind: z.enum(KINDS, {
        error: ({ input }) =>
            `one of ${KINDS.join(", ")}${typeof input === "string" ? ` (the nearest is ${nearestOf(input, KINDS)})` : ""}`,
    }),
    items: wholeNumber({ min: 1, max: 10_000, unit: "items" }).optional(),
    users: wholeNumber({ min: 1, max: 10_000_000, unit: "users" }).optional(),
    thinkSeconds: positive("seconds").optional(),
    requestsPerSecond: positive("requests a second").optional(),
    responseSeconds: positive("seconds").optional(),
    cpuMilliseconds: positive("milliseconds").optional(),
    serverCpuMilliseconds: positive("milliseconds").optional(),
    threads: positive("cores", 448).optional(),
    runs: wholeNumber({ min: 1, max: 100_000, unit: "runs" }).optional(),
    responseKB: zeroOrMore().optional(),
    requestsPerConnection: z
        .number({ error: "a number of at least 1" })
        .min(1, { error: "a number of at least 1" })
        .optional(),
    fileOperationsPerRequest: zeroOrMore().optional(),
    internetConnections: zeroOrMore().optional(),
    process: table({
        cpuRequest: positive("cores", 448).optional(),
        memoryRequestGiB: positive("GiB", 24_576).optional(),
        minProcesses: wholeNumber({ min: 0, max: 1000, unit: "processes" }).optional(),
        maxProcesses: wholeNumber({ min: 1, max: 1000, unit: "processes" }).optional(),
        maxConnectionsPerProcess: wholeNumber({ min: 1, max: 10_000, unit: "users" }).optional(),
    }).optional(),
});

/** A quantity of a month. */
const quantity = zeroOrMore();

const workloadSchema = table({
    usage: table(
        Object.fromEntries(Object.keys(usageDrivers).map((key) => [key, quantity.optional()])) as Record<
            DriverName,
            z.ZodOptional<typeof quantity>
        >,
    ).optional(),
    content: listOf(contentSchema, "content, each with name and kind")
        .min(1, { error: "a list with at least one kind of content" })
        .optional(),
    databaseConnectionsPerServer: wholeNumber({ min: 1, max: 5000, unit: "connections" }).optional(),
});

/** Content as a file declares it. */
type DeclaredContent = z.infer<typeof contentSchema>;

/**
 * Reads the quantities of a month in a workload file.
 *
 * @param file as the user typed it.
 * @throws {@link UserError} with everything that is wrong.
 */
export function readUsage(file: string): Usage {
    const { usage } = readFile(file);
    if (usage === undefined) {
        throw new UserError([
            `--workload ${file}: must be a table with quantities of a month under usage, such as "usage: { natGB: 500 }". docs/cost.md lists them.`,
        ]);
    }
    return usage;
}

/**
 * Reads the content with its users in a workload file.
 *
 * @param file as the user typed it.
 * @throws {@link UserError} with everything that is wrong.
 */
export function readWorkload(file: string): Workload {
    const { content, databaseConnectionsPerServer } = readFile(
        file,
        `. The built-in workloads are ${Object.keys(workloads).join(" and ")}`,
    );
    if (content === undefined) {
        throw new UserError([
            `--workload ${file}: must be a table with a list of content and its users under content. docs/capacity.md describes it.`,
        ]);
    }
    return {
        title: file,
        content: content.map(complete),
        databaseConnectionsPerServer: databaseConnectionsPerServer ?? DATABASE_CONNECTIONS_PER_SERVER,
        assumptions: assumptionsOf(content, databaseConnectionsPerServer === undefined),
    };
}

function readFile(file: string, remedy = ""): z.infer<typeof workloadSchema> {
    const option = `--workload ${file}`;
    const raw = parseText(option, readNamedFile("--workload", file, remedy));
    if (!isObject(raw)) {
        throw new UserError([
            `${option}: must be a table with usage, with content, or with both. docs/capacity.md and docs/cost.md describe them.`,
        ]);
    }
    const result = workloadSchema.safeParse(raw);
    const issues = (result.error?.issues ?? []).flatMap((issue) => issueErrors(issue, raw));
    const errors = [...issues, ...findContradictions(raw["content"])]
        // A value of the wrong type has no range, and no relation to others.
        .filter(({ key }, i, all) => all.findIndex((other) => other.key === key) === i)
        .map(formatError)
        .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    if (!result.success || errors.length > 0) {
        throw new UserError([`${option} has errors.`, "", ...errors.map((error) => `  ${error}`)]);
    }
    return result.data;
}

/** The file is no configuration of a stack, whose keys have a namespace. */
function formatError(error: ConfigError): string {
    const allowed = error.allowed === "a known setting" ? "a known field" : error.allowed;
    return formatConfigError({ ...error, allowed }).replaceAll(`${NAMESPACE}:`, "");
}

function parseText(option: string, content: string): unknown {
    try {
        return parse(content) as unknown;
    } catch (error) {
        const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
        throw new UserError([`${option}: must be YAML or JSON: ${line}`]);
    }
}

/** Values that contradict each other, or lack another one. */
function findContradictions(content: unknown): ConfigError[] {
    const list: unknown[] = Array.isArray(content) ? content : [];
    return list.filter(isObject).flatMap((each, i) => {
        const number = (key: string): number | undefined => {
            const value = each[key];
            return typeof value === "number" && value > 0 ? value : undefined;
        };
        const errors: ConfigError[] = [];
        const report = (key: string, allowed: string): void => {
            errors.push({ key: `content[${i}].${key}`, allowed, got: formatValue(each[key]) });
        };
        if (list.findIndex((other) => isObject(other) && other["name"] === each["name"]) < i) {
            report("name", "a name that no other content has");
        }
        if (each["kind"] === "job") {
            ONLY_WITH_USERS.filter((key) => key in each).forEach((key) => {
                report(key, "left out of a job, which has runs and no users");
            });
            if (!("runs" in each)) {
                report("runs", "the runs at the same time");
            }
        } else if (each["kind"] === "api" || each["kind"] === "app") {
            const [users, think, rate] = [
                number("users"),
                number("thinkSeconds"),
                number("requestsPerSecond"),
            ];
            if ("runs" in each) {
                report("runs", "left out, as only a job has runs");
            }
            if (!("users" in each) && (each["kind"] === "app" || "thinkSeconds" in each)) {
                report("users", "the users at the same time");
            }
            if (!("thinkSeconds" in each) && !("requestsPerSecond" in each)) {
                report(
                    "thinkSeconds",
                    "the seconds between two requests of a user, or requestsPerSecond instead",
                );
            }
            if (
                users !== undefined &&
                think !== undefined &&
                rate !== undefined &&
                Math.abs(users / think - rate) > 1e-6 * rate
            ) {
                report("requestsPerSecond", `users / thinkSeconds, ${users / think}, or left out`);
            }
            if (!("cpuMilliseconds" in each)) {
                report("cpuMilliseconds", "the CPU time of the content for a request");
            }
            const [response, cpu] = [number("responseSeconds"), number("cpuMilliseconds")];
            const threads = number("threads") ?? contentDefaults.threads;
            if (response !== undefined && cpu !== undefined && response < cpu / 1000 / threads) {
                report(
                    "responseSeconds",
                    `at least ${cpu / 1000 / threads}, the CPU time of a request on ${count(threads, "core")}`,
                );
            }
            if (response !== undefined && think !== undefined && response > think) {
                report(
                    "responseSeconds",
                    `at most thinkSeconds, ${think}, the time from one request to the next`,
                );
            } else if (
                response !== undefined &&
                users !== undefined &&
                rate !== undefined &&
                rate * response > users
            ) {
                report(
                    "requestsPerSecond",
                    `at most users / responseSeconds, ${users / response}, as each user waits for a response`,
                );
            }
        }
        const { process } = each;
        const [least, most] = isObject(process) ? [process["minProcesses"], process["maxProcesses"]] : [];
        if (typeof least === "number" && typeof most === "number" && least > most) {
            errors.push({
                key: `content[${i}].process.minProcesses`,
                allowed: `at most maxProcesses, ${most}`,
                got: String(least),
            });
        }
        return errors;
    });
}

const ONLY_WITH_USERS = [
    "users",
    "thinkSeconds",
    "requestsPerSecond",
    "responseSeconds",
    "cpuMilliseconds",
    "serverCpuMilliseconds",
] as const;

/** A response takes at least the CPU time of its request. */
function responseSecondsOf({
    responseSeconds,
    cpuMilliseconds = 0,
    threads = contentDefaults.threads,
}: DeclaredContent): number {
    return (
        responseSeconds ?? Math.max(contentDefaults.responseSeconds, (2 * cpuMilliseconds) / 1000 / threads)
    );
}

function complete({ thinkSeconds, process, ...declared }: DeclaredContent): ContentLoad {
    const { users = 0, requestsPerSecond, runs = 0, cpuMilliseconds = 0 } = declared;
    return {
        ...contentDefaults,
        ...definedOf(declared),
        users,
        runs,
        cpuMilliseconds,
        requestsPerSecond: requestsPerSecond ?? (thinkSeconds === undefined ? 0 : users / thinkSeconds),
        responseSeconds: responseSecondsOf(declared),
        process: definedOf(process ?? {}),
    } as ContentLoad;
}

/** Without keys whose value is undefined. */
function definedOf<Values extends object>(values: Values): Partial<Values> {
    return Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== undefined),
    ) as Partial<Values>;
}

/** Values that the file does not have. */
function assumptionsOf(content: readonly DeclaredContent[], withConnections: boolean): string[] {
    const served = content.filter(({ kind }) => kind !== "job");
    const missing = (Object.keys(contentDefaults) as (keyof typeof contentDefaults)[]).filter(
        (key) => key !== "items" && served.some((each) => each[key] === undefined),
    );
    const values = [
        ...missing.map((key) =>
            key === "responseSeconds"
                ? `${key} ${contentDefaults[key]}, or twice the CPU time if that is longer`
                : `${key} ${contentDefaults[key]}`,
        ),
        ...(withConnections ? [`databaseConnectionsPerServer ${DATABASE_CONNECTIONS_PER_SERVER}`] : []),
    ];
    return values.length === 0 ? [] : [`If the file has no value: ${values.join("; ")}.`];
}
