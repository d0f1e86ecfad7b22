import { UNKNOWN, type Value } from "../../../graph/value";
import { CONTENT_POD_PATH } from "../../../graph/contentPodPath";
import { describeCases } from "./describeCases";
import { another, CONTENT_NODES, RELEASE, SERVER_NODES } from "./edits";
import { add, all, drop, type Edit, setPart } from "./stack";

const selector = (value: Value | undefined): Edit => setPart(RELEASE, ["values", "nodeSelector"], value);

/** Requires nodes whose label `workload` matches an expression. */
const affinity = (expression: Record<string, Value>): Edit =>
    all(
        selector(undefined),
        setPart(RELEASE, ["values", "pod", "affinity"], {
            nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                    nodeSelectorTerms: [{ matchExpressions: [{ key: "workload", ...expression }] }],
                },
            },
        }),
    );

const taints = (...list: Record<string, Value>[]): Edit => setPart(SERVER_NODES, ["taints"], list);

const tolerations = (...list: Record<string, Value>[]): Edit =>
    setPart(RELEASE, ["values", "tolerations"], list);

const autoscaler = (values: Record<string, Value>, chart = "cluster-autoscaler"): Edit =>
    add("kubernetes:helm.sh/v3:Release", "autoscaler", { chart, version: "9.56.0", values });

const kept = (value: string): Edit =>
    setPart(
        RELEASE,
        ["values", "pod", "annotations", "cluster-autoscaler.kubernetes.io/safe-to-evict"],
        value,
    );

const NO_SERVERS = ["node-count: stack"];

const GPU_NODES = `${CONTENT_NODES}-2`;

/** A second group of content, with GPUs, as the program creates it, and then with changes. */
const gpuNodes = (...changes: Edit[]): Edit =>
    all(
        another(CONTENT_NODES),
        setPart(GPU_NODES, ["instanceTypes"], ["g5.xlarge"]),
        setPart(GPU_NODES, ["taints"], [{ key: "nvidia.com/gpu", effect: "NO_SCHEDULE" }]),
        add("kubernetes:helm.sh/v3:Release", "plugin", { chart: "nvidia-device-plugin", version: "0.20.0" }),
        ...changes,
    );

const contentTolerations = (...list: Record<string, Value>[]): Edit =>
    setPart(RELEASE, [...CONTENT_POD_PATH, "tolerations"], list);

const NAMESPACE = "Namespace::connect-content";

const podSecurity = (level: Value | undefined): Edit =>
    setPart(NAMESPACE, ["metadata", "labels", "pod-security.kubernetes.io/enforce"], level);

