import { overlaps } from "../../stacks/cidr";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import type { Unit } from "./units";

type Table = Record<string, unknown>;

export interface DrillChoices {
    /** Region to restore in: one of the manifest's vaults'. */
    region: string;
    /** Block of the drill's VPC. */
    cidrBlock: string;
    /**
     * Public blocks that may reach the drill's Kubernetes API, that of the machine that runs Pulumi among them.
     *
     * @default those of the stack
     */
    apiCidrs?: string[];
    /** The manifest's file, from the project's folder. */
    from: string;
    /** Id of the file system that AWS Backup has restored the files into. */
    fileSystem: string;
}

/** What the program takes where a stack's file says nothing. */
const DEFAULT_CIDR = "10.0.0.0/16";

/**
 * Settings of the stack that a drill makes: the old one's, in a network of its own, without what outlasts a stack,
 * and what guards one. As it is never live, it sends no mail.
 *
 * @param unit what is restored.
 */
export function drillSettings(manifest: RecoveryManifest, unit: Unit, choices: DrillChoices): Table {
    const { settings, connect } = manifest;
    const section = (name: string): Table => tableOf(settings[`posit-connect:${name}`]);
    const connectSettings = section("connect");
    return {
        // Its URNs are of another stack's resources.
        ...without(settings, "posit-connect:acknowledgedChanges"),
        "aws:region": choices.region,
        "aws:allowedAccountIds": [manifest.account],
        "posit-connect:protect": false,
        "posit-connect:network": networkOf(section("network"), manifest.region, choices),
        "posit-connect:cluster": {
            ...section("cluster"),
            ...(choices.apiCidrs === undefined ? {} : { publicAccessCidrs: choices.apiCidrs }),
            deletionProtection: false,
        },
        "posit-connect:database": {
            ...section("database"),
            engineVersion: manifest.database.engineVersion,
            deletionProtection: false,
            finalSnapshot: false,
        },
        "posit-connect:backup": { vaultLock: "none" },
        "posit-connect:loadBalancer": { ...section("loadBalancer"), deletionProtection: false },
        "posit-connect:connect": {
            ...connectSettings,
            version: connect.version,
            chart: { ...tableOf(connectSettings["chart"]), version: connect.chart.version },
        },
        "posit-connect:recovery": {
            from: choices.from,
            database: databaseOf(unit),
            fileSystem: {
                adopt: choices.fileSystem,
                takenAt: seconds(unit.files.at),
            },
        },
    };
}

/** Whether the Kubernetes API of the stack is reached from its own network alone. */
export function hasPrivateApi({ settings }: RecoveryManifest): boolean {
    const { publicAccessCidrs } = tableOf(settings["posit-connect:cluster"]);
    return !Array.isArray(publicAccessCidrs) || publicAccessCidrs.length === 0;
}

/** The block of the stack's VPC. */
export function cidrOf({ settings }: RecoveryManifest): string {
    const network = tableOf(settings["posit-connect:network"]);
    const block = tableOf(network["adopt"])["cidrBlock"] ?? network["cidrBlock"];
    return typeof block === "string" ? block : DEFAULT_CIDR;
}

/** A block for the drill's VPC that shares no address with the stack's. */
export function otherCidr(manifest: RecoveryManifest): string {
    // The stack's is a /16 or smaller: it does not reach into both.
    return overlaps(DEFAULT_CIDR, cidrOf(manifest)) ? "10.1.0.0/16" : DEFAULT_CIDR;
}

/** A VPC of its own, also where the stack has adopted one. */
function networkOf(network: Table, home: string, { region, cidrBlock }: DrillChoices): Table {
    const adopted = tableOf(network["adopt"])["privateSubnets"] as { availabilityZone: string }[] | undefined;
    const zones =
        adopted?.map(({ availabilityZone }) => availabilityZone) ??
        (network["availabilityZones"] as string[]);
    return {
        ...without(network, "adopt"),
        availabilityZones: zones.map((zone) => zone.replace(home, region)),
        cidrBlock,
    };
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

function without(table: Table, ...keys: string[]): Table {
    return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)));
}

function tableOf(value: unknown): Table {
    return typeof value === "object" && value !== null ? (value as Table) : {};
}
