import { isGpuFamily } from "../catalog/instanceTypes";
import { GPU_RESOURCE } from "../catalog/nodePools";
import { isObject } from "../lib/isObject";
import { CONTENT_POD_PATH } from "./contentPodPath";
import type { Graph } from "./graph";
import { type NodeGroup, nodeGroups } from "./nodes";
import { once } from "./once";
import { readPath } from "./path";
import { connectReleases } from "./releases";
import { textOf, type Value } from "./value";

/** The parts of a pod that choose its nodes. */
interface Pod {
    nodeSelector: Value | undefined;
    tolerations: Value | undefined;
    affinity: Value | undefined;
}

/** Effects of taints that keep a pod without a toleration off a node, in EKS's spelling and Kubernetes'. */
const EFFECTS: Record<string, string> = { NO_SCHEDULE: "NoSchedule", NO_EXECUTE: "NoExecute" };

/** The node groups that Connect's servers can run on. */
export const serverNodeGroups = once((graph) =>
    groupsFor(graph, (values) => ({
        nodeSelector: readPath(values, ["nodeSelector"]),
        tolerations: readPath(values, ["tolerations"]),
        affinity: readPath(values, ["pod", "affinity"]),
    })),
);

/** The node groups that content can run on that requests no GPU. */
export const contentNodeGroups = once((graph) => groupsFor(graph, contentPod));

/** The node groups with GPUs that content can run on if it requests one: Kubernetes then adds a toleration. */
export const gpuContentNodeGroups = once((graph) =>
    groupsFor(graph, (values) => {
        const pod = contentPod(values);
        const gpu = { key: GPU_RESOURCE, operator: "Exists", effect: "NoSchedule" };
        return { ...pod, tolerations: [...(Array.isArray(pod.tolerations) ? pod.tolerations : []), gpu] };
    }).filter(hasGpuNodes),
);

/** Whether a type of a group's nodes has GPUs. */
export function hasGpuNodes({ nodes: { instanceTypes } }: NodeGroup): boolean {
    return Array.isArray(instanceTypes) && instanceTypes.some((type) => isGpuFamily(textOf(type)));
}

function contentPod(values: Value | undefined): Pod {
    const [, ...path] = CONTENT_POD_PATH;
    return {
        nodeSelector: readPath(values, [...path, "nodeSelector"]),
        tolerations: readPath(values, [...path, "tolerations"]),
        affinity: readPath(values, [...path, "affinity"]),
    };
}

function groupsFor(graph: Graph, podOf: (values: Value | undefined) => Pod): readonly NodeGroup[] {
    const [release] = connectReleases(graph);
    const pod = podOf(release?.properties.values);
    return nodeGroups(graph).filter(({ nodes }) => {
        const labels = isObject(nodes.labels) ? nodes.labels : {};
        return (
            isSelected(pod.nodeSelector, labels) &&
            isTolerated(pod.tolerations, nodes.taints) &&
            isInAffinity(pod.affinity, labels)
        );
    });
}

/** Whether a node has all selected labels. A selector that cannot be read selects nothing. */
function isSelected(selector: Value | undefined, labels: Record<string, Value>): boolean {
    return (
        selector === undefined ||
        selector === null ||
        (isObject(selector) && Object.entries(selector).every(([key, value]) => labels[key] === value))
    );
}

function isTolerated(tolerations: Value | undefined, taints: Value | undefined): boolean {
    const known = (Array.isArray(tolerations) ? tolerations : []).filter((each) => isObject(each));
    const closed = (Array.isArray(taints) ? taints : []).filter(
        (taint) => !isObject(taint) || taint.effect !== "PREFER_NO_SCHEDULE",
    );
    return closed.every(
        (taint) => isObject(taint) && known.some((toleration) => tolerates(toleration, taint)),
    );
}

/** Source: Kubernetes, "Taints and Tolerations", "Concepts". */
function tolerates(toleration: Record<string, Value>, taint: Record<string, Value>): boolean {
    const isAnyKey = toleration.key === undefined && toleration.operator === "Exists";
    return (
        (isAnyKey || toleration.key === taint.key) &&
        (toleration.effect === undefined || toleration.effect === EFFECTS[textOf(taint.effect)]) &&
        (toleration.operator === "Exists" || (toleration.value ?? "") === (taint.value ?? ""))
    );
}

/** Whether a node's labels match one of the required terms. A term that cannot be read matches nothing. */
function isInAffinity(affinity: Value | undefined, labels: Record<string, Value>): boolean {
    const terms = readPath(affinity, [
        "nodeAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        "nodeSelectorTerms",
    ]);
    return (
        terms === undefined ||
        (Array.isArray(terms) &&
            terms.some((term) => {
                const expressions = readPath(term, ["matchExpressions"]);
                return (
                    Array.isArray(expressions) &&
                    expressions.every((expression) => isObject(expression) && isMatch(expression, labels))
                );
            }))
    );
}

function isMatch({ key, operator, values }: Record<string, Value>, labels: Record<string, Value>): boolean {
    const value = labels[textOf(key)];
    const isListed = Array.isArray(values) && value !== undefined && values.includes(value);
    switch (operator) {
        case "In":
            return isListed;
        case "NotIn":
            return Array.isArray(values) && !isListed;
        case "Exists":
            return value !== undefined;
        case "DoesNotExist":
            return value === undefined;
        default:
            return false;
    }
}
