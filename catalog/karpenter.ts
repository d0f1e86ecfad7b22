import { getPath } from "../lib/getPath";
import { digest } from "./identifiers";
import { type Charge, type PricedResource, SETTING_IS_FREE, times } from "./price";
import { ESTIMATE, type Request, resourceType, type ValueChange } from "./resourceType";
import { surplusDrivers } from "./surplusDrivers";

const DRIFT = "https://karpenter.sh/docs/concepts/disruption/#drift";
const TERMINATION = "https://karpenter.sh/docs/concepts/disruption/#termination-controller";
const LIMITS = "https://karpenter.sh/docs/concepts/nodepools/#speclimits";

/** Kubernetes' name of a custom resource without a namespace is its id. */
function nameOf(request: Request): string {
    const name = getPath(request.inputs, ["metadata", "name"]);
    return typeof name === "string" ? name : `${request.name}-${digest(request.urn, 8)}`;
}

const CLUSTER_WIDE = {
    replacedBy: ["apiVersion", "kind", "metadata.name"],
    physicalName: "metadata.name",
    id: nameOf,
};

/**
 * The content that a drain of a pool's nodes stops, after the time that it has to end.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Known limitations".
 */
function contentLoss({ before, after }: Pick<ValueChange, "before" | "after">): string {
    const path = ["spec", "template", "spec", "terminationGracePeriod"];
    const grace = getPath(after, path) ?? getPath(before, path);
    return (
        (typeof grace === "string"
            ? `Content on them has ${grace.replace(/^(\d+)m$/, "$1 minutes")} to end, then it stops: `
            : "Content on them stops after the time that its pool gives it: ") +
        "interactive sessions end, and renders run again at their next scheduled time, or by hand."
    );
}

const REPLACED = "Nodes are replaced one after the other: a new one starts, then the old one is drained.";

/** The instance types that a pool allows. */
function instanceTypesOf(pool: PricedResource): (string | undefined)[] {
    const at = ["spec", "template", "spec", "requirements"] as const;
    return Array.from({ length: pool.length(at) ?? 0 }, (_, i) => i)
        .filter((i) => pool.text([...at, i, "key"]) === "node.kubernetes.io/instance-type")
        .flatMap((i) =>
            Array.from({ length: pool.length([...at, i, "values"]) ?? 0 }, (_, j) =>
                pool.text([...at, i, "values", j]),
            ),
        );
}

function isOnDemand(pool: PricedResource): boolean {
    const at = ["spec", "template", "spec", "requirements"] as const;
    return Array.from({ length: pool.length(at) ?? 0 }, (_, i) => i).some(
        (i) =>
            pool.text([...at, i, "key"]) === "karpenter.sh/capacity-type" &&
            pool.length([...at, i, "values"]) === 1 &&
            pool.text([...at, i, "values", 0]) === "on-demand",
    );
}

/** No node without content: all of them are named as a later amount. */
function nodeCharges(pool: PricedResource): readonly Charge[] {
    const [type, ...others] = instanceTypesOf(pool);
    const most = Number(pool.text(["spec", "limits", "nodes"]) ?? NaN);
    const count = Number.isNaN(most) ? undefined : most;
    const after = `scaling out to its maximum of ${count ?? "unknown"} nodes`;
    const disk = pool
        .referenced(["spec", "template", "spec", "nodeClassRef", "name"], nodeClass.token)
        ?.text(["spec", "blockDeviceMappings", 0, "ebs", "volumeSize"]);
    const [, gibibytes] = /^(\d+)Gi$/.exec(disk ?? "") ?? [];
    return [
        {
            item: `nodes, ${type ?? "of an unknown type"}`,
            figure: `nodes.${type ?? ""}`,
            quantity: others.length === 0 && isOnDemand(pool) ? count : undefined,
            after,
        },
        {
            item: "node disks, gp3",
            figure: "ec2.ebsGp3GBMonth",
            quantity: times(count, gibibytes === undefined ? undefined : Number(gibibytes)),
            after,
        },
    ];
}

export const nodeClass = resourceType("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {
    label: "Karpenter node class",
    price: SETTING_IS_FREE,
    loses: undefined,
    // Karpenter tries a start of an instance before it reports the class as ready.
    seconds: { create: 15, update: 5, delete: 5, source: ESTIMATE },
    ...CLUSTER_WIDE,
    effects: [
        {
            on: "update",
            properties: ["spec"],
            effect: (change) => `${REPLACED} ${contentLoss(change)}`,
            interruption: "rolling",
            source: DRIFT,
        },
        {
            on: ["replace", "delete"],
            effect: "Karpenter keeps it until the last of its nodes has ended: see the changes of its node pool.",
            interruption: "none",
            source: TERMINATION,
        },
    ],
    actions: [],
});

export const nodePool = resourceType("kubernetes:karpenter.sh/v1:NodePool", {
    label: "Karpenter node pool",
    price: {
        charges: nodeCharges,
        usage: (pool) => ["crossZoneGB", ...surplusDrivers(instanceTypesOf(pool)[0])],
    },
    loses: undefined,
    // A deletion waits until its nodes are drained and have ended, which needs some minutes without content.
    seconds: { create: 5, update: 5, delete: 180, source: ESTIMATE },
    ...CLUSTER_WIDE,
    effects: [
        {
            on: "update",
            properties: ["spec.limits"],
            effect: "Karpenter may start more nodes, or fewer. It removes no node that exceeds a lower limit.",
            interruption: "none",
            source: LIMITS,
        },
        {
            on: "update",
            properties: ["spec.disruption", "spec.weight"],
            effect: "Applies to nodes that Karpenter starts or removes from now on. It removes none with content that has the annotation `karpenter.sh/do-not-disrupt`.",
            interruption: "none",
            source: DRIFT,
        },
        {
            on: "update",
            properties: ["spec.template"],
            effect: (change) =>
                `Only nodes that differ from the new settings change. ${REPLACED} ${contentLoss(change)}`,
            interruption: "rolling",
            source: DRIFT,
        },
        {
            on: ["replace", "delete"],
            effect: (change) =>
                `Karpenter drains its nodes and ends them, and the update waits. ${contentLoss(change)}`,
            interruption: "rolling",
            source: TERMINATION,
        },
    ],
    actions: [],
});
