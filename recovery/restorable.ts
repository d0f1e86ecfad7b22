import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { UserError } from "../lib/userError";
import { checkStackAccount } from "./checkAccount";
import { checkSettings } from "./checkSettings";
import { chooseUnit, type UnitChoice } from "./chooseUnit";
import { readManifest } from "./manifestPlace";
import { NotRecoverable } from "./notRecoverable";
import { otherCidr, type RestoreChoices } from "./restoredSettings";
import { pointOfJob } from "./restoreJob";
import { restoreZones } from "./restoreZones";
import { recoveryStatus, vaultsIn } from "./status";
import type { Unit } from "./units";

/** Options that a drill and a restore share. */
export interface RestoreOptions {
    manifest: string;
    region?: string;
    cidr?: string;
    availabilityZone?: string[];
    apiCidr?: string[];
    certificateArn?: string;
    skipRightsCheck?: true;
    yes?: true;
}

/** What is restored, and into what. */
export interface Restorable {
    manifest: RecoveryManifest;
    unit: Unit;
    choices: Omit<RestoreChoices, "from" | "fileSystem">;
    /** What is not there of what is kept beside the data. */
    lacking: string[];
}

/**
 * Looks for what is to be restored. Nothing is changed.
 *
 * @param choice which unit; the newest that can be used where it says nothing.
 * @param job a restore job of its files that runs already.
 * @param now in milliseconds since 1970.
 * @throws a {@link NotRecoverable} where there is none.
 */
export async function restorable(
    options: RestoreOptions,
    choice: UnitChoice,
    job: string | undefined,
    now: number,
): Promise<Restorable> {
    if (job !== undefined && choice.unit !== undefined) {
        throw new UserError(["--unit: must be left out with --restore-job, which is of one unit."]);
    }
    const { manifest } = await readManifest(options.manifest, options.region);
    checkSettings(manifest, options.manifest);
    const region = options.region ?? manifest.region;
    const vaults = vaultsIn(manifest, region);
    await checkStackAccount(manifest, region);
    const found = await recoveryStatus(manifest, vaults, now);
    const files = job === undefined ? undefined : await pointOfJob(job, region);
    const unit = chooseUnit(found, { ...choice, ...(files === undefined ? {} : { files }) });
    if (unit === undefined) {
        throw new NotRecoverable([
            `There is no unit in ${region} that can be restored: \`npm run recovery -- status\` says why.`,
        ]);
    }
    return {
        manifest,
        unit,
        lacking: found.flatMap(({ kept }) => kept?.faults ?? []),
        choices: {
            region,
            cidrBlock: options.cidr ?? otherCidr(manifest),
            availabilityZones: await restoreZones(manifest, region, options.availabilityZone),
            apiCidrs: options.apiCidr,
            certificateArn: options.certificateArn,
        },
    };
}
