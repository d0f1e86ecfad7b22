import { KUBERNETES_VERSIONS } from "../catalog/kubernetesVersions";
import { CONNECT_POSTGRES } from "../catalog/postgresVersions";
import type { DueVersion, EndingSupport, OldRelease } from "../graph/dueVersions";
import { count } from "../lib/count";
import { formatUsd } from "../lib/formatUsd";

/** A version that needs an upgrade soon, in sentences: what happens, what it costs, what to do. */
export function dueVersionText(due: DueVersion): string {
    return due.kind === "support" ? supportText(due) : releaseText(due);
}

function supportText(due: EndingSupport): string {
    const { of, version, ends, days, isExtended } = due;
    const left = days > 0 ? `ends on ${ends}, in ${count(days, "day")}` : `ended on ${ends}`;
    const price =
        due.extendedUsd === null
            ? "at a price that is not known here"
            : `for ${formatUsd(due.extendedUsd)} more a month${of === "PostgreSQL" ? ", and twice as much in its third year" : ""}`;
    const { component, version: next } = targetOf(due);
    return [
        `${of} ${version}: standard support ${left}.`,
        isExtended ? `Extended support follows, ${price}.` : `${AUTOMATIC[of]}, ${price}.`,
        next === undefined
            ? "The program knows no newer version: update it."
            : `\`npm run upgrade -- --to ${component}=${next}\` lists the steps.`,
    ].join(" ");
}

/**
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-overview.html.
 */
const AUTOMATIC = {
    Kubernetes:
        "Then EKS upgrades the control plane by itself. Extended support would prevent it for a year (`cluster.upgradePolicy`)",
    PostgreSQL:
        "Then RDS upgrades the database to a newer major version by itself. Extended support, which the program turns off, would prevent it",
};

/** The next Kubernetes, or the newest PostgreSQL: RDS skips major versions. */
function targetOf({ of, version }: EndingSupport): { component: string; version: string | undefined } {
    if (of === "Kubernetes") {
        const known: readonly string[] = KUBERNETES_VERSIONS;
        return { component: "kubernetes", version: known[known.indexOf(version) + 1] };
    }
    const newest = CONNECT_POSTGRES.at(-1);
    return {
        component: "postgres",
        version: version.startsWith(`${newest}.`) || version === newest ? undefined : newest,
    };
}

function releaseText({ nodeGroup, release, days }: OldRelease): string {
    return (
        `${nodeGroup}: the nodes' release ${release} is ${count(days, "day")} old. Patch the nodes once a month, with one setting: ` +
        "`cluster.nodeReleaseVersion`. See docs/upgrades.md."
    );
}
