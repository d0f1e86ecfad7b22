import { z } from "zod";
import { accountId } from "./accountId";
import { text } from "./field";
import { region } from "./region";
import { formatValue } from "./formatValue";
import { getPath } from "../lib/getPath";

/** The command that fetches a manifest from S3. */
export const FETCH = "npm run recovery -- fetch s3://BUCKET/manifest.json";

/** Version of the manifest that this program reads and writes. */
const SCHEMA_VERSION = 2;

/** An ARN; the parts in capitals of its form are variable. */
function arn(form: string) {
    const pattern = form
        .replace("REGION", "[a-z0-9-]+")
        .replace("ACCOUNT", "\\d{12}")
        .replace("NAME", "[\\w+=,.@/-]+");
    return text(new RegExp(`^${pattern}$`), `an ARN of the form ${form}`);
}

const keyArn = arn("arn:aws:kms:REGION:ACCOUNT:key/NAME");

/** Typed as a string, to compare it with regions that AWS returns. */
const regionName: z.ZodType<string> = region();

/** Pulumi's rule for projects and stacks: a stack's name is part of file names. */
const pulumiName = text(
    /^[a-zA-Z0-9_.-]{1,100}$/,
    "1 to 100 letters, digits, hyphens, underscores and periods, as Pulumi has it",
);

/** A name in AWS of a database, a vault or a bucket. */
const awsName = text(/^[a-zA-Z0-9][\w.-]*$/, "a name of letters, digits, hyphens, underscores and periods");

/** A name that cannot leave the folder. */
const fileName = text(/^[\w-][\w.-]*$/, "the name of a file next to the manifest");

const words = z.string({ error: "a text" });

const wholeDays = "a whole number of days, 1 or more";
const days = z.int({ error: wholeDays }).positive({ error: wholeDays });

const above0 = "a number above 0";
const time = z.number({ error: above0 }).positive({ error: above0 });

/** A part of the manifest: zod's own message rejects unknown keys. */
function table<Shape extends z.core.$ZodShape>(shape: Shape) {
    return z.strictObject(shape, {
        error: ({ code }) =>
            code === "unrecognized_keys" ? undefined : `an object with ${Object.keys(shape).join(", ")}`,
    });
}

function list<Item extends z.ZodType>(item: Item, of: string) {
    const error = `a list of one or more ${of}`;
    return z.array(item, { error }).min(1, { error });
}

/** Connect as it was deployed: a restore deploys the same version. */
const connect = table({
    version: words,
    /** Its Helm chart; the repository is empty if `name` is a path or a complete address. */
    chart: table({ repository: words, name: words, version: words }),
    /** Image repositories, without tags. */
    images: z.record(z.string(), words, { error: "an object of image repositories" }),
    url: z.url({
        protocol: /^https$/,
        hostname: /^[a-z0-9.-]+$/,
        error: "a URL such as https://connect.example.com",
    }),
    /** Name of the file next to this one with the chart's values. */
    values: fileName,
    /** Name of the file next to this one with Connect's license. */
    license: fileName,
});

/** Facts that a restore needs in addition to the data, as `components/recoveryManifest.ts` writes it at each `up`. */
const manifestSchema = z.strictObject(
    {
        schemaVersion: z.literal(SCHEMA_VERSION, { error: `the number ${SCHEMA_VERSION}` }),
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
            /** Directory of Connect's files; empty for the root. */
            subPath: text(
                /^([\w.-]+(\/[\w.-]+)*)?$/,
                "a directory without a slash at either end, or empty for the root",
            ),
        }),
        /** The buckets with this file and those next to it: first the stack's own, then that of the copies. */
        buckets: list(table({ name: awsName, region: regionName, keyArn }), "buckets"),
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
            /** Days that point-in-time recovery covers. */
            pointInTimeDays: days,
            weeklyRetentionDays: days,
            /** Role that AWS Backup restores with. */
            restoreRoleArn: arn("arn:aws:iam::ACCOUNT:role/NAME"),
            /** Maximum loss of data. */
            rpo: table({ databaseMinutes: time, fileSystemHours: time }),
        }),
        /** The effective settings by key, including defaults, without secrets. */
        settings: z.record(z.string(), z.unknown(), { error: "an object of the stack's settings" }),
    },
    {
        error: ({ code }) => (code === "unrecognized_keys" ? undefined : "an object, as pulumi up writes it"),
    },
);

export type RecoveryManifest = z.infer<typeof manifestSchema>;

/**
 * Reads a manifest.
 *
 * @param place its file or URI, for errors.
 * @throws an `Error`, a line for each error, if this program cannot read it.
 */
export function parseRecoveryManifest(text: string, place: string): RecoveryManifest {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new Error(`${place} is not JSON: it is no recovery manifest, or incomplete. ${remedy(place)}.`);
    }
    const version = z.looseObject({ schemaVersion: z.number() }).safeParse(value).data?.schemaVersion;
    if (version !== undefined && version > SCHEMA_VERSION) {
        throw new Error(
            `${place} has schemaVersion ${version}, and this program reads ${SCHEMA_VERSION}. Update the program.`,
        );
    }
    const result = manifestSchema.safeParse(value);
    if (!result.success) {
        const errors = result.error.issues.map((issue) => `  ${formatIssue(issue, value)}`);
        throw new Error([`${place} is not a recovery manifest. ${remedy(place)}:`, ...errors].join("\n"));
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

/** How to get a manifest that can be read. */
function remedy(place: string): string {
    return place.startsWith("s3://")
        ? "`pulumi up` writes it again, and `pulumi stack output recoveryManifests` prints the addresses of its copies"
        : `\`${FETCH}\` fetches it again`;
}
