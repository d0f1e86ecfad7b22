import { UserError } from "../lib/userError";
import { Unanswered } from "./ask";
import { endOfRestore, startRestore, type FileRestore } from "./restoreJob";

/** What a restore of files has made so far. */
export interface MadeFiles {
    /** A restore job of AWS Backup's. */
    job?: { id: string; ended: boolean };
    /** A restore job was asked for, and AWS Backup has not answered. */
    perhapsJob?: boolean;
    fileSystem?: string;
}

/** A restore job that is to be started, or one that has been. */
type Job = { id: string } | { wanted: FileRestore; idempotencyToken: string };

/**
 * Has AWS Backup restore files into a new file system, and waits until it has.
 *
 * @param source id of the file system that was backed up.
 * @param made is told what there is, however far it comes.
 * @param tell is told of the job and of the file system as they are known.
 * @returns the file system's id.
 */
export async function restoreFiles(
    job: Job,
    region: string,
    source: string,
    made: MadeFiles,
    { wait, tell }: { wait: (milliseconds: number) => Promise<void>; tell: (line: string) => void },
): Promise<string> {
    const id =
        "id" in job
            ? job.id
            : await startRestore(job.wanted, region, job.idempotencyToken).catch((error: unknown) => {
                  made.perhapsJob = error instanceof Unanswered;
                  throw error;
              });
    made.job = { id, ended: false };
    tell(`restore job ${id}`);
    const end = await endOfRestore(id, region, source, wait);
    made.job.ended = true;
    made.fileSystem = end.fileSystem;
    if (end.failure !== undefined || end.fileSystem === undefined) {
        throw new UserError([end.failure ?? `Restore job ${id}: names no file system that it has made.`]);
    }
    tell(end.fileSystem);
    return end.fileSystem;
}
