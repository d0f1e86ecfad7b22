import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { UserError } from "../lib/userError";
import { ConnectClient } from "../load/connectClient";
import {
    type Api,
    APIS,
    bundleOf,
    CONNECTIONS_PER_PROCESS,
    deleteApis,
    processesFor,
    type Published,
    publishApis,
} from "../load/publish";
import { nearestOf } from "../stacks/nearest";
import { EXIT } from "./exitStatus";
import { findPeak } from "./load/findPeak";
import { forecastFor, THINK_SECONDS, workloadOf } from "./load/forecast";
import type { Second } from "./load/measurements";
import { LOCAL, stackOfHost } from "./load/ownHost";
import { preflight } from "./load/preflight";
import {
    type LoadPlan,
    type LoadResult,
    partsOf,
    type PeakSearch,
    publishingOf,
    type Scenario,
} from "./load/result";
import { findK6, type Run, runK6 } from "./load/runK6";
import { readSettings } from "./readSettings";
import { rejectUnknownFirst } from "./rejectUnknownFirst";
import { reportFailure, type Streams } from "./reportFailure";

/** The environment of the command, except k6, the file system and Connect. */
export interface LoadContext extends Streams {
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Folder of the project, with its stack files. */
    root: string;
    env: NodeJS.ProcessEnv;
    /** Shows a progress message until the returned function is called. */
    progress: (text: string) => () => void;
    /** Whether the output may have color. */
    color: boolean;
    /** In milliseconds since 1970. */
    now: number;
}

interface Connection {
    url: string;
    key?: string;
    iOwnThisHost?: true;
}

interface LoadOptions extends Connection {
    stack?: string;
    configFile?: string;
    users: number;
    scenario: Scenario;
    ramp?: number;
    hold?: number;
    think: number;
    processes?: number;
    output: string;
    json?: true;
}

interface PublishOptions extends Connection {
    users: number;
    think: number;
    processes?: number;
}

interface UnpublishOptions extends Connection {
    content: Published[];
}

/** Steps of the search for the most throughput. */
const STEPS = 20;

/** Seconds of each scenario until all users have arrived, and with all of them. Posit holds for half an hour after its search. */
const DURATIONS: Record<Scenario, { ramp: number; hold: number }> = {
    users: { ramp: 120, hold: 600 },
    peak: { ramp: STEPS * 60, hold: 1800 },
};

/**
 * `npm run load`: repeats Posit's load test on a deployment. It publishes two APIs, and deletes them at its end.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function loadCommand(args: string[], context: LoadContext): Promise<number> {
    const { out, err } = context;
    let exit: number = EXIT.done;
    const command = defineLoadCommand(context, (status) => {
        exit = status;
    }).configureOutput({ writeOut: out, writeErr: err });
    try {
        for (const subcommand of command.commands) {
            subcommand.configureOutput({ writeOut: out, writeErr: err });
            rejectUnknownFirst(subcommand);
        }
        rejectUnknownSubcommand(command, args[0]);
        await rejectUnknownFirst(command).parseAsync(args, { from: "user" });
        return exit;
    } catch (error) {
        if (error instanceof CommanderError) {
            return reportFailure(args, error, context);
        }
        if (error instanceof UserError) {
            return reportFailure(args, error.message, context);
        }
        throw error;
    }
}

/** The parser would count it as an argument too many. */
function rejectUnknownSubcommand(command: Command, first = "-"): void {
    const names = command.commands.map((subcommand) => subcommand.name());
    if (!first.startsWith("-") && !names.includes(first)) {
        command.error(`error: unknown command '${first}'\n(Did you mean ${nearestOf(first, names)}?)`);
    }
}

/** A number of a range, or an error that names it. */
function numberFrom(least: number, most: number, isWhole: boolean): (text: string) => number {
    return (text) => {
        const number = Number(text);
        if (
            text.trim() === "" ||
            !(number >= least && number <= most) ||
            (isWhole && !Number.isInteger(number))
        ) {
            throw new InvalidArgumentError(
                `It must be a ${isWhole ? "whole " : ""}number from ${least} to ${most.toLocaleString("en")}.`,
            );
        }
        return number;
    };
}

function parseUrl(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !["https:", "http:"].includes(url.protocol) || url.search + url.hash !== "") {
        throw new InvalidArgumentError("It must be Connect's address, such as https://connect.example.com.");
    }
    return text.replace(/\/+$/, "");
}

