import { overlaps } from "../lib/cidr";
import { leastMaxStorageGiB } from "../catalog/leastMaxStorageGiB";
import { databaseSchema } from "../stacks/sections/database";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { isFarApart, type Unit } from "./units";

export type Table = Record<string, unknown>;

/** What a restore is told beside the manifest and the unit. */
export interface RestoreChoices {
    /** Region to restore in: one of the manifest's vaults'. */
    region: string;
    /** Block of the new VPC. */
    cidrBlock: string;
    /**
     * Availability zones of the new VPC.
     *
     * @default those of the stack
     */
    availabilityZones?: string[];
    /**
     * Public blocks that may reach the new Kubernetes API, that of the machine that runs Pulumi among them.
     *
     * @default those of the stack
     */
    apiCidrs?: string[];
    /**
     * A certificate in ACM for the stack's domain.
     *
     * @default that of the stack, which is of no use in another region
     */
    certificateArn?: string;
    /** The manifest's file, from the project's folder. */
    from: string;
    /** Id of the file system that AWS Backup has restored the files into. */
    fileSystem: string;
}

/** What the program takes where a stack's file says nothing. */
const DEFAULT_CIDR = "10.0.0.0/16";

/**
 * Settings of the stack that a restore makes: the old one's, in a network of its own, with the manifest's versions.
 *
 * @param unit what is restored.
 */
export function restoredSettings(manifest: RecoveryManifest, unit: Unit, choices: RestoreChoices): Table {
    const { settings, connect } = manifest;
    const { region, apiCidrs, certificateArn } = choices;
    const section = sectionsOf(manifest);
    const backup = section("backup");
    return {
        // Its URNs are of another stack's resources.
        ...without(settings, "posit-connect:acknowledgedChanges"),
        "aws:region": region,
        "aws:allowedAccountIds": [manifest.account],
        // A VPC of its own, also where the stack has adopted one.
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
            ...ceilingOver(unit, section("database")),
        },
        // Copies go elsewhere than the backups are.
        "posit-connect:backup": backup["copyRegion"] === region ? without(backup, "copyRegion") : backup,
        "posit-connect:loadBalancer": {
            // It says who has the record today.
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
            database: databaseOf(unit),
            fileSystem: {
                adopt: choices.fileSystem,
                takenAt: seconds(unit.files.at),
            },
            ...(isFarApart(unit) ? { force: true } : {}),
        },
    };
}

/** A section of the settings, empty where there is none. */
export function sectionsOf({ settings }: RecoveryManifest): (name: string) => Table {
    return (name) => tableOf(settings[`posit-connect:${name}`]);
}

/**
 * What no restore of the stack gets past, however well the program takes its settings.
 *
 * @returns a line each, by the option that is missing.
 */
export function hindrancesOf(
    manifest: RecoveryManifest,
    { region, apiCidrs, certificateArn }: Pick<RestoreChoices, "region" | "apiCidrs" | "certificateArn">,
): string[] {
    const section = sectionsOf(manifest);
    const { publicAccessCidrs } = section("cluster");
    // `privateAccessCidrs` does not help: nothing is connected to the new VPC yet.
    const isPrivate = !Array.isArray(publicAccessCidrs) || publicAccessCidrs.length === 0;
    const certificate = section("loadBalancer")["certificateArn"];
    return [
        ...(isPrivate && apiCidrs === undefined
            ? [
                  "--api-cidr: not set, and the stack has no cluster.publicAccessCidrs: the Kubernetes API in the new VPC could not be " +
                      "reached; set it to the address that pulumi runs at, such as --api-cidr 203.0.113.7/32.",
              ]
            : []),
        ...(region !== manifest.region && certificate !== undefined && certificateArn === undefined
            ? [
                  `--certificate-arn: not given, and the stack's certificate is in ${manifest.region}: give that of one in ${region}, for ` +
                      "the same domain.",
              ]
            : []),
    ];
}

/** Roles and users that the stack's cluster gives access to. */
export function administratorsOf(manifest: RecoveryManifest): string[] {
    return (sectionsOf(manifest)("cluster")["administratorRoleArns"] ?? []) as string[];
}

/** The block of the stack's VPC. */
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

/** A block for a VPC that shares no address with the stack's. */
export function otherCidr(manifest: RecoveryManifest): string {
    // The stack's is a /16 or smaller: it does not reach into both.
    return overlaps(DEFAULT_CIDR, cidrOf(manifest)) ? "10.1.0.0/16" : DEFAULT_CIDR;
}

/** A storage that has grown near its ceiling is too large for that where it is restored. */
function ceilingOver({ database: { storageGiB = 0 } }: Unit, settings: Table): Table {
    const least = leastMaxStorageGiB(storageGiB);
    return least > databaseSchema.parse(settings).maxStorageGiB ? { maxStorageGiB: least } : {};
}

function databaseOf({ files, database }: Unit): Table {
    return database.kind === "snapshot"
        ? { snapshot: database.arn, takenAt: seconds(database.at) }
        : {
              // At the beginning of a window, a second before it is out of it.
              pointInTime: database.at > files.at ? seconds(database.at + 999) : seconds(database.at),
              ...(database.living ? {} : { resourceId: database.resourceId }),
          };
}

/** A moment as settings have it. */
function seconds(at: number): string {
    return `${new Date(at).toISOString().slice(0, "YYYY-MM-DDTHH:MM:SS".length)}Z`;
}

export function without(table: Table, ...keys: string[]): Table {
    return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}

function tableOf(value: unknown): Table {
    return typeof value === "object" && value !== null ? (value as Table) : {};
}
