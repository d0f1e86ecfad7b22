import { recoveryBucketName } from "../../../components/recoveryBucketName";
import { assess } from "../../../graph/assess";
import { changesInPreview } from "../../../graph/changesInPreview";
import { count } from "../../../lib/count";
import { UserError } from "../../../lib/userError";
import { formatMinute } from "../../../recovery/format";
import { meetsRpo } from "../../../recovery/recoverySets";
import { isRecoverable } from "../../../recovery/status";
import { enumerate, VERBS } from "../../changeWords";
import { findJsonObject } from "../../findJsonObject";
import { labelWithName } from "../../labelWithName";
import { type Check, type CheckContext, failed, passed, unknown } from "../check";

const DAY = 24 * 60 * 60 * 1000;

/** ACM renews 60 days before the end, and an update renews a self-signed certificate in its last 30. */
const CERTIFICATE_DAYS = 30;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, "YYYY-MM-DD".length);

export const backups: Check = {
    id: "backups",
    title: "Backups",
    inAccount: true,
    run: async ({ project, stack, settings, place, now, sources }) => {
        const bucket = recoveryBucketName(settings.account, `${project}-${stack}`, place.region);
        const uri = `s3://${bucket}/manifest.json`;
        const { vaults } = await sources.recovery(uri, now);
        const text = vaults
            .map(({ vault, recoverySets }) => {
                const newest = recoverySets.find(meetsRpo);
                return `${vault.region}: ${newest === undefined ? "no recovery set within the RPO" : `recovery set of ${formatMinute(newest.files.at)}`}`;
            })
            .join("; ");
        return isRecoverable(vaults)
            ? passed(text)
            : failed(text, `npm run recovery -- status --manifest ${uri}`);
    },
};

/** The certificate that users' browsers get. */
export const certificate: Check = {
    id: "certificate",
    title: "Certificate",
    run: async (context) => {
        const { settings, now, sources } = context;
        const { domainName, selfSignedCertificate } = settings.loadBalancer;
        const host = domainName ?? new URL(await readUrl(context)).hostname;
        const { expires, fault } = await sources.certificate(host);
        const days = Math.floor((expires - now) / DAY);
        const text = `${host}: valid until ${dayOf(expires)}, ${days < 0 ? "ended" : `${count(days, "day")} left`}`;
        if (days < CERTIFICATE_DAYS) {
            return failed(
                text,
                selfSignedCertificate
                    ? "Run pulumi up, which renews it."
                    : "Check the certificate in ACM: it renews its own certificates while the domain's proof is in DNS, and no imported one.",
            );
        }
        return fault === undefined || selfSignedCertificate
            ? passed(selfSignedCertificate ? `${text}, self-signed` : text)
            : failed(`${text}, but clients do not trust it (${fault})`, "Check posit-connect:loadBalancer.");
    },
};

/** Address of a stack without a domain: that of its load balancer. */
async function readUrl({ root, pulumiStack, sources }: CheckContext): Promise<string> {
    const outcome = await sources.pulumi(["stack", "output", "url", "--stack", pulumiStack], root);
    if (outcome === undefined || outcome.status !== 0) {
        throw new UserError([
            `pulumi stack output url: ${errorOf(outcome)}. Log in to the stack's backend with the Pulumi CLI.`,
        ]);
    }
    return outcome.stdout.trim();
}

function errorOf(outcome: { stderr: string; stdout: string } | undefined): string {
    const text = `${outcome?.stderr ?? "error: pulumi is not installed"}\n${outcome?.stdout ?? ""}`;
    return /^\s*error: .*/m.exec(text)?.[0].trim() ?? "it failed without an error";
}

/** Changes made outside of Pulumi, or a commit that is not deployed. */
export const drift: Check = {
    id: "drift",
    title: "Drift",
    inAccount: true,
    run: async ({ root, pulumiStack, now, sources }) => {
        const outcome = await sources.pulumi(
            ["preview", "--stack", pulumiStack, "--refresh", "--json", "--non-interactive"],
            root,
        );
        if (outcome === undefined || outcome.status !== 0) {
            return unknown(
                `pulumi preview --refresh: ${errorOf(outcome)}`,
                `pulumi preview --stack ${pulumiStack} --refresh --diff`,
            );
        }
        const { changes } = assess(changesInPreview(findJsonObject(outcome.stdout)), [], dayOf(now));
        return changes.length === 0
            ? passed("the stack is as its program describes it")
            : failed(
                  `${count(changes.length, "resource")} ${changes.length === 1 ? "differs" : "differ"}: ${enumerate(
                      changes.map(
                          ({ action, noun, name }) => `${labelWithName(noun, name)} (${VERBS[action]})`,
                      ),
                  )}`,
                  `Read the difference with pulumi preview --stack ${pulumiStack} --refresh --diff. pulumi up --refresh removes it.`,
              );
    },
};
