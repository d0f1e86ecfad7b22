import type { types } from "@pulumi/kubernetes";
import { contains, overlaps } from "../../lib/cidr";
import { SERVER_PORT } from "./config";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;
type Peer = types.input.networking.v1.NetworkPolicyPeer;

export interface ContentNetwork {
    /** Namespace of the servers. */
    serverNamespace: string;
    /** Name of the servers' release, which their pods have as a label. */
    releaseName: string;
    /** IPv4 range of the VPC: the database, the file system and the nodes are in it. */
    vpcCidrBlock: string;
    /** Private ranges that content may reach. */
    egressCidrs: readonly string[];
}

/**
 * Ranges that content can reach only if a stack allows them: private ranges (RFC 1918), the range that carriers and EKS use for
 * pods (RFC 6598), and link-local addresses, with the instance metadata and the credentials of pods.
 */
const PRIVATE_RANGES = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

const LINK_LOCAL = "169.254.0.0/16";

/** Labels that Kubernetes sets: a namespace's name, and CoreDNS's own. */
const NAMESPACE_NAME = "kubernetes.io/metadata.name";
const DNS_PODS = { "k8s-app": "kube-dns" };

/**
 * The network policies of content pods by name: closed, except for what Connect needs to run them and what their code may use. The
 * code is untrusted, so it cannot reach the database, the file system (which the node mounts for it) and the instance metadata.
 * The policies do not apply in the seconds before the VPC CNI has set them, nor to traffic to a pod's own node:
 * docs/decisions/content-is-not-trusted.md.
 */
export function contentNetworkPolicies(network: ContentNetwork): Record<string, NetworkPolicySpec> {
    checkEgress(network);
    const servers: Peer = {
        namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: network.serverNamespace } },
        podSelector: { matchLabels: { "app.kubernetes.io/instance": network.releaseName } },
    };
    return {
        "default-deny": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
        // Connect forwards users to the port that a process chose.
        "from-servers": { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [servers] }] },
        "to-needed": {
            podSelector: {},
            policyTypes: ["Egress"],
            egress: [
                {
                    to: [
                        {
                            namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: "kube-system" } },
                            podSelector: { matchLabels: DNS_PODS },
                        },
                    ],
                    ports: [
                        { protocol: "UDP", port: 53 },
                        { protocol: "TCP", port: 53 },
                    ],
                },
                { to: [servers], ports: [{ protocol: "TCP", port: SERVER_PORT }] },
                {
                    to: [
                        { ipBlock: { cidr: "0.0.0.0/0", except: closedRanges(network.vpcCidrBlock) } },
                        ...network.egressCidrs.map((cidr) => ({ ipBlock: { cidr } })),
                    ],
                },
            ],
        },
    };
}

/** The private ranges, and the VPC's if it is in none of them. */
function closedRanges(vpcCidrBlock: string): string[] {
    const known = PRIVATE_RANGES.some((range) => contains(range, vpcCidrBlock));
    return known ? PRIVATE_RANGES : [...PRIVATE_RANGES, vpcCidrBlock];
}

function checkEgress({ egressCidrs, vpcCidrBlock }: ContentNetwork): void {
    const closed = [
        { range: vpcCidrBlock, holds: "this VPC, where Connect's own database and files are" },
        { range: LINK_LOCAL, holds: "the instance metadata" },
    ];
    const problems = egressCidrs.flatMap((cidr) =>
        closed
            .filter(({ range }) => overlaps(range, cidr))
            .map(
                ({ range, holds }) =>
                    `content.egressCidrs: must not overlap ${range} (${holds}), got ${cidr}`,
            ),
    );
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}
