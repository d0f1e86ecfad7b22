/**
 * Namespaces of Kubernetes, and of add-ons and agents that EKS and other AWS services install in a cluster. Content's quota and
 * network policies would stop their pods.
 *
 * Sources: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/;
 * https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html and community-addons.html.
 */
const NAMESPACES = [
    "default",
    "cert-manager",
    "external-dns",
    "mount-s3",
    "opentelemetry-operator-system",
    "prometheus-node-exporter",
];

/** Kubernetes reserves the first. The others begin the namespaces of AWS's agents, such as `amazon-guardduty` and `aws-observability`. */
const PREFIXES = ["kube-", "amazon-", "aws-", "eks-"];

export function isSystemNamespace(name: string): boolean {
    return NAMESPACES.includes(name) || PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** Those namespaces, in the words of an error. */
export const SYSTEM_NAMESPACES = [...NAMESPACES, ...PREFIXES.map((prefix) => `${prefix}*`)].join(", ");
