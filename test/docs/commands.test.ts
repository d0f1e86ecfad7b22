import { expect } from "chai";
import { CommanderError, type Command } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineAcceptCommand } from "../../commands/acceptCommand";
import { defineBootstrapCommand } from "../../commands/bootstrapCommand";
import { defineCapacityCommand } from "../../commands/capacityCommand";
import { defineCommentCommand } from "../../commands/commentCommand";
import { defineCostCommand } from "../../commands/costCommand";
import { defineDoctorCommand } from "../../commands/doctorCommand";
import { defineDriftCommand } from "../../commands/driftCommand";
import { defineLoadCommand, type LoadContext } from "../../commands/loadCommand";
import { defineReleaseCommand } from "../../commands/releaseCommand";
import { defineGenerateCommand } from "../../commands/generateCommand";
import { defineChangesCommand } from "../../commands/changesCommand";
import { definePlanCommand } from "../../commands/planCommand";
import { defineTemplateCommand } from "../../commands/templateCommand";
import { defineTunnelCommand } from "../../commands/tunnelCommand";
import { defineUpgradeCommand } from "../../commands/upgradeCommand";
import { definePricesCommand } from "../../commands/pricesCommand";
import { defineRecoveryCommand, type RecoveryContext } from "../../commands/recoveryCommand";
import { ROOT } from "../program";
import { trackedFiles } from "./trackedFiles";

/** The commands that have options; each parses its own. */
const DEFINITIONS: Record<string, () => Command> = {
    plan: definePlanCommand,
    accept: defineAcceptCommand,
    bootstrap: defineBootstrapCommand,
    changes: defineChangesCommand,
    comment: defineCommentCommand,
    capacity: defineCapacityCommand,
    cost: defineCostCommand,
    doctor: defineDoctorCommand,
    drift: defineDriftCommand,
    load: () => {
        const command = defineLoadCommand({} as LoadContext, () => undefined).action(() => undefined);
        for (const subcommand of command.commands) {
            subcommand.action(() => undefined);
        }
        return command;
    },
    release: defineReleaseCommand,
    tunnel: defineTunnelCommand,
    upgrade: defineUpgradeCommand,
    template: defineTemplateCommand,
    settings: () => defineGenerateCommand({ name: "settings", subject: "" }),
    policies: () => defineGenerateCommand({ name: "policies", subject: "" }),
    prices: definePricesCommand,
    recovery: () => {
        const command = defineRecoveryCommand({} as RecoveryContext, () => undefined);
        for (const subcommand of command.commands) {
            subcommand.action(() => undefined);
        }
        return command;
    },
};

/** Errors of a command that a sentence only mentions, such as `npm run recovery -- fetch`. */
const INCOMPLETE = [
    "commander.missingArgument",
    "commander.missingMandatoryOptionValue",
    "commander.optionMissingArgument",
    "commander.help",
];

const SCRIPTS = { ...scriptsOf("."), ...scriptsOf("policy") };

describe("The documentation's commands", () => {
    for (const page of trackedFiles("*.md")) {
        it(`exist and accept their options: ${page}`, () => {
            expect(commandErrors(readFileSync(join(ROOT, page), "utf8"))).to.deep.equal([]);
        });
    }

    it("are found in code blocks, in their comments and in sentences", () => {
        const page = [
            "```sh",
            "pulumi preview --json > a.json && npm run changes -- --preview a.json --jsn # or: npm run pln -- --stack a",
            "npm run recovery -- status",
            "```",
            "Run `npm run recovery -- restore",
            "--unit 1`, `npm run recovery -- fetch`, `npm run bench -- --fast` or `node commands/run.cjs plans`.",
            "| `--point-in-tiem TIME` | a time |",
        ].join("\n");

        expect(commandErrors(page)).to.deep.equal([
            "npm run changes -- --preview a.json --jsn: error: unknown option '--jsn' (Did you mean --json?)",
            "npm run pln -- --stack a: pln is not a script of package.json",
            "npm run recovery -- status: error: required option '--manifest <place>' not specified",
            "npm run recovery -- restore --unit 1: error: option '--unit <minute>' argument '1' is invalid. Its name is --recovery-set.",
            "npm run bench -- --fast: bench has no options",
            "node commands/run.cjs plans: plans is not a script of package.json",
            "--point-in-tiem: no command has this option",
        ]);
    });
});

/** The wrong commands of a page, each with its error. */
function commandErrors(page: string): string[] {
    const block = /^[ \d.-]*```[\s\S]*?^ *```/gm;
    const prose = page.replace(block, "");
    const mentions = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace(/\s+/g, " "));
    return [
        ...[...page.matchAll(block)].flatMap(([code]) =>
            callsIn(code).flatMap((call) => callErrors(call, [])),
        ),
        ...mentions.flatMap((code) => callsIn(code).flatMap((call) => callErrors(call, INCOMPLETE))),
        ...[...prose.matchAll(/^\| `(--[\w-]+)/gm)]
            .map(([, option = ""]) => option)
            .filter((option) => !OPTIONS.includes(option))
            .map((option) => `${option}: no command has this option`),
    ];
}

function callsIn(code: string): string[] {
    return [...code.matchAll(/(?:npm run|node commands\/run\.cjs) [^|&>#\n`]*/g)].map(([call]) =>
        call.trim(),
    );
}

/** @param accepted codes of errors that are none. */
function callErrors(call: string, accepted: string[]): string[] {
    const words = [...call.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) =>
        word.replace(/^["']|["']$/g, ""),
    );
    const [program] = words;
    // `npm run --silent plan -- --json`: npm's own options come before the two dashes.
    const end = words.includes("--") ? words.indexOf("--") : words.length;
    const name = program === "npm" ? words.slice(2, end).find((word) => !word.startsWith("-")) : words[2];
    const args = words.slice(program === "npm" ? end + 1 : 3);
    if (name === undefined || name.startsWith("-")) {
        return [];
    }
    if (!(name in SCRIPTS)) {
        return [`${call}: ${name} is not a script of package.json`];
    }
    const define = DEFINITIONS[name];
    if (define === undefined || (args.length === 0 && accepted.length > 0)) {
        return args.length === 0 ? [] : [`${call}: ${name} has no options`];
    }
    try {
        const command = define();
        for (const each of [command, ...command.commands]) {
            each.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
        }
        command.parse(args, { from: "user" });
        return [];
    } catch (error) {
        if (!(error instanceof CommanderError)) {
            throw error;
        }
        return accepted.includes(error.code) ? [] : [`${call}: ${error.message.replace(/\s+/g, " ")}`];
    }
}

/** The options of all commands. */
const OPTIONS = Object.values(DEFINITIONS).flatMap((define) => {
    const command = define();
    return [command, ...command.commands].flatMap(({ options }) => options.map(({ long }) => long));
});

function scriptsOf(folder: string): Record<string, string> {
    const text = readFileSync(join(ROOT, folder, "package.json"), "utf8");
    return (JSON.parse(text) as { scripts: Record<string, string> }).scripts;
}
