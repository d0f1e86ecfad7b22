import type { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { MissingSecret } from "../stacks/secrets";
import { keptFiles, type KeptFiles } from "./keptFiles";
import { PING, selfSigned } from "./ping";
import { duration, type Unit } from "./units";

/** In place of the id that is known once AWS Backup has restored the files: the program does not take it. */
export const UNKNOWN_FILE_SYSTEM = "FILE-SYSTEM";

/** A step of a procedure, for a person. */
export interface TextStep {
    what: string;
    /** In words. */
    takes?: string;
    commands: string[];
}

/** What is restored. */
export function unitText(
    { files, database, apart, faults }: Unit,
    form: { now: number; colors: ReturnType<typeof createColors> },
): string {
    const half = database.kind === "snapshot" ? database.arn : `point in time, ${iso(database.at)}`;
    return [
        `${form.colors.bold("Unit")} of ${iso(files.at)}, ${duration(form.now - files.at)} old`,
        `  files     ${files.arn}`,
        `  database  ${half}${apart < 1000 ? "" : `, ${duration(apart)} apart`}`,
        ...faults.map((fault) => `  – ${fault}`),
    ].join("\n");
}

/** A stack's file under its name. */
export function fileText(name: string, text: string, colors: ReturnType<typeof createColors>): string {
    return `${colors.bold(name)}\n${text.trimEnd().replace(/^/gm, "  ")}`;
}

/** @param first number of the first step. */
export function stepsText(steps: TextStep[], first = 1): string[] {
    return steps.flatMap(({ what, takes, commands }, i) => [
        `  ${first + i}. ${what}${takes === undefined ? "" : `: ${takes}`}`,
        ...commands.map((command) => `       ${command}`),
    ]);
}

/** What makes a stack, with the secrets that it needs. */
export function initCommands(
    manifest: RecoveryManifest,
    plan: { stack: string; region: string; secrets: MissingSecret[]; lacking?: string[] },
): string[] {
    const { stack, region, secrets, lacking = [] } = plan;
    const kept = lacking.length > 0 ? undefined : keptFiles(manifest, region);
    return [
        `pulumi stack init ${stack}`,
        ...secrets.map((secret) => `${secretCommand(secret, kept)} --stack ${stack}`),
    ];
}

/** The licence is kept for a restore; any other secret is its user's to know. */
function secretCommand({ key, command }: MissingSecret, kept: KeptFiles | undefined): string {
    return kept === undefined || key !== "posit-connect:license"
        ? command
        : `aws s3 cp --region ${kept.region} s3://${kept.bucket}/${kept.license} - | pulumi config set --secret ${key}`;
}

/** Through the restored stack's load balancer: the domain leads to the stack that is in use. */
export function healthCommand({ connect }: RecoveryManifest, stack: string): string {
    const url = new URL(connect.url);
    const balancer = `$(pulumi stack output loadBalancerDnsName --stack ${stack})`;
    const insecure = selfSigned(url) ? " --insecure" : "";
    return `curl --fail${insecure} --connect-to "${url.hostname}:443:${balancer}:443" https://${url.hostname}${PING}`;
}

export function approximately(seconds: number): string {
    return `about ${duration(seconds * 1000)}`;
}

/** A moment, to the second. */
function iso(at: number): string {
    return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