function parseContent(text: string): Published[] {
    return text.split(",").map((pair) => {
        const [api = "", guid = ""] = pair.split("=");
        const known = APIS.find((name) => name === api);
        if (known === undefined || !/^[0-9a-f-]{36}$/.test(guid)) {
            throw new InvalidArgumentError("It must be as `publish` prints it: fastapi=GUID,plumber=GUID.");
        }
        return { api: known, guid };
    });
}

/**
 * Adds the options that name a Connect.
 *
 * The parser would require a mandatory option of the command from its subcommands, too: {@link requireUrl} does not.
 */
function withConnection(command: Command): Command {
    return command
        .addOption(new Option("--url <url>", "address of Connect, required").argParser(parseUrl))
        .option(
            "--key <key>",
            "API key of a publisher (default: CONNECT_API_KEY, which no process list shows)",
        )
        .option("--i-own-this-host", "allow a host that belongs to no stack of this project");
}

function requireUrl(command: Command): void {
    if (command.getOptionValue("url") === undefined) {
        command.error("error: required option '--url <url>' not specified", {
            code: "commander.missingMandatoryOptionValue",
        });
    }
}

/** Adds the options from which the number of processes follows. */
function withLoad(command: Command): Command {
    return command
        .addOption(
            new Option("--users <number>", "users at the same time; for peak, the most that are tried")
                .argParser(numberFrom(1, 100_000, true))
                .default(3000),
        )
        .addOption(
            new Option("--think <seconds>", "mean time between two requests of a user; Posit publishes none")
                .argParser(numberFrom(0.1, 600, false))
                .default(THINK_SECONDS),
        )
        .addOption(
            new Option(
                "--processes <number>",
                "processes of each API on each server (default: by users, think and servers)",
            ).argParser(numberFrom(1, 100, true)),
        );
}

/** @param setExit is called with the status of the command that runs. */
export function defineLoadCommand(context: LoadContext, setExit: (status: number) => void): Command {
    const seconds = numberFrom(1, 86_400, true);
    const command = withLoad(withConnection(new Command("npm run load --")))
        .description(
            "Repeats Posit's load test with k6 on a deployment of Connect: publishes a FastAPI and a Plumber API, visits them as many " +
                "users, and deletes them.",
        )
        .option(
            "--stack <name>",
            "stack whose capacity is forecast (default: the one that the host belongs to)",
        )
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .addOption(
            new Option(
                "--scenario <name>",
                "users: all users at once, as published; peak: raise users until the throughput peaks, then hold while one publishes",
            )
                .choices(["users", "peak"])
                .default("users"),
        )
        .addOption(
            new Option(
                "--ramp <seconds>",
                "time until all users have arrived (default: 120; peak: 1200)",
            ).argParser(seconds),
        )
        .addOption(
            new Option("--hold <seconds>", "time with all users (default: 600; peak: 1800)").argParser(
                seconds,
            ),
        )
        .option("--output <folder>", "folder for summary.json and report.html", "load-report")
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  CONNECT_API_KEY=... npm run load -- --url https://connect.example.com",
                "  npm run load -- --url https://connect.example.com --scenario peak --users 6000",
                "",
                "Exit status: 0 every threshold holds, 1 Connect or k6 did not respond as expected, 2 wrong usage, 9 a threshold is exceeded.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Put options after two dashes: npm run load -- --url https://connect.example.com. --help lists them.)",
        )
        .helpCommand(false)
        .enablePositionalOptions()
        .exitOverride()
        .action(async (options: LoadOptions, self: Command) => {
            requireUrl(self);
            setExit(await runTest(options, context));
        });
    withLoad(withConnection(command.command("publish")))
        .description("Publish the APIs and keep them, for a test from several machines.")
        .addHelpText("after", "\nExample:\n  npm run load -- publish --url https://connect.example.com")
        .allowExcessArguments(false)
        .action(async (options: PublishOptions, self: Command) => {
            requireUrl(self);
            await publish(options, context);
        });
    withConnection(command.command("unpublish"))
        .description("Delete published APIs.")
        .addOption(
            new Option("--content <list>", "LOAD_CONTENT as `publish` prints it")
                .argParser(parseContent)
                .makeOptionMandatory(),
        )
        .addHelpText(
            "after",
            "\nExample:\n  npm run load -- unpublish --url https://connect.example.com --content fastapi=GUID,plumber=GUID",
        )
        .allowExcessArguments(false)
        .action(async (options: UnpublishOptions, self: Command) => {
            requireUrl(self);
            await deleteApis(connect(options, context), options.content);
            context.out(`Deleted ${options.content.map(({ api }) => api).join(" and ")}.\n`);
        });
    return command;
}

