import type { Unit } from "./units";

/** What takes away, by hand, what a restore of a unit's files has made. */
export function leftoverFiles({ region, unit }: { region: string; unit: Unit }) {
    const deleteFileSystem = (id: string): string =>
        `aws efs delete-file-system --region ${region} --file-system-id ${id}`;
    return {
        deleteFileSystem,
        /** The unit's restore jobs, and what they have made. */
        listRestores:
            `aws backup list-restore-jobs --region ${region} --by-resource-type EFS ` +
            `--query "RestoreJobs[?RecoveryPointArn=='${unit.files.arn}'].[RestoreJobId,CreationDate,Status,CreatedResourceArn]"`,
        /** Of the file system that a restore job has made; the job must have ended. */
        deleteRestored: (job: string) =>
            deleteFileSystem(
                `"$(aws backup describe-restore-job --region ${region} --restore-job-id ${job} --query CreatedResourceArn --output text | cut -d/ -f2)"`,
            ),
    };
}
