import { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { formatEstimate } from "./format";
import { fileText, healthCommand, initCommands, recoverySetText, UNKNOWN_FILE_SYSTEM } from "./planText";
import { quotasText } from "./quotas";
import { sectionsOf } from "./restoredSettings";
import type { RestorePlan } from "./restorePlan";
import { printSteps, type PrintedStep } from "./steps";

interface Form {
    now: number;
    color: boolean;
}

/**
 * A planned restore for a person: the recovery set, the file to write, the steps of `--yes`, and the user's own.
 *
 * @param steps those of `--yes`.
 */
export function restoreReport(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    steps: Omit<PrintedStep, "commands">[],
    form: Form,
): string {
    const colors = createColors(form.color);
    const { file, quotas } = plan;
    const printed = steps.map((step) => ({ ...step, commands: [] }));
    return `${[
        ...printOpening(manifest, plan, "planned, nothing was created", form),
        quotasText(quotas, colors),
        fileText(file.name, file.text(UNKNOWN_FILE_SYSTEM), colors),
        [colors.bold("With --yes"), ...printSteps(printed)].join("\n"),
        nextSteps(manifest, plan, form, steps.length + 1),
    ].join("\n\n")}\n`;
}

/** The start of a restore with `--yes`, before its steps. */
export function restoreOpening(manifest: RecoveryManifest, plan: RestorePlan, form: Form): string {
    const times = [
        `The files take ${formatEstimate(plan.times.files)} at least: AWS restores 200 MB or 1,500 files per second, whichever is slower.`,
        "AWS Backup continues if this command ends: --restore-job with the job's id continues from there.",
    ].join("\n");
    const steps = createColors(form.color).bold("Steps");
    return `${[...printOpening(manifest, plan, "started", form), times, steps].join("\n\n")}\n`;
}

/**
 * The user's steps after a restore: deploy the stack, check it, and promote it.
 *
 * @param first number of the first step.
 */
export function nextSteps(
    manifest: RecoveryManifest,
    plan: RestorePlan,
    { color }: { color: boolean },
    first: number,
): string {
    const { stack: old } = manifest;
    const { stack, pulumiStack, times } = plan;
    const { hostedZoneId } = sectionsOf(manifest)("loadBalancer");
    const steps: PrintedStep[] = [
        {
            title: "Create the stack, with its secrets",
            commands: initCommands(manifest, { ...plan, stack: pulumiStack }),
        },
        {
            title: "Deploy it",
            takes: formatEstimate(times.up),
            commands: [`pulumi up --stack ${pulumiStack}`],
        },
        {
            title: "Check that Connect responds, and inspect it",
            commands: [healthCommand(manifest, pulumiStack)],
        },
        {
            title: `Stop Connect in ${old}, if it still exists`,
            commands: ["kubectl --namespace posit-connect scale deployment/posit-connect --replicas 0"],
        },
        {
            title: `Promote ${stack}: from then on it ${hostedZoneId === undefined ? "sends mail" : "has the domain's record and sends mail"}`,
            commands: [
                `pulumi config set --stack ${pulumiStack} --path posit-connect:recovery.promoted true`,
                `pulumi up --stack ${pulumiStack}`,
            ],
        },
        hostedZoneId === undefined
            ? {
                  title: "Point the domain to its load balancer",
                  commands: [`pulumi stack output loadBalancerDnsName --stack ${pulumiStack}`],
              }
            : {
                  title: `Keep ${old}, if it still exists, from taking the record back`,
                  commands: [
                      `pulumi config set --stack ${old} --path posit-connect:loadBalancer.dnsRecord false`,
                      `pulumi up --stack ${old}`,
                  ],
              },
    ];
    return [
        createColors(color).bold("Then"),
        ...printSteps(steps, first),
        "",
        `Until it is promoted, ${stack} sends no mail and does not change the domain. It runs the schedules of its content, on`,
        "everything that its network reaches. docs/recovery/ describes the way back, and what to keep of the old stack.",
    ].join("\n");
}

function printOpening(
    manifest: RecoveryManifest,
    { stack, region, recoverySet, bucketFaults }: RestorePlan,
    state: string,
    form: Form,
): string[] {
    const colors = createColors(form.color);
    return [
        [colors.bold("Restore"), `${manifest.project} ${manifest.stack}`, stack, region, state].join(" · "),
        [
            recoverySetText(recoverySet, { now: form.now, colors }),
            ...bucketFaults.map((fault) => `  – ${fault}`),
        ].join("\n"),
    ];
}