/** A client for the named Connect. @throws a {@link UserError} without a key, or for a host of others. */
function connect({ url, key, iOwnThisHost }: Connection, { env, root }: LoadContext): ConnectClient {
    const { hostname } = new URL(url);
    const problems = [
        ...(iOwnThisHost === true || stackOfHost(hostname, root) !== undefined
            ? []
            : [
                  `--url: ${hostname} belongs to no stack of this project. If you may test it, add --i-own-this-host.`,
              ]),
        ...((key ?? env["CONNECT_API_KEY"] ?? "") === ""
            ? ["--key: required, the API key of a publisher. Or set CONNECT_API_KEY."]
            : []),
    ];
    if (problems.length > 0) {
        throw new UserError(problems);
    }
    return new ConnectClient(url, key ?? env["CONNECT_API_KEY"] ?? "");
}

/** Shows one step at a time. */
function stepper({ progress }: LoadContext): { show: (text: string) => void; end: () => void } {
    let end = (): void => undefined;
    return {
        show: (text) => {
            end();
            end = progress(text);
        },
        end: () => {
            end();
            end = () => undefined;
        },
    };
}

async function publish(options: PublishOptions, context: LoadContext): Promise<void> {
    const client = connect(options, context);
    const servers = await preflight(client);
    const { show, end } = stepper(context);
    const processes = options.processes ?? processesFor(loadOf(options, servers));
    const published = await publishApis(client, processes, show).finally(end);
    context.out(
        [
            `LOAD_URL=${client.url}`,
            `LOAD_CONTENT=${contentOf(published)}`,
            `LOAD_SERVERS=${servers.join(",")}`,
            "",
        ].join("\n"),
    );
}

const loadOf = ({ users, think }: { users: number; think: number }, servers: readonly string[]) => ({
    users,
    thinkSeconds: think,
    servers: servers.length,
});

const contentOf = (published: readonly Published[]): string =>
    published.map(({ api, guid }) => `${api}=${guid}`).join(",");

async function runTest(options: LoadOptions, context: LoadContext): Promise<number> {
    const client = connect(options, context);
    findK6(context.env);
    const servers = await preflight(client);
    const { scenario, users, think, output } = options;
    const durations = DURATIONS[scenario];
    const plan: LoadPlan = {
        scenario,
        url: client.url,
        users,
        rampSeconds: options.ramp ?? durations.ramp,
        holdSeconds: options.hold ?? durations.hold,
        thinkSeconds: think,
        processes: options.processes ?? processesFor(loadOf(options, servers)),
        servers,
    };
    const stack = options.stack ?? stackOfHost(new URL(client.url).hostname, context.root);
    const forecast =
        stack === undefined || stack === LOCAL
            ? { unknown: "the host belongs to no stack of this project; --stack names one" }
            : await forecastFor(
                  workloadOf(plan, visitedIn(scenario), CONNECTIONS_PER_PROCESS),
                  () => readSettings(context.root, { ...options, stack }, "load"),
                  context.program,
              );
    const { show, end } = stepper(context);
    let published: Published[] = [];
    let result: LoadResult;
    try {
        published = await publishApis(client, plan.processes, show);
        const startedAt = new Date(context.now).toISOString();
        const key = options.key ?? context.env["CONNECT_API_KEY"] ?? "";
        result = {
            ...(await measure(plan, published, { ...context.env, CONNECT_API_KEY: key }, show)),
            startedAt,
            forecast,
        };
    } finally {
        show("Deleting the APIs …");
        await deleteApis(client, published).finally(end);
    }
    const files = await writeReport(output, result);
    if (options.json === true) {
        context.out(`${JSON.stringify(result, null, 4)}\n`);
    } else {
        const { loadReport } = await import("./loadReport");
        context.out(loadReport(result, { ...context, files }));
    }
    return result.passed ? EXIT.done : EXIT.notAccepted;
}

/** The APIs that users visit. In Posit's newer method it is one, while one user publishes the other. */
const visitedIn = (scenario: Scenario): readonly Api[] => (scenario === "peak" ? ["fastapi"] : APIS);

