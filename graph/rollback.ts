import { kubernetesVersions, ROLLBACK_DAYS } from "../catalog/kubernetesVersions";
import { daysAfter } from "../lib/days";
import { kubernetesMinor } from "../lib/kubernetesMinor";
import { getPath } from "../lib/getPath";
import type { Change, Note } from "./change";
import type { Effect } from "./effectsOf";
import { ADD_ON, CLUSTER, NODE_GROUP } from "./types";
import { nameOf } from "./urn";

const ROLLBACK = "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html";

/**
 * The way back of an upgrade of the control plane by one minor version; none for any other change.
 *
 * @param today as `YYYY-MM-DD`, in UTC.
 */
export function wayBack(change: Change, all: readonly Change[], today: string): Note[] {
    if (minorsUp(change) !== 1) {
        return [];
    }
    const to = String(change.before["version"]);
    const until = daysAfter(today, ROLLBACK_DAYS);
    const supportEnds = endOfSupport(to);
    const isStandard = getPath(change.after, ["upgradePolicy", "supportType"]) === "STANDARD";
    return [
        {
            kind: "wayBack",
            to,
            until,
            lowerFirst: all.filter(raisesDataPlane).map(({ urn }) => nameOf(urn)),
            ...(isStandard && supportEnds !== undefined && supportEnds <= until
                ? { extendedFrom: supportEnds }
                : {}),
        },
    ];
}

/**
 * The effect of a rollback that EKS rejects, by one minor version; `undefined` for any other change.
 *
 * The version of a state is not newer than its last change. Source: `pulumi/pulumi`, pkg/resource/deploy/step.go, `Modified`.
 */
export function rejectedRollback(change: Change, all: readonly Change[], today: string): Effect | undefined {
    if (minorsUp(change) !== -1) {
        return undefined;
    }
    const [from, to] = [String(change.before["version"]), String(change.after["version"])];
    const newer = all.filter(({ type, before }) => isNewer(type, before, to)).map(({ urn }) => nameOf(urn));
    const supportEnds = endOfSupport(to);
    const lastDay = change.modified === undefined ? undefined : daysAfter(change.modified, ROLLBACK_DAYS);
    const effect =
        lastDay !== undefined && lastDay < today
            ? `EKS rejects this: it rolls a control plane back until ${ROLLBACK_DAYS} days after its upgrade, and Pulumi's state has had ${from} since ${String(change.modified)}. Keep ${from}. The way back is a new stack with the older version: docs/recovery.md.`
            : newer.length > 0
              ? `EKS rejects this: ${newer.join(", ")} run ${from}, and nothing may be newer than the control plane. Lower them in an update of their own: keep \`cluster.version\` at ${from}, and set \`cluster.nodeVersion\` to ${to}.`
              : supportEnds !== undefined &&
                  supportEnds <= today &&
                  getPath(change.before, ["upgradePolicy", "supportType"]) === "STANDARD"
                ? `EKS rejects this: standard support of ${to} ended on ${supportEnds}. Set \`cluster.upgradePolicy\` to EXTENDED in an update of its own first.`
                : undefined;
    return effect === undefined
        ? undefined
        : { properties: ["version"], effect, interruption: "rejected", source: ROLLBACK };
}

/** Minor versions that an update raises a control plane by: below zero if it lowers it, zero for any other change. */
function minorsUp({ type, action, before, after }: Change): number {
    const [from, to] = [kubernetesMinor(before["version"]), kubernetesMinor(after["version"])];
    return type === CLUSTER && action === "update" && from !== undefined && to !== undefined ? to - from : 0;
}

/** Whether a change raises nodes, or an add-on on them. */
function raisesDataPlane({ type, before, after }: Change): boolean {
    return (
        (type === NODE_GROUP && before["version"] !== after["version"]) ||
        (type === ADD_ON && before["addonVersion"] !== after["addonVersion"])
    );
}

/** Whether nodes or kube-proxy are newer than a Kubernetes version. */
function isNewer(type: string, inputs: Record<string, unknown>, than: string): boolean {
    const version =
        type === NODE_GROUP
            ? inputs["version"]
            : type === ADD_ON && inputs["addonName"] === "kube-proxy"
              ? inputs["addonVersion"]
              : undefined;
    return (kubernetesMinor(version) ?? 0) > (kubernetesMinor(than) ?? 0);
}

function endOfSupport(version: string): string | undefined {
    return Object.entries(kubernetesVersions).find(([known]) => known === version)?.[1].standardSupportEnds;
}
