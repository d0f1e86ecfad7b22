import { z } from "zod";
import { accountId } from "./accountId";
import { text } from "./field";
import { region } from "./region";
import { formatValue } from "./formatValue";
import { getPath } from "../lib/getPath";

/** What brings a manifest out of S3. */
export const FETCH = "npm run recovery -- fetch s3://BUCKET/manifest.json";

/** Newest form of the manifest that this program reads, and the one that it writes. */
const SCHEMA_VERSION = 2;

/** An ARN; what differs from one to the other stands in capitals in its form. */
function arn(form: string) {
    const pattern = form
        .replace("REGION", "[a-z0-9-]+")
        .replace("ACCOUNT", "\\d{12}")
        .replace("NAME", "[\\w+=,.@/-]+");
    return text(new RegExp(`^${pattern}$`), `an ARN of the form ${form}`);
}

const keyArn = arn("arn:aws:kms:REGION:ACCOUNT:key/NAME");

/** A text to whoever compares it with what AWS answers. */
const regionName: z.ZodType<string> = region();

/** Pulumi's own rule for both: a stack's name is in names of files. */
const pulumiName = text(
    /^[a-zA-Z0-9_.-]{1,100}$/,
    "1 to 100 letters, digits, hyphens, underscores and periods, as Pulumi has it",
);

/** In AWS, of a database, a vault or a bucket. */
const awsName = text(/^[a-zA-Z0-9][\w.-]*$/, "a name of letters, digits, hyphens, underscores and periods");

/** A name, and no way out of the folder. */
const fileName = text(/^[\w-][\w.-]*$/, "the name of a file beside the manifest");

const words = z.string({ error: "a text" });

const wholeDays = "a whole number of days, 1 or more";
const days = z.int({ error: wholeDays }).positive({ error: wholeDays });

const above0 = "a number above 0";
const time = z.number({ error: above0 }).positive({ error: above0 });

/** A part of the manifest: knows its keys and refuses any other, in zod's own words. */
function table<Shape extends z.core.$ZodShape>(shape: Shape) {
    return z.strictObject(shape, {
        error: ({ code }) =>
            code === "unrecognized_keys" ? undefined : `an object with ${Object.keys(shape).join(", ")}`,
    });
}

function list<Item extends z.ZodType>(item: Item, of: string) {
    const error = `a list of ${of}, one at least`;
    return z.array(item, { error }).min(1, { error });
}

/** Connect as it was deployed: a restore brings up the same version. */
const connect = table({
    version: words,
    /** Its Helm chart; without a repository where `name` is a path or a whole address. */
    chart: table({ repository: words, name: words, version: words }),
    /** Image repositories, without tags. */
    images: z.record(z.string(), words, { error: "an object of image repositories" }),
    url: z.url({
        protocol: /^https$/,
        hostname: /^[a-z0-9.-]+$/,
        error: "a URL such as https://connect.example.com",
    }),
    /** Name of the file beside this one with the chart's values. */
    values: fileName,
});

/** The form before there was a licence beside it. Its settings are those of the stack's file, without defaults. */
const version1 = table({
    schemaVersion: z.literal(1),
    /** The stack that wrote it. */
    project: pulumiName,
    stack: pulumiName,
    account: accountId(),
    region: regionName,
    connect,
    /** Kubernetes minor version. */
    kubernetesVersion: words,
    database: table({
        arn: arn("arn:aws:rds:REGION:ACCOUNT:db:NAME"),
        /** Name of the instance in RDS. */
        identifier: awsName,
        /** PostgreSQL major version. */
        engineVersion: words,
        keyArn,
    }),
    fileSystem: table({
        arn: arn("arn:aws:elasticfilesystem:REGION:ACCOUNT:file-system/NAME"),
        id: text(/^fs-[0-9a-f]{8,40}$/, "a file system's id, such as fs-0123456789abcdef0"),
        keyArn,
        /** Directory that Connect's files are in; empty for the root. */
        subPath: text(
            /^([\w.-]+(\/[\w.-]+)*)?$/,
            "a directory without a slash at either end, or empty for the root",
        ),
    }),
    /** The vaults with the backups: first the stack's own, then that of the copies. */
    vaults: list(
        table({
            name: awsName,
            arn: arn("arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME"),
            region: regionName,
            keyArn,
        }),
        "vaults",
    ),
    backup: table({
        /** Days that the database can be brought back to any moment of. */
        pointInTimeDays: days,
        weeklyRetentionDays: days,
        /** Role that AWS Backup restores with. */
        restoreRoleArn: arn("arn:aws:iam::ACCOUNT:role/NAME"),
        /** How much may be lost at most. */
        rpo: table({ databaseMinutes: time, fileSystemHours: time }),
    }),
    /** The stack's settings by key, without a secret. */
    settings: z.record(z.string(), z.unknown(), { error: "an object of the stack's settings" }),
});

/**
 * What `components/recoveryManifest.ts` writes at each `up`: what a restore needs beside the data. Its settings are those
 * in force, every default among them.
 */
const version2 = version1.extend({
    schemaVersion: z.literal(SCHEMA_VERSION),
    connect: connect.extend({
        /** Name of the file beside this one with Connect's licence. */
        license: fileName,
    }),
    /** The buckets with this file and those beside it: first the stack's own, then that of the copies. */
    buckets: list(table({ name: awsName, region: regionName, keyArn }), "buckets"),
});

const manifestSchema = z.discriminatedUnion("schemaVersion", [version1, version2], {
    error: ({ code }: { code: string }) =>
        code === "invalid_union" ? `the number 1 or ${SCHEMA_VERSION}` : "an object, as pulumi up writes it",
});

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
        throw new Error(
            `${where} is not JSON: it is no recovery manifest, or not the whole of it; ${remedy(where)}.`,
        );
    }
    const version = z.looseObject({ schemaVersion: z.number() }).safeParse(value).data?.schemaVersion;
    if (version !== undefined && version > SCHEMA_VERSION) {
        throw new Error(
            `${where} has schemaVersion ${version}, and this program reads up to ${SCHEMA_VERSION}: update the program.`,
        );
    }
    const result = manifestSchema.safeParse(value);
    if (!result.success) {
        const mistakes = result.error.issues.map((issue) => `  ${formatIssue(issue, value)}`);
        throw new Error([`${where} is no recovery manifest; ${remedy(where)}:`, ...mistakes].join("\n"));
    }
    return result.data;
}

/** Names the key, what is allowed, and the value. */
function formatIssue({ code, path, message }: z.core.$ZodIssue, manifest: unknown): string {
    const key = path.map(String).join(".") || "manifest";
    const value = getPath(manifest, path);
    if (code === "unrecognized_keys") {
        return `${key}: ${message}`;
    }
    return value === undefined
        ? `${key}: not set; must be ${message}`
        : `${key}: must be ${message}, got ${formatValue(value)}`;
}

/** What to do about a manifest that cannot be read. */
function remedy(where: string): string {
    return where.startsWith("s3://")
        ? "`pulumi up` writes it again, and `pulumi stack output recoveryManifests` says where else it is"
        : `\`${FETCH}\` gets it again`;
}
