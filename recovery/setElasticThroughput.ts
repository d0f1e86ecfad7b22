import { ask, clientIn } from "./ask";
import { fileSystemState } from "./fileSystemState";

/** Milliseconds from one look at the file system to the next. */
const POLL = 5_000;

/**
 * Gives a file system that AWS Backup has made the throughput mode that the program gives its own, and waits until EFS has
 * done so: before that it takes no mount targets. One that has it is left alone: EFS takes a change a day.
 */
export async function setElasticThroughput(
    id: string,
    region: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
    if ((await fileSystemState(id, region)).throughputMode === "elastic") {
        return;
    }
    const { EFSClient, UpdateFileSystemCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientIn(region));
    await ask("elasticfilesystem:UpdateFileSystem", { what: `file system ${id}`, region }, () =>
        client.send(new UpdateFileSystemCommand({ FileSystemId: id, ThroughputMode: "elastic" })),
    );
    while ((await fileSystemState(id, region)).status === "updating") {
        await sleep(POLL);
    }
}
