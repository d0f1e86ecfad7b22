import type { RecoverySurroundings } from "./recoveryCommand";
import { restorable, type RestoreOptions } from "./restorable";
import { restorePlan } from "./restorePlan";
import { nextSteps, restoreBeginning, restoreReport } from "./restoreReport";

export interface RestoreIntoOptions extends RestoreOptions {
    stack: string;
    unit?: string;
    pointInTime?: string;
    restoreJob?: string;
    force?: true;
}

/** Plans a restore into a stack that stays, and where `--yes` is given restores its files and writes what it is made from. */
export async function restoreCommand(
    options: RestoreIntoOptions,
    surroundings: RecoverySurroundings,
): Promise<void> {
    const { out, colour, now } = surroundings;
    const { restoreJob, skipRightsCheck } = options;
    const found = await restorable(options, options, restoreJob, now);
    const { manifest } = found;
    const plan = await restorePlan(options.stack, found, surroundings);
    if (options.yes !== true) {
        out(restoreReport(manifest, plan, { now, colour }));
        return;
    }
    const { checkRestoreRights, performRestore } = await import("./performRestore");
    const unsure = skipRightsCheck === true ? [] : await checkRestoreRights(manifest, plan, restoreJob);
    out(restoreBeginning(manifest, plan, { now, colour }));
    out(unsure.map((line) => `  ${line}\n`).join(""));
    await performRestore(manifest, plan, restoreJob, surroundings.restore(), out);
    out(`\n${nextSteps(manifest, plan, { colour }, 1)}\n`);
}
