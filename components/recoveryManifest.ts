import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { AccessLogBucket } from "./accessLogBucket";
import type { Account } from "../stacks/account";
import type { Backup } from "./backup";
import type { ConnectRelease } from "./connect/release";
import type { ConnectSettings } from "../stacks/sections/connect";
import type { Database } from "./database";
import type { FileSystem } from "./fileSystem";
import type { LoadBalancer } from "./loadBalancer";
import { type KeptFile, RecoveryBucket } from "./recoveryBucket";

export interface RecoveryManifestArgs {
    account: Account;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** Base of the buckets' names. A change replaces them. */
    physicalName: string;

    database: Database;
    fileSystem: FileSystem;
    backup: Backup;
    loadBalancer: LoadBalancer;
    connect: ConnectRelease;

    /** Version of Connect, its chart and its images, as they are deployed. */
    connectSettings: Pick<ConnectSettings, "version" | "chart" | "images">;

    /** Kubernetes minor version of the cluster. */
    kubernetesVersion: string;

    /** Connect's license file, which a restore needs. */
    license: pulumi.Output<string>;

    /** The stack's settings by key with every default, without secrets. */
    settings: Record<string, unknown>;

    /**
     * Another region that a copy is kept in, for the loss of the stack's own. A change replaces the bucket there.
     *
     * @default no copy
     */
    copyRegion?: string;

    /** Days that the log of requests to the copy is kept, 1 or more. */
    accessLogRetentionDays: number;

    /**
     * Days that a version of the manifest cannot be deleted, except by a principal that may bypass governance retention.
     *
     * @default no lock
     */
    lockDays?: number;

    /** Whether Pulumi refuses to delete or replace the buckets and their keys. */
    protect: boolean;
}

/** Version of the manifest's form. Raised with each change of it, and with `stacks/recoveryManifest.ts`. */
const SCHEMA_VERSION = 2;

/**
 * Facts that a restore needs in addition to the data, written at each `up`: a manifest with the database, the files, their backups, their
 * keys, the versions of Connect and the settings; Connect's Helm values; and its license. The first two contain no secret.
 *
 * All three are kept in a bucket of the stack's region and, with copies of the backups, in one of theirs.
 */
export class RecoveryManifest extends pulumi.ComponentResource {
    /** URIs of the manifest, `s3://…`; first the stack's region, then that of the copies. */
    readonly uris: pulumi.Output<string>[];

    constructor(name: string, args: RecoveryManifestArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:RecoveryManifest", name, {}, opts);
        const { account, tags, protect, lockDays } = args;

        const bucketIn = (region: string, suffix: string, accessLogs: AccessLogBucket): RecoveryBucket =>
            new RecoveryBucket(
                `${name}${suffix}`,
                {
                    account,
                    tags,
                    region,
                    physicalName: args.physicalName,
                    accessLogs,
                    oldVersionDays: args.backup.weeklyRetentionDays,
                    lockDays,
                    protect,
                },
                { parent: this },
            );

        const copyIn = (region: string): RecoveryBucket =>
            bucketIn(
                region,
                "-copy",
                // S3 logs a bucket's requests only to a bucket in the same region.
                new AccessLogBucket(
                    `${name}-copy-logs`,
                    {
                        account,
                        tags,
                        physicalName: args.physicalName,
                        region,
                        retentionDays: args.accessLogRetentionDays,
                        forceDestroy: !protect,
                    },
                    { parent: this },
                ),
            );

        const buckets = [
            bucketIn(account.region, "", args.loadBalancer.accessLogs),
            ...(args.copyRegion === undefined ? [] : [copyIn(args.copyRegion)]),
        ];
        const files: Record<string, KeptFile> = {
            "manifest.json": {
                text: pulumi
                    .output(contents(args, buckets))
                    .apply((manifest) => `${JSON.stringify(manifest, null, 4)}\n`),
                contentType: "application/json",
            },
            [VALUES]: {
                text: args.connect.values.apply((values) => stringify(values)),
                contentType: "application/yaml",
            },
            [LICENSE]: { text: args.license, contentType: "text/plain" },
        };
        for (const bucket of buckets) {
            for (const [name, file] of Object.entries(files)) {
                bucket.keep(name, file);
            }
        }
        this.uris = buckets.map(({ bucket }) => pulumi.interpolate`s3://${bucket}/manifest.json`);
        this.registerOutputs({ uris: this.uris });
    }
}

const VALUES = "values.yaml";
const LICENSE = "license.lic";

function contents(
    { account, database, fileSystem, backup, ...args }: RecoveryManifestArgs,
    buckets: RecoveryBucket[],
) {
    const { version, chart, images } = args.connectSettings;
    return {
        schemaVersion: SCHEMA_VERSION,
        project: pulumi.getProject(),
        stack: pulumi.getStack(),
        account: account.id,
        region: account.region,
        connect: { version, chart, images, url: args.loadBalancer.url, values: VALUES, license: LICENSE },
        kubernetesVersion: args.kubernetesVersion,
        database: {
            arn: database.arn,
            identifier: database.identifier,
            engineVersion: database.engineVersion,
            keyArn: database.keyArn,
        },
        fileSystem: {
            arn: fileSystem.arn,
            id: fileSystem.id,
            keyArn: fileSystem.keyArn,
            subPath: fileSystem.subPath,
        },
        vaults: backup.vaults.map(({ vaultName, arn, region, keyArn }) => ({
            name: vaultName,
            arn,
            region,
            keyArn,
        })),
        buckets: buckets.map(({ bucket, region, keyArn }) => ({ name: bucket, region, keyArn })),
        backup: {
            pointInTimeDays: database.backupRetentionDays,
            weeklyRetentionDays: backup.weeklyRetentionDays,
            restoreRoleArn: backup.restoreRoleArn,
            rpo: backup.rpo,
        },
        settings: args.settings,
    };
}
