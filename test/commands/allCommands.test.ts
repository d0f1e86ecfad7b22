import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { expect } from "chai";
import { EXIT } from "../../commands/exitStatus";
import { ROOT } from "../program";

interface Outcome {
    status: number | null;
    stdout: string;
    stderr: string;
}

/** Runs a command as a process of its own, as npm does. */
async function run(...args: string[]): Promise<Outcome> {
    const child = spawn(process.execPath, [join(ROOT, "commands", "run.cjs"), ...args], {
        env: { PATH: process.env.PATH },
    });
    const [stdout, stderr, status] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        new Promise<number | null>((resolve) => child.on("close", resolve)),
    ]);
    return { status, stdout, stderr };
}

/** The names in the list of commands of a help text. */
function commandsIn(help: string): string[] {
    const [, list = ""] = /\nCommands:\n((?: {2}.*\n)+)/.exec(help) ?? [];
    return [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = ""]) => name);
}

/** The help texts of all commands and their subcommands. */
async function helpTexts(...path: string[]): Promise<[string[], Outcome][]> {
    const help = await run(...path, "--help");
    const inner = await Promise.all(commandsIn(help.stdout).map((name) => helpTexts(...path, name)));
    return [[path, help], ...inner.flat()];
}

describe("Every command", function () {
    this.timeout(120_000);

    let helps: [string[], Outcome][];

    before(async () => {
        helps = (await helpTexts()).slice(1);
    });

    it("has --help with examples, on standard output", () => {
        const faults = helps.flatMap(([path, { status, stdout, stderr }]) => {
            const [command = "", ...rest] = path;
            const example = ["npm run (--silent |-s )?", command, "(?: -- ", rest.join(" "), ")?"].join("");
            return [
                ...(status === 0 && stderr === "" ? [] : [`exits with ${status}`]),
                ...(stdout.startsWith(`Usage: npm run ${[command, "--", ...rest].join(" ")}`)
                    ? []
                    : ["has no usage"]),
                ...(new RegExp(`Examples?:\n(  .*\n)*? +.*${example}`).test(stdout)
                    ? []
                    : ["has no example"]),
            ].map((fault) => `${path.join(" ")} ${fault}`);
        });

        expect(faults).to.deep.equal([]);
        expect(helps.map(([path]) => path.join(" "))).to.include.members([
            "plan",
            "changes",
            "recovery",
            "recovery restore",
        ]);
    });

    it("rejects a mistyped option with the nearest one, and exits with 2", async () => {
        const outcomes = await Promise.all(
            helps.map(async ([path, { stdout }]) => {
                const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(
                    ([, name = ""]) => name,
                );
                const option = options.sort((one, other) => other.length - one.length)[0] ?? "";
                const typed = option.slice(0, -2) + option.slice(-1);
                const outcome = await run(...path, typed);
                return { path, option, typed, outcome };
            }),
        );

        const faults = outcomes.filter(
            ({ option, typed, outcome: { status, stdout, stderr } }) =>
                !(
                    status === 2 &&
                    stdout === "" &&
                    stderr.startsWith(`error: unknown option '${typed}'\n(Did you mean ${option}?)\n`)
                ),
        );
        expect(faults).to.deep.equal([]);
    });

    it("prints a failure as JSON if it prints JSON, and the same text on standard error", async () => {
        const printing = helps.filter(([, { stdout }]) => /^ +--json /m.test(stdout));
        expect(printing.map(([path]) => path.join(" "))).to.deep.equal([
            "plan",
            "changes",
            "cost",
            "capacity",
            "upgrade",
            "drift",
            "doctor",
            "accept",
            "load",
            "bootstrap",
            "tunnel",
            "recovery status",
        ]);
        const failing = [
            ...printing.map(([path]) => [2, [...path, "--json", "--unknown"]] as const),
            [1, ["plan", "--json", "--stack", "none"]] as const,
            [1, ["plan", "--format", "json", "--stack", "none"]] as const,
            [2, ["plan", "--format=json", "--stack"]] as const,
            ...["cost", "capacity", "doctor", "accept", "tunnel"].map(
                (name) => [1, [name, "--json", "--stack", "none"]] as const,
            ),
            [1, ["bootstrap", "--json"]] as const,
            [1, ["changes", "--json", "--preview", "/none"]] as const,
            [7, ["drift", "--json", "--stack", "dev", "--preview", "/none"]] as const,
            [1, ["recovery", "status", "--json", "--manifest", "/none"]] as const,
        ];
        for (const [expected, args] of failing) {
            const { status, stdout, stderr } = await run(...args);
            const { error } = JSON.parse(stdout) as { error: string };
            const command = args.join(" ");

            expect([status, Object.keys(JSON.parse(stdout) as object)], command).to.deep.equal([
                expected,
                ["error"],
            ]);
            expect(error, command).to.not.equal("");
            expect(stderr, command).to.include(error);
        }
    });
});

describe("The answer of a command as data", function () {
    this.timeout(120_000);

    const account = ["--account", "123456789012", "--region", "us-east-1", "--repository", "example/connect"];
    for (const args of [
        ["plan", "--stack", "dev", "--json"],
        ["plan", "--stack", "dev", "--format", "json"],
        ["plan", "--stack", "dev", "--format", "sarif"],
        ["cost", "--stack", "dev", "--json"],
        ["bootstrap", ...account, "--json"],
    ]) {
        it(`is all that is on standard output: ${args.join(" ")}`, async () => {
            const { status, stdout, stderr } = await run(...args);

            expect([status, stderr]).to.deep.equal([0, ""]);
            expect(JSON.parse(stdout)).to.be.an("object");
        });
    }
});

describe("docs/commands.md", () => {
    const page = readFileSync(join(ROOT, "docs", "commands.md"), "utf8");

    it("lists every exit status", () => {
        const listed = [...page.matchAll(/^\| (\d+) /gm)].map(([, status]) => Number(status));

        // Drift and doctor share one.
        expect(listed).to.deep.equal([...new Set(Object.values(EXIT))]);
    });

    it("lists the exit statuses of each command's help", async () => {
        const rows = [...page.matchAll(/^\| (\d+) .*\| ([^|]*)\|$/gm)].map(
            ([, status = "", names = ""]) => [status, names] as const,
        );
        const faults = (await helpTexts()).slice(1).flatMap(([path, { stdout }]) => {
            const [, statuses = ""] = /\nExit status: ([^]*)$/.exec(stdout) ?? [];
            return [...statuses.matchAll(/(?:^|[,;]\s+)(\d) /g)]
                .map(([, status = ""]) => status)
                .filter(
                    (status) =>
                        !rows.some(
                            ([number, names]) =>
                                number === status &&
                                (names.trim() === "all" || names.includes(`\`${path[0] ?? ""}\``)),
                        ),
                )
                .map((status) => `${path.join(" ")}: ${status}`);
        });

        expect(faults).to.deep.equal([]);
    });

    it("lists every command that npm runs", async () => {
        const listed = [...page.matchAll(/^\| \[`npm run (\w+)`\]/gm)].map(([, name]) => name);

        expect(listed).to.deep.equal(commandsIn((await run("--help")).stdout));
    });
});