describeCases(
    "nodes",
    {
        "node-count": {
            "few nodes of content": { edit: setPart(CONTENT_NODES, ["scalingConfig", "minSize"], 0) },
            "fewer nodes of servers than zones": {
                edit: setPart(SERVER_NODES, ["scalingConfig", "minSize"], 2),
                broken: [`node-count: ${SERVER_NODES}`],
            },
            "servers that select no group": { edit: selector({ workload: "other" }), broken: NO_SERVERS },
            "servers that select nodes in an unknown way": { edit: selector(UNKNOWN), broken: NO_SERVERS },
            "servers that do not tolerate their nodes' taint": { edit: tolerations(), broken: NO_SERVERS },
            "servers that tolerate another value": {
                edit: tolerations({ key: "workload", operator: "Equal", value: "other" }),
                broken: NO_SERVERS,
            },
            "servers that tolerate another effect": {
                edit: tolerations({ key: "workload", operator: "Exists", effect: "NoExecute" }),
                broken: NO_SERVERS,
            },
            "servers that tolerate everything": { edit: tolerations({ operator: "Exists" }) },
            "a taint that is only a preference": {
                edit: all(tolerations(), taints({ key: "workload", effect: "PREFER_NO_SCHEDULE" })),
            },
            "a taint that cannot be read": {
                edit: setPart(SERVER_NODES, ["taints"], [UNKNOWN]),
                broken: NO_SERVERS,
            },
            "servers whose affinity names their nodes": {
                edit: affinity({ operator: "In", values: ["connect-server"] }),
            },
            "servers whose affinity excludes their nodes": {
                edit: affinity({ operator: "NotIn", values: ["connect-server"] }),
                broken: [`separate-nodes: ${CONTENT_NODES}`, `servers-not-forced: ${CONTENT_NODES}`],
            },
            "servers whose affinity requires a label": {
                edit: affinity({ operator: "Exists" }),
                broken: [`separate-nodes: ${CONTENT_NODES}`, `servers-not-forced: ${CONTENT_NODES}`],
            },
            "servers whose affinity requires no label": {
                edit: affinity({ operator: "DoesNotExist" }),
                broken: NO_SERVERS,
            },
            "servers whose affinity cannot be read": {
                edit: affinity({ operator: "Gt", values: ["1"] }),
                broken: NO_SERVERS,
            },
        },
        "servers-on-demand": {
            "Spot nodes for servers": {
                edit: setPart(SERVER_NODES, ["capacityType"], "SPOT"),
                broken: [`servers-on-demand: ${SERVER_NODES}`],
            },
            "a capacity that is unknown": {
                edit: setPart(SERVER_NODES, ["capacityType"], UNKNOWN),
                broken: [`servers-on-demand: ${SERVER_NODES}`],
            },
            "the default capacity": { edit: setPart(SERVER_NODES, ["capacityType"], undefined) },
            "Spot nodes for content": { edit: setPart(CONTENT_NODES, ["capacityType"], "SPOT") },
            "Spot nodes that servers may choose": {
                edit: all(setPart(CONTENT_NODES, ["capacityType"], "SPOT"), selector(undefined)),
                broken: [
                    `separate-nodes: ${CONTENT_NODES}`,
                    `servers-on-demand: ${CONTENT_NODES}`,
                    `servers-not-forced: ${CONTENT_NODES}`,
                ],
            },
        },
        "servers-not-forced": {
            "forced updates of servers' nodes": {
                edit: setPart(SERVER_NODES, ["forceUpdateVersion"], true),
                broken: [`servers-not-forced: ${SERVER_NODES}`],
            },
            "updates of which it is unknown whether they are forced": {
                edit: setPart(SERVER_NODES, ["forceUpdateVersion"], UNKNOWN),
                broken: [`servers-not-forced: ${SERVER_NODES}`],
            },
            "updates of servers' nodes that respect budgets": {
                edit: setPart(SERVER_NODES, ["forceUpdateVersion"], false),
            },
        },
        "content-drain": {
            "content's nodes whose updates fail while content runs": {
                edit: setPart(CONTENT_NODES, ["forceUpdateVersion"], false),
                broken: [`content-drain: ${CONTENT_NODES}`],
            },
            "content's nodes of which it is unknown whether updates are forced": {
                edit: setPart(CONTENT_NODES, ["forceUpdateVersion"], UNKNOWN),
                broken: [`content-drain: ${CONTENT_NODES}`],
            },
            "content without a budget on nodes whose updates are not forced": {
                edit: all(
                    setPart(CONTENT_NODES, ["forceUpdateVersion"], undefined),
                    drop("PodDisruptionBudget::connect-content"),
                ),
            },
        },
        "servers-not-scaled": {
            "an autoscaler of the listed groups, with servers that are marked": {
                edit: all(autoscaler({ autoscalingGroups: [{ name: "eks-content" }] }), kept("false")),
            },
            "an autoscaler of an archive's chart that discovers groups": {
                edit: all(
                    autoscaler(
                        {
                            autoDiscovery: { clusterName: "prod" },
                            autoscalingGroups: [{ name: "eks-content" }],
                        },
                        "./cluster-autoscaler-9.56.0.tgz",
                    ),
                    kept("false"),
                ),
                broken: ["servers-not-scaled: Release::autoscaler"],
            },
            "an autoscaler without groups": {
                edit: all(autoscaler({ autoscalingGroups: [] }), kept("false")),
                broken: ["servers-not-scaled: Release::autoscaler"],
            },
            "an autoscaler of unknown groups": {
                edit: all(autoscaler({ autoscalingGroups: UNKNOWN }), kept("false")),
                broken: ["servers-not-scaled: Release::autoscaler"],
            },
            "servers that an autoscaler may evict": {
                edit: autoscaler({ autoscalingGroups: [{ name: "eks-content" }] }),
                broken: [`servers-not-scaled: ${RELEASE}`],
            },
            "servers that are marked as safe to evict": {
                edit: all(autoscaler({ autoscalingGroups: [{ name: "eks-content" }] }), kept("true")),
                broken: [`servers-not-scaled: ${RELEASE}`],
            },
        },
        "content-nodes": {
            "content that selects no group": {
                edit: setPart(RELEASE, [...CONTENT_POD_PATH, "nodeSelector"], { workload: "other" }),
                broken: ["content-nodes: stack"],
            },
            "no nodes of content": { edit: drop(CONTENT_NODES), broken: ["content-nodes: stack"] },
            "a second group of content with a taint": {
                edit: all(
                    another(CONTENT_NODES),
                    setPart(`${CONTENT_NODES}-2`, ["taints"], [{ key: "batch", effect: "NO_SCHEDULE" }]),
                ),
            },
        },
        "gpu-nodes": {
            "nodes for content that requests a GPU": { edit: gpuNodes() },
            "nodes with a further taint that content tolerates": {
                edit: gpuNodes(
                    setPart(
                        GPU_NODES,
                        ["taints"],
                        [
                            { key: "nvidia.com/gpu", effect: "NO_SCHEDULE" },
                            { key: "slow", effect: "NO_EXECUTE" },
                        ],
                    ),
                    contentTolerations({ key: "slow", operator: "Exists" }),
                ),
            },
            "nodes with a further taint that content does not tolerate": {
                edit: gpuNodes(setPart(GPU_NODES, ["taints", 0, "key"], "slow")),
                broken: [`gpu-nodes: ${GPU_NODES}`],
            },
            "nodes without the taint": {
                edit: gpuNodes(setPart(GPU_NODES, ["taints"], undefined)),
                broken: [`gpu-nodes: ${GPU_NODES}`],
            },
            "content that always tolerates the taint": {
                edit: gpuNodes(contentTolerations({ key: "nvidia.com/gpu", operator: "Exists" })),
                broken: [`gpu-nodes: ${GPU_NODES}`],
            },
            "servers on the nodes": {
                edit: gpuNodes(selector(undefined), tolerations({ operator: "Exists" })),
                broken: [
                    `gpu-nodes: ${GPU_NODES}`,
                    `separate-nodes: ${CONTENT_NODES}`,
                    `servers-not-forced: ${CONTENT_NODES}`,
                    `servers-not-forced: ${GPU_NODES}`,
                ],
            },
            "no device plugin": {
                edit: gpuNodes(drop("Release::plugin")),
                broken: [`gpu-nodes: ${GPU_NODES}`],
            },
            "a device plugin of an archive's chart": {
                edit: gpuNodes(setPart("Release::plugin", ["chart"], "./nvidia-device-plugin-0.20.0.tgz")),
            },
        },
        "content-pod-security": {
            "a namespace that is restricted": { edit: podSecurity("restricted") },
            "a namespace that accepts privileged pods": {
                edit: podSecurity("privileged"),
                broken: [`content-pod-security: ${NAMESPACE}`],
            },
            "a namespace without a level": {
                edit: podSecurity(undefined),
                broken: [`content-pod-security: ${NAMESPACE}`],
            },
            "a namespace with an unknown level": {
                edit: podSecurity(UNKNOWN),
                broken: [`content-pod-security: ${NAMESPACE}`],
            },
            "a namespace outside the stack": {
                edit: setPart(RELEASE, ["values", "backends", "kubernetes", "namespace"], "elsewhere"),
                broken: [`exposure: ${RELEASE}`],
                unverified: [`content-pod-security: ${RELEASE}`],
            },
        },
        "separate-nodes": {
            "servers that any node will do for": {
                edit: selector(undefined),
                broken: [`separate-nodes: ${CONTENT_NODES}`, `servers-not-forced: ${CONTENT_NODES}`],
            },
            "content on the nodes of servers": {
                edit: all(
                    setPart(RELEASE, [...CONTENT_POD_PATH, "nodeSelector"], undefined),
                    setPart(RELEASE, [...CONTENT_POD_PATH, "tolerations"], [{ operator: "Exists" }]),
                ),
                broken: [`content-drain: ${SERVER_NODES}`, `separate-nodes: ${SERVER_NODES}`],
            },
        },
    },
    "separate nodes",
);
