import { spawn } from "node:child_process";

/** A session that forwards a port of this machine to a host in the VPC. */
export interface Session {
    /** Id of the node that it goes through. */
    node: string;
    region: string;
    /** Name of the Kubernetes API. */
    host: string;
    /** Port on this machine. */
    port: number;
}

/** Source: AWS Systems Manager user guide, "Starting a session (port forwarding to remote host)". */
export function sessionArguments({ node, region, host, port }: Session): string[] {
    return [
        ...["ssm", "start-session", "--region", region, "--target", node],
        ...["--document-name", "AWS-StartPortForwardingSessionToRemoteHost"],
        "--parameters",
        JSON.stringify({ host: [host], portNumber: ["443"], localPortNumber: [String(port)] }),
    ];
}

/**
 * Runs the AWS CLI until it ends. Its output is on standard error.
 *
 * @returns its exit status, 0 if Ctrl-C has ended it; `undefined` if the AWS CLI or its plugin is not installed.
 */
export async function runSession(args: readonly string[]): Promise<number | undefined> {
    const plugin = await runCommand("session-manager-plugin", [], "ignore");
    return plugin === undefined ? undefined : runCommand("aws", args, 2);
}

function runCommand(
    command: string,
    args: readonly string[],
    output: "ignore" | 2,
): Promise<number | undefined> {
    return new Promise((settle) => {
        // The shell sends Ctrl-C to the AWS CLI too, which ends the session: this process waits for it.
        const ignore = (): void => undefined;
        process.on("SIGINT", ignore);
        const child = spawn(command, args, {
            stdio: ["inherit", output, output === "ignore" ? "ignore" : 2],
        });
        const end = (status: number | undefined): void => {
            process.off("SIGINT", ignore);
            settle(status);
        };
        child.on("error", () => {
            end(undefined);
        });
        child.on("close", (status, signal) => {
            end(signal === "SIGINT" ? 0 : (status ?? 1));
        });
    });
}
