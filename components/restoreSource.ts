import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DatabaseRestore, RESTORED_FROM, restorePoint } from "./database";
import type { AdoptedFileSystem } from "./fileSystem";

export interface RestoreSourceArgs {
    /** Name in RDS of the instance that is to be. */
    identifier: string;

    database: DatabaseRestore;

    /**
     * File system that is to be taken over, and the directory in it.
     *
     * @default a new one
     */
    fileSystem?: Pick<AdoptedFileSystem, "id" | "subPath">;
}

/**
 * Looks up what a restore stands on, before anything is made: that no other database is in its place, that the files
 * are encrypted, and that the keys of both can be used.
 *
 * @returns the file system to take over, if any.
 * @throws a `RunError` with a line for each thing that is not as it must be.
 */
export async function restoreSource(args: RestoreSourceArgs): Promise<AdoptedFileSystem | undefined> {
    const [database, key, files] = await Promise.all([
        databaseProblems(args),
        keyProblems("database", args.database.keyArn),
        filesOf(args.fileSystem),
    ]);
    const problems = [...database, ...key, ...files.problems];
    if (problems.length > 0) {
        throw new pulumi.RunError(
            [
                "The stack cannot be restored like this; nothing was made.",
                "",
                ...problems.map((problem) => `  ${problem}`),
            ].join("\n"),
        );
    }
    return files.found;
}

/** The instance that an earlier `up` has restored from the same point is the one that is wanted. */
async function databaseProblems({ identifier, database }: RestoreSourceArgs): Promise<string[]> {
    const { instanceIdentifiers } = await aws.rds.getInstances({
        filters: [{ name: "db-instance-id", values: [identifier] }],
    });
    if (instanceIdentifiers.length === 0) {
        return [];
    }
    const { tags } = await aws.rds.getInstance({ dbInstanceIdentifier: identifier });
    const point = restorePoint(database);
    const found = tags[RESTORED_FROM];
    return found === point
        ? []
        : [
              `database ${identifier} is there already, ${found === undefined ? "and was not restored" : `restored from ${found}`}: ` +
                  `a restore from ${point} would lose what it holds; make a new stack for it.`,
          ];
}

async function filesOf(
    wanted: RestoreSourceArgs["fileSystem"],
): Promise<{ problems: string[]; found?: AdoptedFileSystem }> {
    if (wanted === undefined) {
        return { problems: [] };
    }
    const { id, subPath } = wanted;
    try {
        const { arn, encrypted, kmsKeyId } = await aws.efs.getFileSystem({ fileSystemId: id });
        return encrypted
            ? {
                  problems: await keyProblems("files", kmsKeyId),
                  found: { id, arn, keyArn: kmsKeyId, subPath },
              }
            : { problems: [`file system ${id} is not encrypted: restore the backup into one that is.`] };
    } catch (error) {
        return { problems: [`file system ${id} cannot be read: ${reasonOf(error)}`] };
    }
}

async function keyProblems(of: string, keyArn: string): Promise<string[]> {
    let keyState: string;
    try {
        ({ keyState } = await aws.kms.getKey({ keyId: keyArn }));
    } catch (error) {
        return [`key of the ${of}, ${keyArn}, cannot be read: ${reasonOf(error)}`];
    }
    return keyState === "Enabled"
        ? []
        : [
              `key of the ${of}, ${keyArn}, is ${keyState} and must be Enabled: call it back with ` +
                  "aws kms cancel-key-deletion and aws kms enable-key.",
          ];
}

function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
