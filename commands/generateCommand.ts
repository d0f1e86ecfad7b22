import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { EXIT } from "./exitStatus";
import { reportFailure, type Streams } from "./reportFailure";
import { UserError } from "../lib/userError";

/** A command that writes files from the program. */
export interface Generator {
    name: "settings" | "policies";
    /** The files and their source, after "Write". */
    subject: string;
    /** The text of each file, by its path in the project. */
    generate: () => Promise<Record<string, string>>;
    /** A sentence about further checks of `--check`. */
    alsoChecks?: string;
    /** The further checks: returns the mistakes. */
    check?: () => Promise<string[]>;
}

/**
 * `npm run settings` and `npm run policies`: writes files that are generated, or checks that they are current.
 *
 * @returns the exit status.
 */
export async function generateCommand(
    args: string[],
    generator: Generator,
    { root, ...streams }: Streams & { root: string },
): Promise<number> {
    const { name, generate, check } = generator;
    const command = defineGenerateCommand(generator).configureOutput({
        writeOut: streams.out,
        writeErr: streams.err,
    });
    try {
        command.parse(args, { from: "user" });
        const files = Object.entries(await generate());
        if (command.opts<{ check?: true }>().check !== true) {
            for (const [file, text] of files) {
                writeFileSync(join(root, file), text);
                streams.out(`${file}\n`);
            }
            return EXIT.done;
        }
        const wrong = [
            ...files
                .filter(([file, text]) => readIfThere(join(root, file)) !== text)
                .map(([file]) => `${file}: is not current. Run \`npm run ${name}\` and commit the result.`),
            ...((await check?.()) ?? []),
        ];
        if (wrong.length > 0) {
            throw new UserError(wrong);
        }
        return EXIT.done;
    } catch (error) {
        return reportFailure(
            args,
            error instanceof CommanderError ? error : error instanceof Error ? error.message : String(error),
            streams,
        );
    }
}

/** The options of the command. */
export function defineGenerateCommand({
    name,
    subject,
    alsoChecks = "",
}: Pick<Generator, "name" | "subject" | "alsoChecks">): Command {
    return new Command(`npm run ${name} --`)
        .description(`Write ${subject}.`)
        .option("--check", `write nothing, and fail if a file is not current.${alsoChecks}`)
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                `  npm run ${name}`,
                `  npm run ${name} -- --check`,
                "",
                "Exit status: 0 written, or current; 1 something is wrong; 2 wrong usage.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(`(Options come after two dashes: npm run ${name} -- --check. --help lists them.)`)
        .exitOverride();
}

function readIfThere(path: string): string | undefined {
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
