import { createColors } from "picocolors";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import type { MissingSecret } from "../../stacks/secrets";
import { leftoverCommands, type DrillPlan } from "./drillPlan";
import { keptFiles, type KeptFiles } from "./keptFiles";
import { PING, selfSigned } from "./ping";
import { fileRestore } from "./restoreJob";
import { duration } from "./units";

/** In place of the id that is known once AWS Backup has restored the files: the program does not take it. */
const UNKNOWN_FILE_SYSTEM = "FILE-SYSTEM";

interface Step {
    what: string;
    /** In words. */
    takes?: string;
    commands: string[];
}

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
    const { stack, region, file, secrets, times } = plan;
    const byHand = leftoverCommands(manifest, plan);
    const steps: Step[] = [
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
            commands: [
                `pulumi stack init ${stack}`,
                ...secrets.map(
                    (secret) => `${secretCommand(secret, keptFiles(manifest, region))} --stack ${stack}`,
                ),
            ],
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
            what: "And what outlasts the stack: the file system that it took over, and backups of its database",
            commands: [byHand.deleteFileSystem(UNKNOWN_FILE_SYSTEM), byHand.automatedBackups],
        },
    ];
    return `${[
        ...opening(manifest, plan, "planned, nothing was made", form),
        `${colors.bold(file.name)}\n${file.text(UNKNOWN_FILE_SYSTEM).trimEnd().replace(/^/gm, "  ")}`,
        [colors.bold("Steps"), ...steps.flatMap((step, i) => shown(step, i + 1))].join("\n"),
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
    const { files, database, apart } = unit;
    const half = database.kind === "snapshot" ? database.arn : `point in time, ${iso(database.at)}`;
    return [
        [colors.bold("Drill"), `${manifest.project} ${manifest.stack}`, stack, region, state].join(" · "),
        [
            `${colors.bold("Unit")} of ${iso(files.at)}, ${duration(form.now - files.at)} old`,
            `  files     ${files.arn}`,
            `  database  ${half}${apart < 1000 ? "" : `, ${duration(apart)} apart`}`,
            ...unit.faults.map((fault) => `  – ${fault}`),
        ].join("\n"),
    ];
}

/** How long it takes, and what to know of it. */
function closing({ times }: DrillPlan): string {
    return [
        `It serves ${approximately(times.files + times.up)} after the first step at the earliest, and is gone ${approximately(times.destroy)} later.`,
        "AWS restores files at 200 MB or 1,500 files a second, whichever is slower; `pulumi up` and `pulumi destroy` are typical",
        "times of graph/durations.ts, where a large database takes longer. What is restored runs: schedules of its content too,",
        "on whatever that reaches. It sends no mail, and the domain stays where it is.",
    ].join("\n");
}

function shown({ what, takes, commands }: Step, number: number): string[] {
    return [
        `  ${number}. ${what}${takes === undefined ? "" : `: ${takes}`}`,
        ...commands.map((command) => `       ${command}`),
    ];
}

function restoreCommand(manifest: RecoveryManifest, { stack, region, unit }: DrillPlan): string {
    const { recoveryPointArn, roleArn, metadata } = fileRestore(manifest, unit, stack);
    return (
        `aws backup start-restore-job --region ${region} --resource-type EFS --iam-role-arn ${roleArn} ` +
        `--recovery-point-arn ${recoveryPointArn} --metadata '${JSON.stringify(metadata)}'`
    );
}

/** The licence is kept for a restore; any other secret is its user's to know. */
function secretCommand({ key, command }: MissingSecret, kept: KeptFiles | undefined): string {
    return kept === undefined || key !== "posit-connect:license"
        ? command
        : `aws s3 cp --region ${kept.region} s3://${kept.bucket}/${kept.license} - | pulumi config set --secret ${key}`;
}

/** Through the drill's load balancer: the domain leads to the stack that is in use. */
function healthCommand({ connect }: RecoveryManifest, stack: string): string {
    const url = new URL(connect.url);
    const balancer = `$(pulumi stack output loadBalancerDnsName --stack ${stack})`;
    const insecure = selfSigned(url) ? " --insecure" : "";
    return `curl --fail${insecure} --connect-to "${url.hostname}:443:${balancer}:443" https://${url.hostname}${PING}`;
}

function approximately(seconds: number): string {
    return `about ${duration(seconds * 1000)}`;
}

function iso(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
