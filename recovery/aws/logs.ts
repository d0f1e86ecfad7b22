import { callAws, clientConfig } from "./callAws";

/** Deletes a log group; one that does not exist is no error. */
export async function deleteLogGroup(name: string, region: string): Promise<void> {
    const { CloudWatchLogsClient, DeleteLogGroupCommand } = await import("@aws-sdk/client-cloudwatch-logs");
    const client = new CloudWatchLogsClient(clientConfig(region));
    await callAws(
        "logs:DeleteLogGroup",
        { name: `log group ${name}`, region },
        () => client.send(new DeleteLogGroupCommand({ logGroupName: name })),
        ["ResourceNotFoundException"],
    );
}
