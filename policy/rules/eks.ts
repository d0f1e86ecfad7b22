import { KUBERNETES_VERSIONS, kubernetesVersions } from "../../catalog/kubernetesVersions";
import {
    type Check,
    each,
    equals,
    includes,
    isFalse,
    isNotEmpty,
    isAbsent,
    isTrue,
    matches,
    noneOf,
    oneOf,
    optional,
    reference,
    satisfies,
} from "../check";
import { isGpuFamily } from "../../catalog/instanceTypes";
import { WORKLOAD } from "../../catalog/nodePools";
import type { Value } from "../../graph/value";
import { today } from "../clock";
import { daysBetween } from "../../lib/days";
import { INTERNET_CIDRS } from "../../lib/internetCidrs";
import { type ResourceRule, resourceRules } from "../rule";

const SUPPORTED = KUBERNETES_VERSIONS.map(
    (version) => `${version} until ${kubernetesVersions[version].standardSupportEnds}`,
).join(", ");

/** `version` is a Kubernetes version in standard support. */
const inStandardSupport: Check = satisfies("version", {
    kind: "text",
    allowed: `a Kubernetes version in standard support (${SUPPORTED})`,
    accepts: (version) =>
        KUBERNETES_VERSIONS.some(
            (known) => known === version && today() < kubernetesVersions[known].standardSupportEnds,
        ),
    rejected: ["1.32", "1.33", "1.99", "1", ""],
});

/** Days before the end of standard support from which an upgrade is due. */
const DAYS_TO_UPGRADE = 60;

/** The end of standard support of `version` is not near. After the end, `inStandardSupport` reports it. */
const notEndingSoon: Check = satisfies("version", {
    kind: "text",
    allowed: `a Kubernetes version whose standard support lasts another ${DAYS_TO_UPGRADE} days (${SUPPORTED})`,
    accepts: (version) => {
        const known = KUBERNETES_VERSIONS.find((each) => each === version);
        const end = known === undefined ? undefined : kubernetesVersions[known].standardSupportEnds;
        const daysLeft = end === undefined ? Infinity : daysBetween(today(), end);
        return daysLeft <= 0 || daysLeft > DAYS_TO_UPGRADE;
    },
    rejected: ["1.34"],
});

const CIDRS = ["vpcConfig", "publicAccessCidrs"];

