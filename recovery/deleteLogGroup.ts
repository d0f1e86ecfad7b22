import { ask, clientIn } from "./ask";

/** Deletes a log group; one that is not there is no failure. */
export async function deleteLogGroup(name: string, region: string): Promise<void> {
    const { CloudWatchLogsClient, DeleteLogGroupCommand } = await import("@aws-sdk/client-cloudwatch-logs");
    const client = new CloudWatchLogsClient(clientIn(region));
    await ask(
        "logs:DeleteLogGroup",
        { what: `log group ${name}`, region },
        () => client.send(new DeleteLogGroupCommand({ logGroupName: name })),
        ["ResourceNotFoundException"],
    );
}
