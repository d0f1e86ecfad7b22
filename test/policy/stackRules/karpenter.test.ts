import { CONTENT_POD_PATH } from "../../../graph/contentPodPath";
import { UNKNOWN } from "../../../graph/value";
import { describeCases } from "./describeCases";
import { DATABASE, PUBLIC, RELEASE, TARGETS } from "./edits";
import { all, drop, patch, refer, setPart } from "./stack";

const POOL = "NodePool::cluster-content";
const CLASS = "EC2NodeClass::cluster-content";

/** Findings if the nodes of a pool have no access to the database and the files, or it is not known. */
const UNREACHED = [`database-paths: ${DATABASE}`, ...TARGETS.map((target) => `file-system-paths: ${target}`)];

const labels = ["spec", "template", "metadata", "labels"];
const image = (version: string): string =>
    `/aws/service/eks/optimized-ami/${version}/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-${version}-v20260415/image_id`;

describeCases(
    "karpenter",
    {
        "servers-not-scaled": {
            "servers that select no nodes": {
                edit: setPart(RELEASE, ["values", "nodeSelector"], undefined),
                broken: [`separate-nodes: ${POOL}`, `servers-not-scaled: ${POOL}`],
            },
            "servers that Karpenter may evict": {
                edit: setPart(
                    RELEASE,
                    ["values", "pod", "annotations", "karpenter.sh/do-not-disrupt"],
                    undefined,
                ),
                broken: [`servers-not-scaled: ${RELEASE}`],
            },
        },
        "servers-on-demand": {
            "Spot nodes of Karpenter for content": {
                edit: setPart(POOL, ["spec", "template", "spec", "requirements", 1, "values"], ["spot"]),
            },
            "Spot nodes of Karpenter that servers may choose": {
                edit: all(
                    setPart(
                        POOL,
                        ["spec", "template", "spec", "requirements", 1, "values"],
                        ["on-demand", "spot"],
                    ),
                    setPart(RELEASE, ["values", "nodeSelector"], undefined),
                ),
                broken: [
                    `separate-nodes: ${POOL}`,
                    `servers-not-scaled: ${POOL}`,
                    `servers-on-demand: ${POOL}`,
                ],
            },
        },
        "content-nodes": {
            "no pool": { edit: drop(POOL), broken: ["content-nodes: stack"] },
            "a pool without the label of content": {
                edit: setPart(POOL, labels, {}),
                broken: ["content-nodes: stack"],
            },
            "a pool with a taint that content does not tolerate": {
                edit: setPart(
                    POOL,
                    ["spec", "template", "spec", "taints"],
                    [{ key: "batch", effect: "NoSchedule" }],
                ),
                broken: ["content-nodes: stack"],
            },
            "a pool with a taint that content tolerates": {
                edit: all(
                    setPart(
                        POOL,
                        ["spec", "template", "spec", "taints"],
                        [{ key: "batch", value: "yes", effect: "NoExecute" }],
                    ),
                    setPart(
                        RELEASE,
                        [...CONTENT_POD_PATH, "tolerations"],
                        [{ key: "batch", operator: "Equal", value: "yes", effect: "NoExecute" }],
                    ),
                ),
            },
            "a pool with taints that are unknown": {
                edit: setPart(POOL, ["spec", "template", "spec", "taints"], [UNKNOWN]),
                broken: ["content-nodes: stack"],
            },
        },
        "node-subnets-private": {
            "a pool in a public subnet": {
                edit: refer(CLASS, ["spec", "subnetSelectorTerms", 0, "id"], PUBLIC),
                broken: {
                    update: [
                        `database-subnets: SubnetGroup::database`,
                        `node-subnets-private: ${CLASS}`,
                        `subnet-tags: ${PUBLIC}`,
                    ],
                },
                forms: ["update"],
            },
            "a class that selects subnets by their tags": {
                edit: setPart(CLASS, ["spec", "subnetSelectorTerms"], [{ tags: { Name: "private" } }]),
                broken: [
                    `database-subnets: ${CLASS}`,
                    `mount-targets: ${POOL}`,
                    `node-subnets-private: ${CLASS}`,
                    `node-zones: ${POOL}`,
                ],
            },
            "a pool whose class is not in the stack": {
                edit: drop(CLASS),
                broken: [
                    ...UNREACHED,
                    `database-subnets: ${POOL}`,
                    `mount-targets: ${POOL}`,
                    `node-subnets-private: ${POOL}`,
                    `node-versions: ${POOL}`,
                    `node-zones: ${POOL}`,
                    `release-order: ${POOL}`,
                ],
            },
        },
        "node-versions": {
            "an image that is newer than the control plane": {
                edit: setPart(CLASS, ["spec", "amiSelectorTerms", 0, "ssmParameter"], image("1.36")),
                broken: [`node-versions: ${POOL}`],
            },
            "an image that is older than the control plane": {
                edit: setPart(CLASS, ["spec", "amiSelectorTerms", 0, "ssmParameter"], image("1.34")),
            },
            "an image without a version": {
                edit: setPart(CLASS, ["spec", "amiSelectorTerms", 0, "ssmParameter"], "/custom"),
                broken: [`node-versions: ${POOL}`],
            },
        },
        "release-order": {
            "a pool that does not wait for Karpenter": {
                edit: patch(POOL, { dependencies: [], propertyDependencies: {} }),
                broken: [`release-order: ${POOL}`],
            },
            "Karpenter without an order": {
                edit: patch("Release::cluster-karpenter", { dependencies: [], propertyDependencies: {} }),
                broken: ["release-order: Release::cluster-karpenter"],
            },
        },
        "database-paths": {
            "a security group that is not the cluster's": {
                edit: setPart(CLASS, ["spec", "securityGroupSelectorTerms", 0, "id"], "sg-0123456789abcdef0"),
                broken: UNREACHED,
            },
        },
    },
    "Karpenter",
);