/** Runs the scripts of a scenario, one after the other. */
async function measure(
    plan: LoadPlan,
    published: readonly Published[],
    env: NodeJS.ProcessEnv,
    show: (text: string) => void,
): Promise<Omit<LoadResult, "startedAt" | "forecast">> {
    const folder = mkdtempSync(join(tmpdir(), "load-"));
    try {
        const isPeak = plan.scenario === "peak";
        const visited = published.filter(({ api }) => visitedIn(plan.scenario).includes(api));
        const variables = {
            ...env,
            ...variablesOf(plan, visited),
            ...(isPeak ? await publisherOf(published, folder) : {}),
        };
        const run = (script: "users" | "steps", changes: Record<string, string>): Promise<Run> =>
            runK6(script, { ...variables, ...changes }, (second) => {
                show(progressOf(script, second, plan));
            });
        let held = plan;
        let peak: PeakSearch | undefined;
        if (isPeak) {
            peak = peakOf(
                await run("steps", {
                    LOAD_STEPS: String(STEPS),
                    LOAD_STEP_SECONDS: String(Math.max(2, Math.round(plan.rampSeconds / STEPS))),
                }),
            );
            // Its users have been there before: they arrive in a tenth of the time.
            held = {
                ...plan,
                users: peak.users,
                rampSeconds: Math.max(1, Math.round(plan.rampSeconds / 10)),
            };
        }
        const outcome = await run("users", {
            LOAD_USERS: String(held.users),
            LOAD_RAMP_SECONDS: String(held.rampSeconds),
        });
        return {
            ...held,
            passed: outcome.passed,
            parts: partsOf(
                outcome,
                held,
                visited.map(({ api }) => api),
            ),
            publishing: publishingOf(outcome.summary),
            peak,
            seconds: outcome.seconds,
        };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** The environment of the scripts in load/k6. */
function variablesOf(plan: LoadPlan, published: readonly Published[]): Record<string, string> {
    return {
        LOAD_URL: plan.url,
        LOAD_CONTENT: contentOf(published),
        LOAD_SERVERS: plan.servers.join(","),
        LOAD_USERS: String(plan.users),
        LOAD_RAMP_SECONDS: String(plan.rampSeconds),
        LOAD_HOLD_SECONDS: String(plan.holdSeconds),
        LOAD_THINK_SECONDS: String(plan.thinkSeconds),
    };
}

/** The environment of the publisher, who deploys the Plumber API again and again, as in Posit's test. */
async function publisherOf(published: readonly Published[], folder: string): Promise<Record<string, string>> {
    const file = join(folder, "bundle.base64");
    writeFileSync(file, (await bundleOf("plumber")).toString("base64"));
    return {
        LOAD_PUBLISH_GUID: published.find(({ api }) => api === "plumber")?.guid ?? "",
        LOAD_BUNDLE: file,
    };
}

/** The most throughput of a search: where it ended, or the best step if it did not end by itself. */
function peakOf({ phases }: Run): PeakSearch {
    const steps = phases.filter(({ phase }) => phase.startsWith("step"));
    const best = [...steps].sort((one, other) => other.requestsPerSecond - one.requestsPerSecond)[0];
    const peak = findPeak(steps) ?? best;
    if (peak === undefined) {
        throw new UserError(["k6 ended before the first step. Run the test again with a longer --ramp."]);
    }
    return { steps, users: peak.users, requestsPerSecond: peak.requestsPerSecond };
}

function progressOf(script: "users" | "steps", second: Second, plan: LoadPlan): string {
    const end = script === "steps" ? plan.rampSeconds : plan.rampSeconds + plan.holdSeconds;
    const p99 = second.p99Ms === null ? "–" : `${Math.round(second.p99Ms)} ms`;
    return `${script === "steps" ? "Searching the peak" : "Testing"}: ${second.second} of ${end} s, ${second.users} users, ${second.requests} requests/s, 99 % ${p99}, ${second.errors} errors`;
}

async function writeReport(folder: string, result: LoadResult): Promise<string[]> {
    const { loadPage } = await import("./load/loadPage");
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), folder);
    const files = {
        [join(folder, "summary.json")]: `${JSON.stringify(result, null, 4)}\n`,
        [join(folder, "report.html")]: loadPage(result),
    };
    try {
        mkdirSync(path, { recursive: true });
        for (const [file, text] of Object.entries(files)) {
            writeFileSync(join(path, basename(file)), text);
        }
    } catch (error) {
        throw new UserError([
            `--output ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? ""}).`,
        ]);
    }
    return Object.keys(files);
}
