import type { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import type { MissingSecret } from "../stacks/secrets";
import { formatDuration, formatTimestamp } from "./format";
import { recoveryBucket } from "./manifest";
import { PING, isSelfSigned } from "./ping";
import type { RecoverySet } from "./recoverySets";

/** Placeholder for the id of the restored file system, which the program rejects. */
export const UNKNOWN_FILE_SYSTEM = "FILE-SYSTEM";

/** A recovery set for a person. */
export function recoverySetText(
    { files, database, skewMs, faults }: RecoverySet,
    form: { now: number; colors: ReturnType<typeof createColors> },
): string {
    const source =
        database.kind === "snapshot" ? database.arn : `point in time, ${formatTimestamp(database.at)}`;
    return [
        `${form.colors.bold("Recovery set")} of ${formatTimestamp(files.at)}, ${formatDuration(form.now - files.at)} old`,
        `  files     ${files.arn}`,
        `  database  ${source}${skewMs < 1000 ? "" : `, ${formatDuration(skewMs)} apart`}`,
        ...faults.map((fault) => `  – ${fault}`),
    ].join("\n");
}

/** A stack's file under its name. */
export function fileText(name: string, text: string, colors: ReturnType<typeof createColors>): string {
    return `${colors.bold(name)}\n${text.trimEnd().replace(/^/gm, "  ")}`;
}

/** Commands that create a stack, with the secrets that it needs. */
export function initCommands(
    manifest: RecoveryManifest,
    plan: { stack: string; region: string; secrets: MissingSecret[]; bucketFaults?: string[] },
): string[] {
    const { stack, region, secrets, bucketFaults = [] } = plan;
    const bucket = bucketFaults.length > 0 ? undefined : recoveryBucket(manifest, region);
    return [
        `pulumi stack init ${stack}`,
        ...secrets.map(({ key, command }) => {
            // The bucket has the license, and no other secret.
            const setSecret =
                bucket === undefined || key !== "posit-connect:license"
                    ? command
                    : `aws s3 cp --region ${region} s3://${bucket.name}/${bucket.license} - | pulumi config set --secret ${key}`;
            return `${setSecret} --stack ${stack}`;
        }),
    ];
}

/** Checks the health through the restored stack's load balancer: the domain points to the promoted stack. */
export function healthCommand({ connect }: RecoveryManifest, stack: string): string {
    const url = new URL(connect.url);
    const balancer = `$(pulumi stack output loadBalancerDnsName --stack ${stack})`;
    const insecure = isSelfSigned(url) ? " --insecure" : "";
    return `curl --fail${insecure} --connect-to "${url.hostname}:443:${balancer}:443" https://${url.hostname}${PING}`;
}
