import { readPath } from "./path";
import type { Resource } from "./graph";
import { isObject } from "../lib/isObject";
import { type Value } from "./value";
import { once } from "./once";
import { ALL, type Ports } from "./ports";
import type { Direction } from "./securityGroups";
import type { Graph } from "./graph";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/** A peer in a rule of a network policy. */
export type PolicyPeer =
    | { readonly is: "anyone" }
    | { readonly is: "other pods" }
    | { readonly is: "own pods" }
    | { readonly is: "addresses"; readonly cidr: string; readonly except: readonly string[] };

export interface Opening {
    readonly policy: Resource;
    readonly peer: PolicyPeer;
    readonly ports: Ports;
}

/** The network of the pods of a namespace in one direction. */
export interface PodNetwork {
    /** Whether all its pods are isolated: only the openings are allowed. */
    readonly closed: boolean;
    readonly openings: readonly Opening[];
}

/** The combined network policies of a namespace. An unknown part of a policy closes nothing and opens everything. */
export function podNetwork(graph: Graph, namespace: string, direction: Direction): PodNetwork {
    const policies = (byNamespace(graph).get(namespace) ?? []).filter((policy) => isAbout(policy, direction));
    return {
        closed: policies.some((policy) => {
            const selector = readPath(policy.properties, ["spec", "podSelector"]);
            return isObject(selector) && Object.keys(selector).length === 0;
        }),
        openings: policies.flatMap((policy) => openings(policy, namespace, direction)),
    };
}

const byNamespace = once((graph) => {
    const index = new Map<string, Resource[]>();
    for (const policy of graph.all(POLICY)) {
        const namespace = readPath(policy.properties, ["metadata", "namespace"]);
        const key = typeof namespace === "string" ? namespace : "default";
        index.set(key, [...(index.get(key) ?? []), policy]);
    }
    return index;
});

/** A policy without policyTypes is for ingress, and also for egress if it has egress rules. */
function isAbout({ properties }: Resource, direction: Direction): boolean {
    const types = readPath(properties, ["spec", "policyTypes"]);
    if (Array.isArray(types)) {
        return types.includes(direction === "ingress" ? "Ingress" : "Egress");
    }
    return direction === "ingress" || readPath(properties, ["spec", "egress"]) !== undefined;
}

function openings(policy: Resource, namespace: string, direction: Direction): Opening[] {
    const rules = readPath(policy.properties, ["spec", direction]);
    if (rules === undefined || rules === null) {
        return [];
    }
    const listed: readonly Value[] = Array.isArray(rules) ? rules : [rules];
    return listed.flatMap((rule) => {
        const { from, to, ports } = isObject(rule) ? rule : {};
        const peers = direction === "ingress" ? from : to;
        return peersOf(peers, namespace).flatMap((peer) =>
            policyPorts(ports).map((each) => ({ policy, peer, ports: each })),
        );
    });
}

function peersOf(peers: Value | undefined, namespace: string): PolicyPeer[] {
    return Array.isArray(peers) && peers.length > 0
        ? peers.map((peer) => peerOf(peer, namespace))
        : [{ is: "anyone" }];
}

function peerOf(peer: Value, namespace: string): PolicyPeer {
    if (!isObject(peer)) {
        return { is: "anyone" };
    }
    const { ipBlock, namespaceSelector, podSelector } = peer;
    if (namespaceSelector !== undefined) {
        const name = readPath(namespaceSelector, ["matchLabels", NAMESPACE_NAME]);
        return { is: name === namespace ? "own pods" : "other pods" };
    }
    if (podSelector !== undefined) {
        return { is: "own pods" };
    }
    const cidr = readPath(ipBlock, ["cidr"]);
    const except = readPath(ipBlock, ["except"]);
    return typeof cidr === "string"
        ? {
              is: "addresses",
              cidr,
              except: (Array.isArray(except) ? except : []).filter((each) => typeof each === "string"),
          }
        : { is: "anyone" };
}

/** The ports of a rule; all if it has none, or a named port, which is defined by the pod. */
function policyPorts(ports: Value | undefined): Ports[] {
    if (!Array.isArray(ports) || ports.length === 0) {
        return [ALL];
    }
    return ports.map((port) => {
        const { protocol, port: from, endPort } = isObject(port) ? port : {};
        return typeof from === "number"
            ? {
                  protocol: typeof protocol === "string" ? protocol.toLowerCase() : "tcp",
                  from,
                  to: typeof endPort === "number" ? endPort : from,
              }
            : ALL;
    });
}
