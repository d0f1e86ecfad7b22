import type { TransitionToIARules } from "@aws-sdk/client-efs";
import { UserError } from "../../lib/userError";
import { callAws, clientConfig } from "./callAws";

export interface FileSystemState {
    /** As EFS reports it; `deleted` if there is no file system of this id. */
    status: string;
    bytes: number;
    /** As EFS reports it, such as `elastic`. */
    throughputMode: string;
    mountTargets: number;
}

/** Milliseconds between checks whether the throughput mode has changed. */
const UPDATE_INTERVAL = 5_000;

/** Milliseconds between attempts to delete a file system, and their number: deleted mount targets stay for minutes. */
const DELETE_INTERVAL = 15_000;
const MAX_DELETE_ATTEMPTS = 40;

const subjectOf = (id: string, region: string) => ({ name: `file system ${id}`, region });

export async function readFileSystemState(id: string, region: string): Promise<FileSystemState> {
    const { EFSClient, DescribeFileSystemsCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientConfig(region));
    const found = await callAws(
        "elasticfilesystem:DescribeFileSystems",
        subjectOf(id, region),
        () => client.send(new DescribeFileSystemsCommand({ FileSystemId: id })),
        ["FileSystemNotFound"],
    );
    const [described] = found?.FileSystems ?? [];
    return {
        status: described?.LifeCycleState ?? "deleted",
        bytes: described?.SizeInBytes?.Value ?? 0,
        throughputMode: described?.ThroughputMode ?? "",
        mountTargets: described?.NumberOfMountTargets ?? 0,
    };
}

/**
 * Sets the throughput mode that the program gives its own file systems, and waits until EFS has changed it: until then it
 * rejects mount targets. A file system that has the mode is left alone: EFS accepts one change a day.
 */
export async function setElasticThroughput(
    id: string,
    region: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
    if ((await readFileSystemState(id, region)).throughputMode === "elastic") {
        return;
    }
    const { EFSClient, UpdateFileSystemCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientConfig(region));
    await callAws("elasticfilesystem:UpdateFileSystem", subjectOf(id, region), () =>
        client.send(new UpdateFileSystemCommand({ FileSystemId: id, ThroughputMode: "elastic" })),
    );
    while ((await readFileSystemState(id, region)).status === "updating") {
        await sleep(UPDATE_INTERVAL);
    }
}

/** Sets the lifecycle that the program gives its own file systems. */
export async function setLifecycle(
    id: string,
    region: string,
    infrequentAccessAfterDays: number,
): Promise<void> {
    const { EFSClient, PutLifecycleConfigurationCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientConfig(region));
    const rule = `AFTER_${infrequentAccessAfterDays}_DAY${infrequentAccessAfterDays === 1 ? "" : "S"}`;
    await callAws("elasticfilesystem:PutLifecycleConfiguration", subjectOf(id, region), () =>
        client.send(
            new PutLifecycleConfigurationCommand({
                FileSystemId: id,
                LifecyclePolicies: [
                    { TransitionToIA: rule as TransitionToIARules },
                    { TransitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
                ],
            }),
        ),
    );
}

/** Deletes a file system once its mount targets are deleted; one that does not exist is no error. */
export async function deleteFileSystem(
    id: string,
    region: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
    const { EFSClient, DeleteFileSystemCommand, FileSystemInUse } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientConfig(region));
    const tryDelete = (): Promise<boolean> =>
        client.send(new DeleteFileSystemCommand({ FileSystemId: id })).then(
            () => true,
            (error: unknown) => {
                if (error instanceof FileSystemInUse) {
                    return false;
                }
                throw error;
            },
        );
    for (let attempt = 1; ; attempt++) {
        const deleted = await callAws(
            "elasticfilesystem:DeleteFileSystem",
            subjectOf(id, region),
            tryDelete,
            ["FileSystemNotFound"],
        );
        if (deleted !== false) {
            return;
        }
        if (attempt === MAX_DELETE_ATTEMPTS) {
            throw new UserError([`elasticfilesystem:DeleteFileSystem: file system ${id} is still in use.`]);
        }
        await sleep(DELETE_INTERVAL);
    }
}
