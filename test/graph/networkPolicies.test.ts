import { expect } from "chai";
import { podNetwork } from "../../graph/networkPolicies";
import { formatPorts } from "../../graph/ports";
import { UNKNOWN, type Value } from "../../graph/value";
import { graphOf, resource } from "./resources";

/** The network of a namespace with one policy, as text. */
const network = (spec: Value, direction: "ingress" | "egress", namespace: Value = "content"): string[] => {
    const policy = resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "policy", {
        metadata: { namespace },
        spec,
    });
    const { closed, openings } = podNetwork(graphOf([policy]), "content", direction);
    return [
        closed ? "closed" : "open",
        ...openings.map(({ peer, ports }) =>
            [
                peer.is === "addresses" ? `${peer.cidr} but ${peer.except.join()}` : peer.is,
                formatPorts(ports),
            ].join(" "),
        ),
    ];
};

const to = (peer: Value): Value => ({ podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [peer] }] });

describe("the network of a namespace's pods", () => {
    it("is closed by a policy for all pods, in its direction", () => {
        const spec = { podSelector: {}, policyTypes: ["Egress"] };

        expect(network(spec, "egress")).to.deep.equal(["closed"]);
        expect(network(spec, "ingress")).to.deep.equal(["open"]);
        expect(network(spec, "egress", "elsewhere")).to.deep.equal(["open"]);
        expect(network(spec, "egress", UNKNOWN)).to.deep.equal(["open"]);
    });

    it("is closed for ingress by a policy without policyTypes", () => {
        expect(network({ podSelector: {} }, "ingress")).to.deep.equal(["closed"]);
        expect(network({ podSelector: {} }, "egress")).to.deep.equal(["open"]);
        expect(network({ podSelector: {}, egress: [] }, "egress")).to.deep.equal(["closed"]);
    });

    it("is not closed by a policy for some pods, whose rules count", () => {
        const spec = { podSelector: { matchLabels: { a: "b" } }, policyTypes: ["Ingress"], ingress: [{}] };

        expect(network(spec, "ingress")).to.deep.equal(["open", "anyone all"]);
    });

    it("is open to the peers of a rule", () => {
        expect(network(to({ podSelector: {} }), "egress")).to.deep.equal(["closed", "own pods all"]);
        expect(network(to({ namespaceSelector: {} }), "egress")).to.deep.equal(["closed", "other pods all"]);
        expect(
            network(
                to({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "content" } } }),
                "egress",
            ),
        ).to.deep.equal(["closed", "own pods all"]);
        expect(
            network(to({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", UNKNOWN] } }), "egress"),
        ).to.deep.equal(["closed", "10.0.0.0/8 but 10.1.0.0/16 all"]);
        expect(
            network(
                { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [{ podSelector: {} }] }] },
                "ingress",
            ),
        ).to.deep.equal(["closed", "own pods all"]);
    });

    it("is open to anyone if a rule has no peer or an unknown peer", () => {
        for (const peer of [UNKNOWN, { ipBlock: UNKNOWN }, { ipBlock: { cidr: UNKNOWN } }] as Value[]) {
            expect(network(to(peer), "egress")).to.deep.equal(["closed", "anyone all"]);
        }
        expect(
            network({ podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [] }] }, "egress"),
        ).to.deep.equal(["closed", "anyone all"]);
        expect(
            network({ podSelector: {}, policyTypes: ["Egress"], egress: UNKNOWN }, "egress"),
        ).to.deep.equal(["closed", "anyone all"]);
        expect(network(UNKNOWN, "egress")).to.deep.equal(["open", "anyone all"]);
    });

    it("is open on the ports of a rule", () => {
        const ports = [
            { protocol: "UDP", port: 53 },
            { port: 80 },
            { protocol: "TCP", port: 8000, endPort: 8080 },
            { protocol: "TCP", port: "http" },
            UNKNOWN,
        ] as Value[];

        expect(
            network({ podSelector: {}, policyTypes: ["Egress"], egress: [{ ports }] }, "egress"),
        ).to.deep.equal([
            "closed",
            "anyone 53/udp",
            "anyone 80/tcp",
            "anyone 8000-8080/tcp",
            "anyone all",
            "anyone all",
        ]);
    });
});
