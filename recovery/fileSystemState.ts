import { ask, clientIn } from "./ask";

export interface FileSystemState {
    /** As EFS says; `gone` where there is none of this id. */
    status: string;
    bytes: number;
    /** In EFS's words, such as `elastic`. */
    throughputMode: string;
    mountTargets: number;
}

export async function fileSystemState(id: string, region: string): Promise<FileSystemState> {
    const { EFSClient, DescribeFileSystemsCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientIn(region));
    const found = await ask(
        "elasticfilesystem:DescribeFileSystems",
        { what: `file system ${id}`, region },
        () => client.send(new DescribeFileSystemsCommand({ FileSystemId: id })),
        ["FileSystemNotFound"],
    );
    const [described] = found?.FileSystems ?? [];
    return {
        status: described?.LifeCycleState ?? "gone",
        bytes: described?.SizeInBytes?.Value ?? 0,
        throughputMode: described?.ThroughputMode ?? "",
        mountTargets: described?.NumberOfMountTargets ?? 0,
    };
}
