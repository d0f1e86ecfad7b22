import { UserError } from "../lib/userError";
import { ask, clientIn } from "./ask";

/** Milliseconds from one try to the next, and how often: mount targets are gone some minutes after they were deleted. */
const AGAIN = 15_000;
const TRIES = 40;

/** Deletes a file system once its mount targets are gone; one that is not there is no failure. */
export async function deleteFileSystem(
    id: string,
    region: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
    const { EFSClient, DeleteFileSystemCommand, FileSystemInUse } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientIn(region));
    const deleted = (): Promise<boolean> =>
        client.send(new DeleteFileSystemCommand({ FileSystemId: id })).then(
            () => true,
            (error: unknown) => {
                if (error instanceof FileSystemInUse) {
                    return false;
                }
                throw error;
            },
        );
    const of = { what: `file system ${id}`, region };
    for (let tries = 1; ; tries++) {
        const gone = await ask("elasticfilesystem:DeleteFileSystem", of, deleted, ["FileSystemNotFound"]);
        if (gone !== false) {
            return;
        }
        if (tries === TRIES) {
            throw new UserError([`elasticfilesystem:DeleteFileSystem: file system ${id} is still in use.`]);
        }
        await sleep(AGAIN);
    }
}