export const eks: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:eks/cluster:Cluster"] }, [
        {
            name: "eks-private-endpoint",
            level: "mandatory",
            severity: "high",
            controls: ["CIS EKS 5.4.2", "Posit R4"],
            description: "Nodes reach the cluster's API server through the VPC.",
            remedy: "Set vpcConfig.endpointPrivateAccess to true.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
            checks: [isTrue(["vpcConfig", "endpointPrivateAccess"])],
        },
        {
            name: "eks-public-access-cidrs",
            level: "mandatory",
            severity: "critical",
            controls: ["CIS EKS 5.4.1", "Checkov CKV_AWS_38"],
            // The default is a public endpoint that is open to the internet.
            when: [optional(isTrue(["vpcConfig", "endpointPublicAccess"]))],
            description: "If the API server's public endpoint is enabled, only toList networks can reach it.",
            remedy: "Set vpcConfig.endpointPublicAccess to false, or list your own networks in vpcConfig.publicAccessCidrs.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
            checks: [isNotEmpty(CIDRS, "list"), each(CIDRS, noneOf([], INTERNET_CIDRS))],
        },
        {
            name: "eks-no-public-endpoint",
            level: "production",
            severity: "high",
            controls: ["FSBP EKS.1", "CIS EKS 5.4.2", "Checkov CKV_AWS_39"],
            description: "The cluster's API server has no public endpoint.",
            remedy:
                "Set vpcConfig.endpointPublicAccess to false. First open port 443 of the cluster's security group to the network that you " +
                "deploy from, such as with the setting cluster.privateAccessCidrs.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1",
            checks: [isFalse(["vpcConfig", "endpointPublicAccess"])],
        },
        {
            name: "eks-control-plane-logs",
            level: "mandatory",
            severity: "medium",
            controls: ["FSBP EKS.8", "CIS EKS 2.1.1", "Checkov CKV_AWS_37"],
            description: "The cluster sends all five control plane logs to CloudWatch.",
            remedy: "Set enabledClusterLogTypes to api, audit, authenticator, controllerManager and scheduler.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-8",
            checks: [
                includes("enabledClusterLogTypes", [
                    "api",
                    "audit",
                    "authenticator",
                    "controllerManager",
                    "scheduler",
                ]),
            ],
        },
        {
            name: "eks-secrets-encryption",
            level: "production",
            severity: "medium",
            controls: ["FSBP EKS.3", "CIS EKS 5.3.1", "Checkov CKV_AWS_58"],
            description: "Kubernetes secrets are encrypted with a KMS key of this account.",
            remedy: "Set encryptionConfig.provider.keyArn to the ARN of a KMS key, and encryptionConfig.resources to secrets.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-3",
            checks: [
                reference(isNotEmpty(["encryptionConfig", "provider", "keyArn"], "text")),
                // In a first preview, eks.Cluster leaves encryptionConfig unknown. stack-own-keys then requires a key that it refers to.
                reference(includes(["encryptionConfig", "resources"], ["secrets"])),
            ],
        },
        {
            name: "eks-supported-version",
            level: "production",
            severity: "high",
            controls: ["FSBP EKS.2", "Checkov CKV_AWS_339"],
            description: "The cluster runs a Kubernetes version in standard support.",
            remedy: "Increase version by one minor version at a time until it is in standard support.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-2",
            checks: [inStandardSupport],
        },
        {
            name: "eks-version-upgrade-due",
            level: "advisory",
            severity: "medium",
            controls: ["Pulumi version-upgrade-due"],
            description: `Standard support of the cluster's Kubernetes version lasts another ${DAYS_TO_UPGRADE} days.`,
            remedy:
                "Increase cluster.version by one minor version, as docs/upgrades.md describes. When support ends, EKS upgrades the control plane " +
                "itself, or bills extended support with cluster.upgradePolicy EXTENDED.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar",
            checks: [notEndingSoon],
        },
        {
            name: "eks-deletion-protection",
            level: "production",
            severity: "medium",
            controls: ["Pulumi deletion-protection"],
            description: "Deletion protection is on: EKS rejects a deletion of the cluster.",
            remedy: "Set deletionProtection to true.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
            checks: [isTrue("deletionProtection")],
        },
        {
            name: "eks-authentication-mode",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi access-entries"],
            description:
                "Access to the cluster is granted only with access entries, which CloudTrail records and IAM controls.",
            remedy: "Set accessConfig.authenticationMode to API.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
            checks: [equals(["accessConfig", "authenticationMode"], "API")],
        },
        {
            name: "eks-no-extended-support",
            level: "production",
            severity: "low",
            controls: ["Pulumi extended-support"],
            description:
                "A cluster is not enrolled in extended support, which costs six times as much when standard support of its version ends.",
            // The default is EXTENDED.
            remedy: "Set upgradePolicy.supportType to STANDARD.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html",
            checks: [equals(["upgradePolicy", "supportType"], "STANDARD")],
        },
    ]),
    ...resourceRules({ applies: ["aws:eks/nodeGroup:NodeGroup"] }, [
        {
            name: "eks-nodes-supported-version",
            level: "production",
            severity: "high",
            controls: ["Pulumi node-version"],
            description: "Nodes run a Kubernetes version in standard support.",
            remedy: "Set version to the cluster's version, or remove it.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
            // The default is the cluster's version.
            checks: [optional(inStandardSupport)],
        },
        {
            name: "eks-node-image",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi node-image"],
            description: "Nodes run an operating system that AWS patches: Amazon Linux 2023 or Bottlerocket.",
            remedy: "Set amiType to AL2023_x86_64_STANDARD, or to another type of Amazon Linux 2023 or Bottlerocket.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html",
            checks: [
                matches("amiType", /^(AL2023|BOTTLEROCKET)_/, "a type of Amazon Linux 2023 or Bottlerocket", [
                    "AL2_x86_64",
                    "CUSTOM",
                    "AL2023",
                    "OLD_AL2023_x86_64",
                    "OLD_BOTTLEROCKET_x86_64",
                ]),
            ],
        },
        {
            name: "eks-gpu-node-image",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi node-image"],
            when: [
                satisfies("instanceTypes", {
                    kind: "list",
                    allowed: "a list with a type that has GPUs",
                    accepts: (types) =>
                        (types as Value[]).some((type) => typeof type !== "string" || isGpuFamily(type)),
                    rejected: [[], ["t3.2xlarge"], ["inf2.xlarge", "m6g.xlarge"]],
                }),
            ],
            description: "Nodes with GPUs have an image with NVIDIA's drivers.",
            remedy: "Set amiType to AL2023_x86_64_NVIDIA, or to AL2023_ARM_64_NVIDIA for Graviton.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html",
            checks: [
                matches("amiType", /_NVIDIA(_FIPS)?$/, "a type with NVIDIA's drivers", [
                    "AL2023_x86_64_STANDARD",
                    "AL2023_x86_64_NEURON",
                    "AL2023_x86_64_NVIDIA_OLD",
                    "AL2_x86_64_GPU",
                ]),
            ],
        },
        {
            name: "eks-on-demand-nodes",
            level: "production",
            severity: "medium",
            controls: ["Posit R11"],
            // Content may use them: `stack-servers-on-demand` checks that servers do not run on its nodes.
            when: [optional(noneOf(["labels", WORKLOAD.key], [WORKLOAD.content]))],
            description:
                "Nodes that are not for content alone are not Spot Instances, which AWS may interrupt with two minutes' notice.",
            remedy: "Set capacityType to ON_DEMAND, or remove it.",
            url: "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types",
            checks: [optional(oneOf("capacityType", ["ON_DEMAND", "CAPACITY_BLOCK"], ["SPOT"]))],
        },
        {
            name: "eks-no-remote-access",
            level: "mandatory",
            severity: "high",
            controls: ["Checkov CKV_AWS_100"],
            description: "Nodes have no SSH access.",
            remedy: "Remove remoteAccess. If you need a shell, use Session Manager, which records it.",
            url: "https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
            checks: [isAbsent("remoteAccess", "object", [{ ec2SshKey: "admin" }])],
        },
    ]),
];
