import { overlaps } from "../lib/cidr";
import { leastMaxStorageGiB } from "../catalog/leastMaxStorageGiB";
import { databaseSchema } from "../stacks/sections/database";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { formatTimestamp } from "./format";
import { isFarApart, type RecoverySet } from "./recoverySets";

export type Table = Record<string, unknown>;

/** Choices of a restore that neither the manifest nor the recovery set makes. */
export interface RestoreChoices {
    /** Region to restore in: the region of one of the manifest's vaults. */
    region: string;
    /** CIDR block of the new VPC. */
    cidrBlock: string;
    /**
     * Availability zones of the new VPC.
     *
     * @default those of the stack
     */
    availabilityZones?: string[];
    /**
     * Public CIDR blocks that can reach the new Kubernetes API, including the machine that runs Pulumi.
     *
     * @default those of the stack
     */
    apiCidrs?: string[];
    /**
     * Certificate in ACM for the stack's domain.
     *
     * @default that of the stack, which cannot be used in another region
     */
    certificateArn?: string;
    /** Path of the manifest's file, relative to the project's folder. */
    from: string;
    /** Id of the file system with the restored files. */
    fileSystem: string;
}

/** The program's default. */
const DEFAULT_CIDR = "10.0.0.0/16";

/**
 * Settings of a restored stack: the old stack's, in a network of its own, with the manifest's versions.
 */
export function restoredSettings(
    manifest: RecoveryManifest,
    recoverySet: RecoverySet,
    choices: RestoreChoices,
): Table {
    const { settings, connect } = manifest;
    const { region, apiCidrs, certificateArn } = choices;
    const section = sectionsOf(manifest);
    const backup = section("backup");
    return {
        // URNs of another stack's resources, and the runner of the region's CI.
        ...without(settings, "posit-connect:acknowledgedChanges", "posit-connect:runner"),
        "aws:region": region,
        "aws:allowedAccountIds": [manifest.account],
        // A VPC of its own, even if the stack has adopted one.
        "posit-connect:network": {
            ...without(section("network"), "adopt"),
            availabilityZones: choices.availabilityZones ?? zonesOf(manifest),
            cidrBlock: choices.cidrBlock,
        },
        "posit-connect:cluster": {
            ...section("cluster"),
            ...(apiCidrs === undefined ? {} : { publicAccessCidrs: apiCidrs }),
        },
        "posit-connect:database": {
            ...section("database"),
            engineVersion: manifest.database.engineVersion,
            ...raiseMaxStorage(recoverySet, section("database")),
        },
        // Copies need another region than the backups.
        "posit-connect:backup": backup["copyRegion"] === region ? without(backup, "copyRegion") : backup,
        "posit-connect:loadBalancer": {
            // It describes which stack has the record today.
            ...without(section("loadBalancer"), "dnsRecord"),
            ...(certificateArn === undefined ? {} : { certificateArn }),
        },
        "posit-connect:connect": {
            ...section("connect"),
            version: connect.version,
            chart: { ...tableOf(section("connect")["chart"]), version: connect.chart.version },
        },
        "posit-connect:recovery": {
            from: choices.from,
            database: databaseSettings(recoverySet),
            fileSystem: {
                adopt: choices.fileSystem,
                takenAt: formatTimestamp(recoverySet.files.at),
            },
            ...(isFarApart(recoverySet) ? { force: true } : {}),
        },
    };
}

/**
 * Settings of a drill's stack: a restored stack's, without what outlasts or protects a stack. It is never promoted, and so sends
 * no mail.
 */
export function drillSettings(
    manifest: RecoveryManifest,
    recoverySet: RecoverySet,
    choices: RestoreChoices,
): Table {
    const settings = restoredSettings(manifest, recoverySet, choices);
    const section = sectionsOf({ ...manifest, settings });
    return {
        ...settings,
        "posit-connect:protect": false,
        // A drill does not test the loss of a zone, and an account has five Elastic IPs by default.
        "posit-connect:network": { ...section("network"), natGateways: "Single" },
        // No other network is connected to the drill's VPC.
        "posit-connect:cluster": {
            ...without(section("cluster"), "privateAccessCidrs"),
            deletionProtection: false,
        },
        "posit-connect:database": {
            ...section("database"),
            deletionProtection: false,
            finalSnapshot: false,
        },
        "posit-connect:backup": { vaultLock: "none" },
        "posit-connect:loadBalancer": { ...section("loadBalancer"), deletionProtection: false },
        // Without it, no password of the mail server is required either.
        "posit-connect:connect": without(section("connect"), "smtp"),
    };
}

/** A section of the settings, empty if there is none. */
export function sectionsOf({ settings }: RecoveryManifest): (name: string) => Table {
    return (name) => tableOf(settings[`posit-connect:${name}`]);
}

/** Roles and users with access to the stack's cluster. */
export function administratorsOf(manifest: RecoveryManifest): string[] {
    return (sectionsOf(manifest)("cluster")["administratorRoleArns"] ?? []) as string[];
}

/** CIDR block of the stack's VPC. */
export function cidrOf(manifest: RecoveryManifest): string {
    const network = sectionsOf(manifest)("network");
    const block = tableOf(network["adopt"])["cidrBlock"] ?? network["cidrBlock"];
    return typeof block === "string" ? block : DEFAULT_CIDR;
}

/** Availability zones of the stack. */
export function zonesOf(manifest: RecoveryManifest): string[] {
    const network = sectionsOf(manifest)("network");
    const adopted = tableOf(network["adopt"])["privateSubnets"] as { availabilityZone: string }[] | undefined;
    return (
        adopted?.map(({ availabilityZone }) => availabilityZone) ?? (network["availabilityZones"] as string[])
    );
}

/** A CIDR block that does not overlap the stack's. */
export function findOtherCidr(manifest: RecoveryManifest): string {
    // The stack's is a /16 or smaller: it cannot overlap both.
    return overlaps(DEFAULT_CIDR, cidrOf(manifest)) ? "10.1.0.0/16" : DEFAULT_CIDR;
}

/** RDS rejects a restore if the storage is within 10 % of `maxStorageGiB`. */
function raiseMaxStorage({ database: { storageGiB = 0 } }: RecoverySet, settings: Table): Table {
    const least = leastMaxStorageGiB(storageGiB);
    return least > databaseSchema.parse(settings).maxStorageGiB ? { maxStorageGiB: least } : {};
}

function databaseSettings({ files, database }: RecoverySet): Table {
    return database.kind === "snapshot"
        ? { snapshot: database.arn, takenAt: formatTimestamp(database.at) }
        : {
              // Rounded up at the start of the window: a second earlier is outside it.
              pointInTime:
                  database.at > files.at ? formatTimestamp(database.at + 999) : formatTimestamp(database.at),
              ...(database.exists ? {} : { resourceId: database.resourceId }),
          };
}

function without(table: Table, ...keys: string[]): Table {
    return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}

function tableOf(value: unknown): Table {
    return typeof value === "object" && value !== null ? (value as Table) : {};
}
