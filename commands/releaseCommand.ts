import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { parse } from "yaml";
import { EXIT } from "./exitStatus";
import type { Streams } from "./reportFailure";
import { UserError } from "../lib/userError";
import { runCommand } from "./runCommand";

/** The environment of the command, in addition to the file system and npm. */
export interface ReleaseContext extends Streams {
    /** Folder of the project. */
    root: string;
}

/**
 * `npm run release`: writes the files of a release of the version in package.json.
 *
 * @returns the exit status.
 */
export async function releaseCommand(args: string[], context: ReleaseContext): Promise<number> {
    return runCommand(defineReleaseCommand(), args, context, (command) => {
        const { output } = command.opts<{ output: string }>();
        for (const file of writeRelease(
            context.root,
            resolve(process.env["INIT_CWD"] ?? process.cwd(), output),
        )) {
            context.out(`${join(output, file)}\n`);
        }
        return EXIT.done;
    });
}

/** The options of the command. */
export function defineReleaseCommand(): Command {
    return new Command("npm run release --")
        .description(
            "Write the files of a release: the packed policy pack, its checksum, the notes from CHANGELOG.md, and the name of the tag. Publishes nothing.",
        )
        .requiredOption("--output <folder>", "folder for the files, created if it does not exist")
        .addHelpText(
            "after",
            [
                "",
                "Example:",
                "  npm run release -- --output dist",
                "",
                "Exit status: 0 written; 1 the versions differ or CHANGELOG.md lacks the version; 2 wrong usage.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run release -- --output dist. --help lists them.)",
        )
        .exitOverride();
}

/** @returns the names of the files. */
function writeRelease(root: string, folder: string): string[] {
    const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
    const { version } = JSON.parse(read("package.json")) as { version: string };
    const others = {
        "policy/package.json": (JSON.parse(read("policy", "package.json")) as { version: string }).version,
        "policy/PulumiPolicy.yaml": (parse(read("policy", "PulumiPolicy.yaml")) as { version: string })
            .version,
    };
    const notes = notesOf(read("CHANGELOG.md"), version);
    const mistakes = [
        ...Object.entries(others)
            .filter(([, other]) => other !== version)
            .map(
                ([file, other]) =>
                    `${file}: version must be ${version}, as in package.json, got ${other}. Set it.`,
            ),
        ...(notes === undefined
            ? [
                  `CHANGELOG.md: must have a section "## ${version}" with text. Rename "Unreleased" when you release it.`,
              ]
            : []),
    ];
    if (mistakes.length > 0 || notes === undefined) {
        throw new UserError(mistakes);
    }
    mkdirSync(folder, { recursive: true });
    // npm is a script on Windows, and the path of this one is known.
    const npm = process.env["npm_execpath"];
    const [program, before] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
    const run = (...args: string[]): string =>
        execFileSync(program, [...before, ...args], { cwd: root, encoding: "utf8" });
    run("run", "--silent", "build", "--workspace", "policy");
    const [packed] = JSON.parse(
        run("pack", "--json", "--workspace", "policy", "--pack-destination", folder),
    ) as [{ filename: string }];
    const hash = createHash("sha256")
        .update(readFileSync(join(folder, packed.filename)))
        .digest("hex");
    const texts = {
        SHA256SUMS: `${hash}  ${packed.filename}\n`,
        "notes.md": `${notes}\n`,
        tag: `v${version}\n`,
    };
    for (const [name, text] of Object.entries(texts)) {
        writeFileSync(join(folder, name), text);
    }
    return [packed.filename, ...Object.keys(texts)];
}

/** The section of a version in the changelog; `undefined` if it is missing or empty. */
function notesOf(changelog: string, version: string): string | undefined {
    const section = changelog
        .split(/^## /m)
        .slice(1)
        .find((each) => /^\[?([^\]\s]+)/.exec(each)?.[1] === version);
    const notes = section?.split("\n").slice(1).join("\n").trim();
    return notes === "" ? undefined : notes;
}
