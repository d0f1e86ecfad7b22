import { UserError } from "../lib/userError";
import { parseSettings } from "../stacks/parseSettings";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { secretPlaceholders } from "../stacks/secrets";
import { databaseSchema } from "../stacks/sections/database";
import { SettingsError } from "../stacks/settingsError";
import { listZonesOfClass } from "./aws/rds";
import { chooseRecoverySet } from "./chooseRecoverySet";
import { recoveryPointOfJob } from "./fileRestore";
import { checkStackAccount, readManifest } from "./manifest";
import { NotRecoverable } from "./notRecoverable";
import type { RecoverySet } from "./recoverySets";
import { checkOptions, checkOptionsOfManifest, type AnyRestoreOptions } from "./restoreOptions";
import { findOtherCidr, sectionsOf, zonesOf, type RestoreChoices } from "./restoredSettings";
import { readStatus, vaultsIn } from "./status";

/** A recovery set, and how to restore it. */
export interface RestoreRequest {
    manifest: RecoveryManifest;
    recoverySet: RecoverySet;
    choices: Omit<RestoreChoices, "from" | "fileSystem">;
    /** Why the manifest's bucket cannot be used; empty if it can. */
    bucketFaults: string[];
}

/**
 * Resolves the options of a restore. Nothing is changed.
 *
 * @throws a {@link UserError} about the options, before a request to AWS.
 * @throws a {@link NotRecoverable} if there is no usable recovery set.
 */
export async function resolveRestore(options: AnyRestoreOptions, now: number): Promise<RestoreRequest> {
    checkOptions(options);
    const { manifest } = await readManifest(options.manifest, options.region);
    checkSettings(manifest, options.manifest);
    const region = options.region ?? manifest.region;
    const vaults = vaultsIn(manifest, region);
    checkOptionsOfManifest(options, manifest);
    await checkStackAccount(manifest, region);
    const found = await readStatus(manifest, vaults, now);
    const { recoverySet: minute, pointInTime, force, restoreJob } = options;
    const files = restoreJob === undefined ? undefined : await recoveryPointOfJob(restoreJob, region);
    const recoverySet = chooseRecoverySet(found, { minute, files, pointInTime, force });
    if (recoverySet === undefined) {
        throw new NotRecoverable([
            `No recovery set in ${region} can be restored. \`npm run recovery -- status\` prints the reasons.`,
        ]);
    }
    return {
        manifest,
        recoverySet,
        bucketFaults: found.flatMap(({ bucket }) => bucket?.faults ?? []),
        choices: {
            region,
            cidrBlock: options.cidr ?? findOtherCidr(manifest),
            availabilityZones: await chooseZones(manifest, region, options.availabilityZone),
            apiCidrs: options.apiCidr,
            certificateArn: options.certificateArn,
        },
    };
}

/** Settings that a drill replaces; those of them that a restore keeps are checked when it is simulated. */
const REPLACED = ["acknowledgedChanges", "backup", "protect", "recovery"].map(
    (name) => `posit-connect:${name}`,
);

/**
 * Checks the settings that a restore takes from a manifest: a copy may be incomplete or edited.
 *
 * @param file the manifest, as the user named it.
 * @throws a {@link SettingsError} with every error.
 */
function checkSettings(manifest: RecoveryManifest, file: string): void {
    const { settings, region, account } = manifest;
    const taken = Object.entries(settings).filter(([key]) => !REPLACED.includes(key));
    const config: Record<string, string> = {
        ...Object.fromEntries(taken.map(([key, value]) => [key, JSON.stringify(value)])),
        "aws:region": region,
        "aws:allowedAccountIds": JSON.stringify([account]),
    };
    // A manifest has no secrets.
    const placeholders = secretPlaceholders(config, []);
    const { errors } = parseSettings({ ...config, ...placeholders }, Object.keys(placeholders), manifest);
    if (errors) {
        throw new SettingsError(file, errors);
    }
}

/**
 * Chooses availability zones. Their letters and offers differ from region to region: only zones in which RDS offers the
 * database's class can be used.
 *
 * @param named zones that the user named.
 * @default those of the stack; in another region those of the same letters, and the next ones instead of missing ones
 * @throws a {@link UserError} if there are too few, or the named ones cannot be used.
 */
async function chooseZones(
    manifest: RecoveryManifest,
    region: string,
    named: string[] | undefined,
): Promise<string[] | undefined> {
    if (named === undefined && region === manifest.region) {
        return undefined;
    }
    const { instanceClass } = databaseSchema.parse(sectionsOf(manifest)("database"));
    const { engineVersion } = manifest.database;
    const offered = await listZonesOfClass(instanceClass, engineVersion, region);
    const database = `${instanceClass} for PostgreSQL ${engineVersion}`;
    if (offered.length === 0) {
        throw new UserError([
            `database.instanceClass: RDS does not offer ${database} in ${region}. Run \`npm run recovery -- fetch\`, set another class in ` +
                "the manifest's settings, and name that file with --manifest.",
        ]);
    }
    const offer = `RDS offers ${database} only in ${offered.join(", ")}`;
    if (named !== undefined) {
        const others = named.filter((zone) => !offered.includes(zone));
        if (others.length > 0) {
            throw new UserError([`--availability-zone ${others.join(" ")}: ${offer}. Name others.`]);
        }
        return named;
    }
    const alike = zonesOf(manifest).map((zone) => zone.replace(manifest.region, region));
    const spare = offered.filter((zone) => !alike.includes(zone));
    const zones = alike.map((zone) => (offered.includes(zone) ? zone : spare.shift()));
    if (zones.includes(undefined)) {
        throw new UserError([
            `--availability-zone: not set, and the stack has ${zones.length} zones: ${offer}. Name the zones to restore in.`,
        ]);
    }
    return zones.filter((zone) => zone !== undefined).sort();
}
