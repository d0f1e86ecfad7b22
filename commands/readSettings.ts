import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { parseConfigFile } from "../stacks/configFile";
import { readProject } from "../stacks/project";
import { readStackFile, type StackFile } from "../stacks/stackFile";
import { findJsonObject } from "./findJsonObject";

/**
 * Reads the complete settings of a stack.
 *
 * @param root folder of the project.
 * @param command name of the command, for errors.
 * @throws a {@link UserError} if the stack takes values from ESC environments, and no file has them.
 */
export function readSettings(
    root: string,
    { stack, configFile }: { stack: string; configFile?: string },
    command: string,
): StackFile {
    const project = readProject(root);
    const values =
        configFile === undefined
            ? undefined
            : parseConfigFile(
                  `--config-file ${configFile}`,
                  findJsonObject(readNamedFile("--config-file", configFile)),
                  project.name,
              );
    // npm runs a script in the project's folder. INIT_CWD is the folder in which npm was called.
    const paths = process.env["INIT_CWD"] ?? process.cwd();
    const stackFile = readStackFile(stack, { stacks: root, paths }, project, values);
    if (values === undefined && stackFile.environments.length > 0) {
        throw new UserError(unknownEnvironments(stackFile, command));
    }
    return stackFile;
}

function unknownEnvironments({ stack, pulumiStack, environments }: StackFile, command: string): string[] {
    const names = environments.map((name) => `  ${name}`);
    return [
        `Pulumi.${stack}.yaml takes values from ESC environments. They are not known offline, and nothing was planned.`,
        "",
        ...names,
        "",
        "Write the complete configuration to a file, and plan with it. `pulumi preview` needs no such file.",
        "",
        `  pulumi config --stack ${pulumiStack} --json --open > config.json`,
        `  npm run ${command} -- --stack ${pulumiStack} --config-file config.json`,
    ];
}
