import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { ask, clientIn } from "./ask";

export interface FileSystemState {
    /** As EFS says; `gone` where there is none of this id. */
    status: string;
    bytes: number;
}

/** The file system in the stack's own region. */
export async function fileSystemState({ region, fileSystem }: RecoveryManifest): Promise<FileSystemState> {
    const { EFSClient, DescribeFileSystemsCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientIn(region));
    const found = await ask(
        "elasticfilesystem:DescribeFileSystems",
        { what: `file system ${fileSystem.id}`, region },
        () => client.send(new DescribeFileSystemsCommand({ FileSystemId: fileSystem.id })),
        ["FileSystemNotFound"],
    );
    const [described] = found?.FileSystems ?? [];
    return { status: described?.LifeCycleState ?? "gone", bytes: described?.SizeInBytes?.Value ?? 0 };
}
