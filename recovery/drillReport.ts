import { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { DrillPlan } from "./drillPlan";
import { cleanupStepsOfDrill, restoreStepsOfDrill } from "./drillSteps";
import { formatEstimate } from "./format";
import { fileText, recoverySetText, UNKNOWN_FILE_SYSTEM } from "./planText";
import { quotasText } from "./quotas";
import { printSteps, type PrintedStep } from "./steps";

/**
 * A planned drill for a person: the recovery set, the file to write, and the steps by hand, with the expected times.
 *
 * @param form.place the manifest, as the user named it.
 */
export function drillReport(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    form: { place: string; now: number; color: boolean },
): string {
    const colors = createColors(form.color);
    const { file, quotas } = plan;
    const steps = [...restoreStepsOfDrill(manifest, plan), ...cleanupStepsOfDrill(plan)].map(
        ({ title, takes, commands }): PrintedStep => ({
            title,
            takes,
            commands: commands(UNKNOWN_FILE_SYSTEM),
        }),
    );
    if (form.place.startsWith("s3://")) {
        steps.unshift({
            title: "Fetch the manifest",
            commands: [`npm run recovery -- fetch ${form.place}`],
        });
    }
    return `${[
        ...printOpening(manifest, plan, "planned, nothing was created", form),
        quotasText(quotas, colors),
        fileText(file.name, file.text(UNKNOWN_FILE_SYSTEM), colors),
        [
            `${colors.bold("Steps")}, by hand; ${UNKNOWN_FILE_SYSTEM} is the id of the restored file system`,
            ...printSteps(steps),
        ].join("\n"),
        printTimes(plan),
    ].join("\n\n")}\n`;
}

/** The start of a drill with `--yes`, before its steps. */
export function drillOpening(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    form: { now: number; color: boolean },
): string {
    const steps = createColors(form.color).bold("Steps");
    return `${[...printOpening(manifest, plan, "started", form), printTimes(plan), steps].join("\n\n")}\n`;
}

function printOpening(
    manifest: RecoveryManifest,
    { stack, region, recoverySet }: DrillPlan,
    state: string,
    form: { now: number; color: boolean },
): string[] {
    const colors = createColors(form.color);
    return [
        [colors.bold("Drill"), `${manifest.project} ${manifest.stack}`, stack, region, state].join(" · "),
        recoverySetText(recoverySet, { now: form.now, colors }),
    ];
}

function printTimes({ times }: DrillPlan): string {
    return [
        `Connect responds ${formatEstimate(times.files + times.up)} after the first step at the earliest, and is deleted ${formatEstimate(times.destroy)} later.`,
        "AWS restores files at 200 MB or 1,500 files per second, whichever is slower; the times of `pulumi up` and `pulumi destroy`",
        "are typical ones of catalog/, and a large database takes longer. The restored content runs, including its schedules,",
        "on everything that the drill's network reaches. It sends no mail, and the domain does not change.",
    ].join("\n");
}
