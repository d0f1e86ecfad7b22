import { createColors } from "picocolors";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { UNKNOWN_FILE_SYSTEM, type DrillPlan } from "./drillPlan";
import { UNKNOWN_DIRECTORY } from "./drillSettings";
import { duration } from "./units";

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
    { stack, region, unit, file, secretCommands, times }: DrillPlan,
    form: { place: string; now: number; colour: boolean },
): string {
    const colors = createColors(form.colour);
    const { files, database, apart } = unit;
    const half = database.kind === "snapshot" ? database.arn : `point in time, ${iso(database.at)}`;
    const steps: Step[] = [
        ...(form.place.startsWith("s3://")
            ? [{ what: "Fetch the manifest", commands: [`npm run recovery -- fetch ${form.place}`] }]
            : []),
        {
            what: "Restore the files to a new file system",
            takes: `${approximately(times.files)} at least`,
            commands: [restoreCommand(manifest, stack, region, files.arn)],
        },
        {
            what:
                `Write ${file.name}, with its id for ${UNKNOWN_FILE_SYSTEM}` +
                (manifest.fileSystem.subPath === ""
                    ? ""
                    : `, and the name of the one directory in it for ${UNKNOWN_DIRECTORY}`),
            commands: [`pulumi stack init ${stack}`, ...secretCommands],
        },
        { what: "Bring it up", takes: approximately(times.up), commands: [`pulumi up --stack ${stack}`] },
        { what: "See that it serves", commands: [healthCommand(manifest, stack)] },
        {
            what: "Take it away again",
            takes: approximately(times.destroy),
            commands: [`pulumi destroy --stack ${stack}`, `pulumi stack rm ${stack}`],
        },
        {
            what: "And the file system, which the stack has only taken over",
            commands: [
                `aws efs delete-file-system --region ${region} --file-system-id ${UNKNOWN_FILE_SYSTEM}`,
            ],
        },
    ];
    return `${[
        [
            colors.bold("Drill"),
            `${manifest.project} ${manifest.stack}`,
            stack,
            region,
            "planned, nothing was made",
        ].join(" · "),
        [
            `${colors.bold("Unit")} of ${iso(files.at)}, ${duration(form.now - files.at)} old`,
            `  files     ${files.arn}`,
            `  database  ${half}${apart < 1000 ? "" : `, ${duration(apart)} apart`}`,
            ...unit.faults.map((fault) => `  – ${fault}`),
        ].join("\n"),
        `${colors.bold(file.name)}\n${file.text.trimEnd().replace(/^/gm, "  ")}`,
        [colors.bold("Steps"), ...steps.flatMap((step, i) => shown(step, i + 1))].join("\n"),
        [
            `It serves ${approximately(times.files + times.up)} after the first step at the earliest, and is gone ${approximately(times.destroy)} later.`,
            "AWS restores files at 200 MB or 1,500 files a second, whichever is slower; `pulumi up` and `pulumi destroy` are typical",
            "times of graph/durations.ts, where a large database takes longer. What is restored runs: schedules of its content too,",
            "on whatever that reaches. It sends no mail, and the domain stays where it is.",
        ].join("\n"),
    ].join("\n\n")}\n`;
}

function shown({ what, takes, commands }: Step, number: number): string[] {
    return [
        `  ${number}. ${what}${takes === undefined ? "" : `: ${takes}`}`,
        ...commands.map((command) => `       ${command}`),
    ];
}

function restoreCommand(
    { region: home, fileSystem, vaults, backup }: RecoveryManifest,
    stack: string,
    region: string,
    arn: string,
): string {
    const keyArn =
        region === home ? fileSystem.keyArn : vaults.find((vault) => vault.region === region)?.keyArn;
    const metadata = JSON.stringify({
        "file-system-id": fileSystem.id,
        newFileSystem: "true",
        CreationToken: stack,
        PerformanceMode: "generalPurpose",
        Encrypted: "true",
        KmsKeyId: keyArn,
    });
    return (
        `aws backup start-restore-job --region ${region} --resource-type EFS --iam-role-arn ${backup.restoreRoleArn} ` +
        `--recovery-point-arn ${arn} --metadata '${metadata}'`
    );
}

/** Connect's own answer to load balancers, by the name of the drill's: the domain leads to the stack that is in use. */
function healthCommand({ connect }: RecoveryManifest, stack: string): string {
    const { hostname } = new URL(connect.url);
    const balancer = `$(pulumi stack output loadBalancerDnsName --stack ${stack})`;
    // Without a domain of its own, a stack has a certificate that nobody vouches for.
    const insecure = hostname.endsWith(".amazonaws.com") ? " --insecure" : "";
    return `curl --fail${insecure} --connect-to "${hostname}:443:${balancer}:443" https://${hostname}/__ping__`;
}

function approximately(seconds: number): string {
    return `about ${duration(seconds * 1000)}`;
}

function iso(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
