import { z } from "zod";

/** Newest form of the manifest that this program reads, and the one that it writes. */
const SCHEMA_VERSION = 2;

const arn = z.string().regex(/^arn:aws:/, { error: "must be an ARN" });
const days = z.int().positive();

/** Connect as it was deployed: a restore brings up the same version. */
const connect = z.strictObject({
    version: z.string(),
    /** Its Helm chart; without a repository where `name` is a path or a whole address. */
    chart: z.strictObject({ repository: z.string(), name: z.string(), version: z.string() }),
    /** Image repositories, without tags. */
    images: z.record(z.string(), z.string()),
    url: z.string(),
    /** Name of the file beside this one with the chart's values. */
    values: z.string(),
});

/** The form before there was a licence beside it. Its settings are those of the stack's file, without defaults. */
const version1 = z.strictObject({
    schemaVersion: z.literal(1),
    /** The stack that wrote it. */
    project: z.string(),
    stack: z.string(),
    /** Account id, 12 digits. */
    account: z.string(),
    region: z.string(),
    connect,
    /** Kubernetes minor version. */
    kubernetesVersion: z.string(),
    database: z.strictObject({
        arn,
        /** Name of the instance in RDS. */
        identifier: z.string(),
        /** PostgreSQL major version. */
        engineVersion: z.string(),
        keyArn: arn,
    }),
    fileSystem: z.strictObject({
        arn,
        id: z.string(),
        keyArn: arn,
        /** Directory that Connect's files are in; empty for the root. */
        subPath: z.string(),
    }),
    /** The vaults with the backups: first the stack's own, then that of the copies. */
    vaults: z.array(z.strictObject({ name: z.string(), arn, region: z.string(), keyArn: arn })).min(1),
    backup: z.strictObject({
        /** Days that the database can be brought back to any moment of. */
        pointInTimeDays: days,
        weeklyRetentionDays: days,
        /** Role that AWS Backup restores with. */
        restoreRoleArn: arn,
        /** How much may be lost at most. */
        rpo: z.strictObject({
            databaseMinutes: z.number().positive(),
            fileSystemHours: z.number().positive(),
        }),
    }),
    /** The stack's settings by key, without a secret. */
    settings: z.record(z.string(), z.unknown()),
});

/**
 * What `components/recoveryManifest.ts` writes at each `up`: what a restore needs beside the data. Its settings are those
 * in force, every default among them.
 */
const version2 = version1.extend({
    schemaVersion: z.literal(SCHEMA_VERSION),
    connect: connect.extend({
        /** Name of the file beside this one with Connect's licence. */
        license: z.string(),
    }),
    /** The buckets with this file and those beside it: first the stack's own, then that of the copies. */
    buckets: z.array(z.strictObject({ name: z.string(), region: z.string(), keyArn: arn })).min(1),
});

const manifestSchema = z.discriminatedUnion("schemaVersion", [version1, version2]);

export type RecoveryManifest = z.infer<typeof manifestSchema>;

/**
 * Reads a manifest.
 *
 * @param where the file or URI it comes from, for errors.
 * @throws an `Error`, a line for each mistake, where the text is none that this program reads.
 */
export function parseRecoveryManifest(text: string, where: string): RecoveryManifest {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new Error(`${where} is not JSON: it is no recovery manifest, or not the whole of it.`);
    }
    const version = z.looseObject({ schemaVersion: z.number() }).safeParse(value).data?.schemaVersion;
    if (version !== undefined && version > SCHEMA_VERSION) {
        throw new Error(
            `${where} has schemaVersion ${version}, and this program reads up to ${SCHEMA_VERSION}: update the program.`,
        );
    }
    const result = manifestSchema.safeParse(value);
    if (!result.success) {
        const mistakes = result.error.issues.map(
            ({ path, message }) => `  ${path.map(String).join(".") || "manifest"}: ${message}`,
        );
        throw new Error([`${where} is no recovery manifest:`, ...mistakes].join("\n"));
    }
    return result.data;
}
