import { WORKLOAD } from "../../catalog/nodePools";
import { isObject } from "../../lib/isObject";
import { textOf, type Value } from "../../graph/value";
import { NODE_CLASS, NODE_POOL } from "../../graph/types";
import {
    atMost,
    type Check,
    each,
    equals,
    isFalse,
    isNotEmpty,
    isTrue,
    reference,
    satisfies,
    textThat,
} from "../check";
import { type ResourceRule, resourceRules } from "../rule";

const DOCS = "https://karpenter.sh/docs/concepts";

/** The text of each kind of term that selects one image. */
const ONE_IMAGE: Readonly<Record<string, RegExp>> = {
    alias: /^[a-z0-9]+@v\d[\d.]*$/,
    id: /^ami-[0-9a-f]+$/,
    ssmParameter:
        /^\/aws\/service\/eks\/optimized-ami\/\d+\.\d+\/amazon-linux-2023\/[^/]+\/[^/]+\/amazon-eks-node-[^/]+-v\d{8}\/image_id$/,
};

const PARAMETERS = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard";

function selectsOneImage(term: Value): boolean {
    const [only, ...others] = isObject(term) ? Object.entries(term) : [];
    return only !== undefined && others.length === 0 && ONE_IMAGE[only[0]]?.test(textOf(only[1])) === true;
}

const namesOneImage: Check = satisfies([], {
    kind: "object",
    allowed: "a term that selects one release of the image, by its alias, parameter or id",
    accepts: selectsOneImage,
    rejected: [
        {},
        { alias: "al2023@latest" },
        { alias: 7 },
        { ssmParameter: `${PARAMETERS}/recommended/image_id` },
        { ssmParameter: "/custom/image" },
        { name: "amazon-eks-node-*" },
        { tags: { team: "data" } },
        { id: "ami-*" },
        { alias: "al2023@v20260415", owner: "amazon" },
    ],
});

/** Whether a release is of the chart with Karpenter's definitions. */
const isDefinitions = textThat(
    "chart",
    "the chart karpenter-crd",
    (chart) => /(^|\/)karpenter-crd(-v?\d[^/]*)?\/?$/.test(chart),
    [
        "karpenter",
        "oci://public.ecr.aws/karpenter/karpenter",
        "my-karpenter-crd",
        "charts/karpenter-crd/other",
    ],
);

export const karpenter: readonly ResourceRule[] = [
    ...resourceRules({ applies: [NODE_CLASS] }, [
        {
            name: "karpenter-metadata",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.8", "Checkov CKV_AWS_79", "Checkov CKV_AWS_341"],
            description:
                "The metadata service of Karpenter's nodes requires a session token (IMDSv2), and pods cannot reach it.",
            remedy: "Set spec.metadataOptions.httpTokens to required and httpPutResponseHopLimit to 1.",
            url: `${DOCS}/nodeclasses/#specmetadataoptions`,
            checks: [
                equals(["spec", "metadataOptions", "httpTokens"], "required"),
                atMost(["spec", "metadataOptions", "httpPutResponseHopLimit"], 1),
            ],
        },
        {
            name: "karpenter-encrypted-volumes",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.181", "Checkov CKV_AWS_8"],
            description: "The volumes of Karpenter's nodes are encrypted.",
            remedy: "List each volume in spec.blockDeviceMappings, with ebs.encrypted set to true.",
            url: `${DOCS}/nodeclasses/#specblockdevicemappings`,
            checks: [
                isNotEmpty(["spec", "blockDeviceMappings"], "list"),
                each(["spec", "blockDeviceMappings"], isTrue(["ebs", "encrypted"])),
            ],
        },
        {
            name: "karpenter-no-public-address",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.25", "Checkov CKV_AWS_88", "Posit R4"],
            description: "Karpenter's nodes have no public IP address, whatever their subnet assigns.",
            remedy: "Set spec.associatePublicIPAddress to false.",
            url: `${DOCS}/nodeclasses/#specassociatepublicipaddress`,
            checks: [isFalse(["spec", "associatePublicIPAddress"])],
        },
        {
            name: "karpenter-networks-by-id",
            level: "mandatory",
            severity: "high",
            controls: ["Pulumi karpenter-networks", "Posit R4"],
            description:
                "Karpenter's nodes are in subnets and security groups that their class names by ID, so that other rules can check them.",
            remedy: "In spec.subnetSelectorTerms and spec.securityGroupSelectorTerms, set id in each term, and no tags or name.",
            url: `${DOCS}/nodeclasses/#specsubnetselectorterms`,
            checks: [
                isNotEmpty(["spec", "subnetSelectorTerms"], "list"),
                isNotEmpty(["spec", "securityGroupSelectorTerms"], "list"),
                each(["spec", "subnetSelectorTerms"], reference(isNotEmpty("id", "text"))),
                each(["spec", "securityGroupSelectorTerms"], reference(isNotEmpty("id", "text"))),
            ],
        },
        {
            name: "karpenter-pinned-image",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi karpenter-image"],
            description:
                "Karpenter's nodes have one release of the image. Otherwise it replaces them whenever AWS publishes another.",
            remedy: "Set the setting cluster.nodeReleaseVersion, and name its release in spec.amiSelectorTerms.",
            url: `${DOCS}/nodeclasses/#specamiselectorterms`,
            checks: [
                isNotEmpty(["spec", "amiSelectorTerms"], "list"),
                each(["spec", "amiSelectorTerms"], namesOneImage),
            ],
        },
    ]),
    ...resourceRules({ applies: [NODE_POOL] }, [
        {
            name: "karpenter-content-only",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R11", "Pulumi servers-not-scaled"],
            description:
                "The nodes that Karpenter starts have the label of content, which servers do not select.",
            remedy: `Set the label ${WORKLOAD.key} of spec.template.metadata.labels to ${WORKLOAD.content}.`,
            url: "https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/",
            checks: [equals(["spec", "template", "metadata", "labels", WORKLOAD.key], WORKLOAD.content)],
        },
        {
            name: "karpenter-limits",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi karpenter-limits"],
            description:
                "A pool has a limit of nodes, and content has a limited time to end when one is removed.",
            remedy: "Set spec.limits.nodes, and spec.template.spec.terminationGracePeriod.",
            url: `${DOCS}/nodepools/#speclimits`,
            checks: [
                textThat(["spec", "limits", "nodes"], "a number of nodes", (text) => /^\d+$/.test(text), [
                    "",
                    "many",
                ]),
                textThat(
                    ["spec", "template", "spec", "terminationGracePeriod"],
                    "a duration",
                    (text) => /^(\d+[smh])+$/.test(text),
                    ["", "Never"],
                ),
            ],
        },
    ]),
    {
        name: "karpenter-definitions-kept",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi karpenter-definitions"],
        applies: ["kubernetes:helm.sh/v3:Release"],
        when: [isDefinitions],
        description:
            "Karpenter's definitions survive the removal of their chart, which would delete all pools and their nodes.",
        remedy: "Set the annotation helm.sh/resource-policy in values.additionalAnnotations to keep.",
        url: "https://karpenter.sh/docs/upgrading/upgrade-guide/#crd-upgrades",
        checks: [equals(["values", "additionalAnnotations", "helm.sh/resource-policy"], "keep")],
    },
];
