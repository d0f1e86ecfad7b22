import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { fillTemplate } from "../stacks/fillTemplate";
import { EXIT } from "./exitStatus";
import type { Streams } from "./reportFailure";
import { runCommand } from "./runCommand";

/**
 * `npm run template`: puts the answers to `pulumi new` into the settings of the new stack. npm runs it after it has installed the
 * packages, as the last step of `pulumi new`.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function templateCommand(
    args: string[],
    { root, ...streams }: Streams & { root: string },
): Promise<number> {
    return runCommand(defineTemplateCommand(), args, streams, () => {
        for (const file of readdirSync(root).filter((name) => /^Pulumi\.[\w.-]+\.ya?ml$/.test(name))) {
            const text = readFileSync(join(root, file), "utf8");
            // Most installs are of a project without answers: the example is read for a new one only.
            const filled = text.includes("template:")
                ? fillTemplate(text, readFileSync(join(root, "Pulumi.prod.yaml"), "utf8"))
                : undefined;
            if (filled !== undefined) {
                writeFileSync(join(root, file), filled);
                const stack = file.replace(/^Pulumi\.|\.ya?ml$/g, "");
                streams.out(`${file} has your answers. Next: npm run plan -- --stack ${stack}\n`);
            }
        }
        return EXIT.done;
    });
}

/** The options of the command. */
export function defineTemplateCommand(): Command {
    return new Command("npm run template --")
        .description(
            "Put the answers to `pulumi new` into the settings of the new stack. `npm install` runs it; without answers, it changes nothing.",
        )
        .addHelpText(
            "after",
            [
                "",
                "Example:",
                "  npm run template",
                "",
                "Exit status: 0 done, or nothing to do; 1 a file cannot be read or written; 2 wrong usage.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError("(npm run template -- --help describes it.)")
        .exitOverride();
}
