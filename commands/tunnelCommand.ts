import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../lib/userError";
import type { CallerIdentity } from "../recovery/aws/sts";
import { parseSettings } from "../stacks/parseSettings";
import { secretPlaceholders } from "../stacks/secrets";
import type { SignIn } from "../stacks/sections/aws";
import { SettingsError } from "../stacks/settingsError";
import type { DeployedCluster } from "./doctor/aws/eks";
import { EXIT } from "./exitStatus";
import { readSettings } from "./readSettings";
import type { Streams } from "./reportFailure";
import { type Session, sessionArguments } from "./tunnel/session";
import { tunnelKubeconfig } from "./tunnel/tunnelKubeconfig";
import { describeUserError } from "./describeUserError";
import { runCommand } from "./runCommand";

/** The environment of the command, except the file system. */
export interface TunnelContext extends Streams {
    /** Folder of the project. */
    root: string;
    /** Signs in as the AWS provider does, for all other requests too, and returns the principal. */
    caller: (signIn: SignIn, region: string) => Promise<CallerIdentity>;
    cluster: (name: string, region: string) => Promise<DeployedCluster | undefined>;
    /** Ids of the cluster's nodes that Systems Manager reaches. */
    reachableNodes: (cluster: string, region: string) => Promise<string[]>;
    /** Runs the AWS CLI with a session until it ends. @returns its exit status; `undefined` if a part is not installed. */
    runSession: (args: readonly string[]) => Promise<number | undefined>;
}

interface TunnelOptions {
    stack: string;
    configFile?: string;
    port: number;
    kubeconfig?: string;
    json?: true;
}

/**
 * `npm run tunnel`: connects this machine to the private Kubernetes API of a stack, through one of its nodes.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function tunnelCommand(args: string[], context: TunnelContext): Promise<number> {
    return runCommand(
        defineTunnelCommand(),
        args,
        context,
        (command) => openTunnel(command.opts<TunnelOptions>(), context),
        describeUserError,
    );
}

export function defineTunnelCommand(): Command {
    return new Command("npm run tunnel --")
        .description(
            "Connects this machine to the private Kubernetes API of a stack, through one of its nodes, with AWS Systems Manager. " +
                "No port is opened. Ends with Ctrl-C.",
        )
        .option("--stack <name>", "stack with the cluster, or the path of its Pulumi.<stack>.yaml", "dev")
        .option(
            "--config-file <path>",
            "the stack's complete configuration, output of `pulumi config --json`: required with an ESC environment",
        )
        .option("--port <number>", "port on this machine", parsePort, 8443)
        .option("--kubeconfig <path>", "file to write (default: kubeconfig-STACK.yaml)")
        .option("--json", "print only data")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run tunnel -- --stack prod",
                "  KUBECONFIG=kubeconfig-prod.yaml kubectl get nodes   # in another terminal",
                "",
                "Exit status: 0 the tunnel was closed, 1 it could not be opened, 2 invalid usage.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Put options after two dashes: npm run tunnel -- --stack prod. --help lists them.)",
        )
        .exitOverride();
}

function parsePort(text: string): number {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (port < 1 || port > 65535) {
        throw new InvalidArgumentError("It must be a number from 1 to 65535.");
    }
    return port;
}

async function openTunnel(options: TunnelOptions, context: TunnelContext): Promise<number> {
    const stackFile = readSettings(context.root, options, "tunnel");
    const { project, stack, config, secretKeys, textAt } = stackFile;
    const complete = { ...config, ...secretPlaceholders(config, secretKeys) };
    const encrypted = Object.keys(complete).filter((key) => !(key in config));
    const parsed = parseSettings(complete, encrypted, { stack, project }, textAt);
    if (parsed.errors !== undefined) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, parsed.errors);
    }
    const { account, signIn } = parsed.settings;
    const { region } = account;
    const identity = await context.caller(signIn, region);
    if (identity.account !== account.id) {
        throw new UserError([
            `The credentials belong to account ${identity.account} (${identity.arn}), but ${stack} is in ${account.id}. ` +
                "Name a profile of that account in AWS_PROFILE, or assume a role there.",
        ]);
    }
    const name = `${project}-${stack}`;
    const [cluster, [node]] = await Promise.all([
        context.cluster(name, region),
        context.reachableNodes(name, region),
    ]);
    if (cluster === undefined || cluster.endpoint === "") {
        throw new UserError([
            `${name} does not exist in ${region}. Deploy the stack with \`pulumi up\` first.`,
        ]);
    }
    if (node === undefined) {
        throw new UserError([
            `Systems Manager reaches no node of ${name}. Set posit-connect:cluster.sessionManager to true, and run pulumi up from ` +
                "a network that reaches the API. Nodes that run already connect within an hour.",
        ]);
    }
    const session: Session = {
        node,
        region,
        host: cluster.endpoint.replace("https://", ""),
        port: options.port,
    };
    const path = resolve(
        process.env["INIT_CWD"] ?? process.cwd(),
        options.kubeconfig ?? `kubeconfig-${stack}.yaml`,
    );
    writeKubeconfig(path, tunnelKubeconfig(name, cluster.certificateAuthority, session, signIn));
    context.out(
        options.json === true
            ? `${JSON.stringify({ cluster: name, node, host: session.host, port: session.port, kubeconfig: path }, null, 4)}\n`
            : [
                  `${name} through ${node}, on port ${session.port} of this machine. In another terminal:`,
                  "",
                  `  export KUBECONFIG='${path}'`,
                  "  kubectl get nodes",
                  "",
                  "Ctrl-C closes the tunnel.",
                  "",
              ].join("\n"),
    );
    const status = await context.runSession(sessionArguments(session));
    if (status === undefined) {
        throw new UserError([
            "The AWS CLI or its Session Manager plugin is not installed: " +
                "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
        ]);
    }
    return status === 0 ? EXIT.done : EXIT.failed;
}

function writeKubeconfig(path: string, text: string): void {
    try {
        writeFileSync(path, text, { mode: 0o600 });
    } catch (error) {
        throw new UserError([
            `--kubeconfig ${path}: cannot be written (${(error as NodeJS.ErrnoException).code ?? ""}). Name another file.`,
        ]);
    }
}
