import { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { quotasText } from "./quotasText";
import type { RestorePlan } from "./restorePlan";
import { sectionsOf } from "./restoredSettings";
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

interface Form {
    now: number;
    colour: boolean;
}

/** A restore for a person: what is restored, the file that is written, what `--yes` does and what is left to do then. */
export function restoreReport(manifest: RecoveryManifest, plan: RestorePlan, form: Form): string {
    const colors = createColors(form.colour);
    const { file, manifestFile, quotas, times } = plan;
    const own: TextStep[] = [
        {
            what: "Restore the files to a new file system, of the throughput and lifecycle of the program's",
            takes: `${approximately(times.files)} at least`,
            commands: [],
        },
        { what: `Write ${manifestFile}, and ${file.name} with the id of that file system`, commands: [] },
    ];
    return `${[
        ...opening(manifest, plan, "planned, nothing was made", form),
        quotasText(quotas, colors),
        fileText(file.name, file.text(UNKNOWN_FILE_SYSTEM), colors),
        [colors.bold("With --yes"), ...stepsText(own)].join("\n"),
        nextSteps(manifest, plan, form, own.length + 1),
    ].join("\n\n")}\n`;
}

/** What is begun with `--yes`, to be followed by its steps. */
export function restoreBeginning(manifest: RecoveryManifest, plan: RestorePlan, form: Form): string {
    const takes = [
        `The files take ${approximately(plan.times.files)} at least: AWS restores 200 MB or 1,500 files a second, whichever is slower.`,
        "AWS Backup goes on where this command is ended: with --restore-job and the job's id it goes on from there.",
    ].join("\n");
    const steps = createColors(form.colour).bold("Steps");
    return `${[...opening(manifest, plan, "begins", form), takes, steps].join("\n\n")}\n`;
}

/**
 * What is left to whoever restores: bring the stack up, look at it, and switch.
 *
 * @param first number of the first step.
 */
export function nextSteps(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    { colour }: Pick<Form, "colour">,
    first: number,
): string {
    const { stack: old } = manifest;
    const { stack, times } = plan;
    const { hostedZoneId } = sectionsOf(manifest)("loadBalancer");
    const steps: TextStep[] = [
        { what: "Make the stack, with its secrets", commands: initCommands(manifest, plan) },
        { what: "Bring it up", takes: approximately(times.up), commands: [`pulumi up --stack ${stack}`] },
        { what: "See that it serves, and look at it", commands: [healthCommand(manifest, stack)] },
        {
            what: `Stop Connect in ${old}, where there is still one`,
            commands: ["kubectl --namespace posit-connect scale deployment/posit-connect --replicas 0"],
        },
        {
            what: `Switch: ${hostedZoneId === undefined ? "mail is" : "the domain's record and mail are"} ${stack}'s from then on`,
            commands: [
                `pulumi config set --stack ${stack} --path posit-connect:recovery.live true`,
                `pulumi up --stack ${stack}`,
            ],
        },
        hostedZoneId === undefined
            ? {
                  what: `Point the domain at its load balancer: pulumi stack output loadBalancerDnsName --stack ${stack}`,
                  commands: [],
              }
            : {
                  what: `Keep ${old}, where there is still one, from taking the record back`,
                  commands: [
                      `pulumi config set --stack ${old} --path posit-connect:loadBalancer.dnsRecord false`,
                      `pulumi up --stack ${old}`,
                  ],
              },
    ];
    return [
        createColors(colour).bold("Then"),
        ...stepsText(steps, first),
        "",
        `Until the switch ${stack} sends no mail and leaves the domain where it is. It runs the schedules of its content, on whatever`,
        "that reaches. docs/recovery.md has the way back, and what is kept of the old stack.",
    ].join("\n");
}

function opening(
    manifest: RecoveryManifest,
    { stack, region, unit, lacking }: RestorePlan,
    state: string,
    form: Form,
): string[] {
    const colors = createColors(form.colour);
    return [
        [colors.bold("Restore"), `${manifest.project} ${manifest.stack}`, stack, region, state].join(" · "),
        [unitText(unit, { now: form.now, colors }), ...lacking.map((fault) => `  – ${fault}`)].join("\n"),
    ];
}
