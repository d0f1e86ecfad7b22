import { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { leftoverCommands, type DrillPlan } from "./drillPlan";
import { leftoverFiles } from "./leftoverFiles";
import { quotasText } from "./quotasText";
import { fileRestore } from "./restoreJob";
import {
    approximately,
    fileText,
    healthCommand,
    initCommands,
    stepsText,
    unitText,
    UNKNOWN_FILE_SYSTEM,
    type TextStep,
} from "./restoreText";

/**
 * A drill for a person: what is restored, the file to write, and what to type, with the times to expect.
 *
 * @param form.place where the manifest is, as its user named it.
 */
export function drillReport(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    form: { place: string; now: number; colour: boolean },
): string {
    const colors = createColors(form.colour);
    const { stack, region, file, quotas, times } = plan;
    const byHand = { ...leftoverCommands(manifest, plan), ...leftoverFiles(plan) };
    const steps: TextStep[] = [
        ...(form.place.startsWith("s3://")
            ? [{ what: "Fetch the manifest", commands: [`npm run recovery -- fetch ${form.place}`] }]
            : []),
        {
            what: "Restore the files to a new file system",
            takes: `${approximately(times.files)} at least`,
            commands: [restoreCommand(manifest, plan)],
        },
        {
            what: `Give it the throughput mode of the program's: its id for ${UNKNOWN_FILE_SYSTEM}`,
            commands: [
                `aws efs update-file-system --region ${region} --file-system-id ${UNKNOWN_FILE_SYSTEM} --throughput-mode elastic`,
            ],
        },
        {
            what: `Write ${file.name}: its id for ${UNKNOWN_FILE_SYSTEM}`,
            commands: initCommands(manifest, plan),
        },
        { what: "Bring it up", takes: approximately(times.up), commands: [`pulumi up --stack ${stack}`] },
        { what: "See that it serves", commands: [healthCommand(manifest, stack)] },
        {
            what: "Take it away again",
            takes: approximately(times.destroy),
            // Backups that its own plan has made would keep the vault.
            commands: [byHand.emptyVault, byHand.destroy, byHand.remove],
        },
        {
            what:
                "And what outlasts the stack: the file system that it took over, backups of its database, and its cluster's log group, " +
                "where EKS has made it anew",
            commands: [
                byHand.deleteFileSystem(UNKNOWN_FILE_SYSTEM),
                byHand.automatedBackups,
                byHand.logGroup,
            ],
        },
    ];
    return `${[
        ...opening(manifest, plan, "planned, nothing was made", form),
        quotasText(quotas, colors),
        fileText(file.name, file.text(UNKNOWN_FILE_SYSTEM), colors),
        [colors.bold("Steps"), ...stepsText(steps)].join("\n"),
        closing(plan),
    ].join("\n\n")}\n`;
}

/** What is begun with `--yes`, to be followed by its steps. */
export function drillBeginning(
    manifest: RecoveryManifest,
    plan: DrillPlan,
    form: { now: number; colour: boolean },
): string {
    const steps = createColors(form.colour).bold("Steps");
    return `${[...opening(manifest, plan, "begins", form), closing(plan), steps].join("\n\n")}\n`;
}

/** What is restored, and where. */
function opening(
    manifest: RecoveryManifest,
    { stack, region, unit }: DrillPlan,
    state: string,
    form: { now: number; colour: boolean },
): string[] {
    const colors = createColors(form.colour);
    return [
        [colors.bold("Drill"), `${manifest.project} ${manifest.stack}`, stack, region, state].join(" · "),
        unitText(unit, { now: form.now, colors }),
    ];
}

/** How long it takes, and what to know of it. */
function closing({ times }: DrillPlan): string {
    return [
        `It serves ${approximately(times.files + times.up)} after the first step at the earliest, and is gone ${approximately(times.destroy)} later.`,
        "AWS restores files at 200 MB or 1,500 files a second, whichever is slower; `pulumi up` and `pulumi destroy` are typical",
        "times of catalog/, where a large database takes longer. What is restored runs: schedules of its content too,",
        "on whatever that reaches. It sends no mail, and the domain stays where it is.",
    ].join("\n");
}

function restoreCommand(manifest: RecoveryManifest, { stack, region, unit }: DrillPlan): string {
    const { recoveryPointArn, roleArn, metadata } = fileRestore(manifest, unit, stack);
    return (
        `aws backup start-restore-job --region ${region} --resource-type EFS --iam-role-arn ${roleArn} ` +
        `--recovery-point-arn ${recoveryPointArn} --metadata '${JSON.stringify(metadata)}'`
    );
}
