import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { RESTORED_FROM, restorePoint } from "./database";
import { type DatabaseSource, databaseSourceProblems } from "./databaseSource";
import type { AdoptedFileSystem } from "./fileSystem";
import { readFromAws } from "./readFromAws";

export interface RestoreSourceArgs {
    /** Name in RDS of the instance to create. */
    identifier: string;

    database: DatabaseSource;

    /**
     * File system to adopt, and the directory in it.
     *
     * @default a new one
     */
    fileSystem?: Omit<AdoptedFileSystem, "arn" | "keyArn">;
}

/**
 * Checks the backups of a restore before any resource is created: no other database has its name, the backup exists, the files are
 * encrypted, and the keys of both are enabled.
 *
 * @returns the file system to adopt, if any.
 * @throws a `RunError` with a line for each problem.
 */
export async function restoreSource(args: RestoreSourceArgs): Promise<AdoptedFileSystem | undefined> {
    const [database, key, files] = await Promise.all([
        databaseProblems(args),
        keyProblems("database", args.database.keyArn),
        readFiles(args.fileSystem),
    ]);
    const problems = [...database, ...key, ...files.problems];
    if (problems.length > 0) {
        throw new pulumi.RunError(
            [
                "The stack cannot be restored with these settings. Nothing was created.",
                "",
                ...problems.map((problem) => `  ${problem}`),
            ].join("\n"),
        );
    }
    return files.found;
}

/** An instance that an earlier `up` has restored from the same backup needs no source. */
async function databaseProblems({ identifier, database }: RestoreSourceArgs): Promise<string[]> {
    const lookup = {
        what: `database ${identifier}`,
        action: "rds:DescribeDBInstances",
        absent: "it is being deleted. Try again when it is deleted.",
    };
    const named = await readFromAws(lookup, () =>
        aws.rds.getInstances({ filters: [{ name: "db-instance-id", values: [identifier] }] }),
    );
    if ("problem" in named) {
        return [named.problem, ...(await databaseSourceProblems(database))];
    }
    if (named.found.instanceIdentifiers.length === 0) {
        return databaseSourceProblems(database);
    }
    const instance = await readFromAws(lookup, () =>
        aws.rds.getInstance({ dbInstanceIdentifier: identifier }),
    );
    if ("problem" in instance) {
        return [instance.problem];
    }
    const point = restorePoint(database);
    const from = instance.found.tags[RESTORED_FROM];
    return from === point
        ? []
        : [
              `database ${identifier} already exists, ${from === undefined ? "and was not restored" : `restored from ${from}`}: ` +
                  `a restore from ${point} would lose its data. Create a new stack for it.`,
          ];
}

async function readFiles(
    wanted: RestoreSourceArgs["fileSystem"],
): Promise<{ problems: string[]; found?: AdoptedFileSystem }> {
    if (wanted === undefined) {
        return { problems: [] };
    }
    const { id } = wanted;
    const answer = await readFromAws(
        {
            what: `file system ${id}`,
            action: "elasticfilesystem:DescribeFileSystems",
            absent: "restore the file backup to a new file system, and adopt that one.",
        },
        () => aws.efs.getFileSystem({ fileSystemId: id }),
    );
    if ("problem" in answer) {
        return { problems: [answer.problem] };
    }
    const { arn, encrypted, kmsKeyId } = answer.found;
    return encrypted
        ? { problems: await keyProblems("files", kmsKeyId), found: { ...wanted, arn, keyArn: kmsKeyId } }
        : { problems: [`file system ${id} is not encrypted. Restore the backup to an encrypted one.`] };
}

async function keyProblems(of: string, keyArn: string): Promise<string[]> {
    const what = `key of the ${of}, ${keyArn},`;
    const answer = await readFromAws(
        {
            what,
            action: "kms:DescribeKey",
            absent: "data under this key is lost. Choose a backup that is under another key.",
        },
        () => aws.kms.getKey({ keyId: keyArn }),
    );
    if ("problem" in answer) {
        return [answer.problem];
    }
    const { keyState } = answer.found;
    return keyState === "Enabled"
        ? []
        : [
              `${what} is ${keyState} and must be Enabled. Enable it again with ` +
                  "aws kms cancel-key-deletion and aws kms enable-key.",
          ];
}
