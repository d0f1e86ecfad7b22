import { expect } from "chai";
import {
    type ContentNetwork,
    contentNetworkPolicies,
} from "../../../components/connect/contentNetworkPolicies";

const network: ContentNetwork = {
    serverNamespace: "servers",
    releaseName: "posit-connect",
    vpcCidrBlock: "10.0.0.0/16",
    egressCidrs: [],
};

const PRIVATE = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

const servers = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "servers" } },
    podSelector: { matchLabels: { "app.kubernetes.io/instance": "posit-connect" } },
};

/** The address ranges that content may reach, on any port. */
function ranges(changes: Partial<ContentNetwork>): unknown {
    return contentNetworkPolicies({ ...network, ...changes })["to-needed"]?.egress;
}

describe("contentNetworkPolicies", () => {
    it("closes content's network except for the servers, DNS and the internet", () => {
        expect(contentNetworkPolicies(network)).to.deep.equal({
            "default-deny": { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            "from-servers": { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [servers] }] },
            "to-needed": {
                podSelector: {},
                policyTypes: ["Egress"],
                egress: [
                    {
                        to: [
                            {
                                namespaceSelector: {
                                    matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
                                },
                                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                            },
                        ],
                        ports: [
                            { protocol: "UDP", port: 53 },
                            { protocol: "TCP", port: 53 },
                        ],
                    },
                    { to: [servers], ports: [{ protocol: "TCP", port: 3939 }] },
                    { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: PRIVATE } }] },
                ],
            },
        });
    });

    it("opens the listed private ranges", () => {
        expect(ranges({ egressCidrs: ["10.20.0.0/16", "192.168.7.0/24"] }))
            .to.have.nested.property("[2].to")
            .that.deep.equals([
                { ipBlock: { cidr: "0.0.0.0/0", except: PRIVATE } },
                { ipBlock: { cidr: "10.20.0.0/16" } },
                { ipBlock: { cidr: "192.168.7.0/24" } },
            ]);
    });

    it("closes the VPC's range if that is not private", () => {
        expect(ranges({ vpcCidrBlock: "198.18.0.0/16" }))
            .to.have.nested.property("[2].to[0].ipBlock.except")
            .that.deep.equals([...PRIVATE, "198.18.0.0/16"]);
    });

    const refused = [
        { cidr: "10.0.0.0/16", range: "10.0.0.0/16 (this VPC" },
        { cidr: "10.0.7.0/24", range: "10.0.0.0/16 (this VPC" },
        { cidr: "10.0.0.0/8", range: "10.0.0.0/16 (this VPC" },
        { cidr: "169.254.169.254/32", range: "169.254.0.0/16 (the instance metadata" },
        { cidr: "168.0.0.0/6", range: "169.254.0.0/16 (the instance metadata" },
    ];
    for (const { cidr, range } of refused) {
        it(`rejects ${cidr}, which overlaps ${range})`, () => {
            expect(() => ranges({ egressCidrs: [cidr] })).to.throw(
                `content.egressCidrs: must not overlap ${range}`,
            );
        });
    }

    it("reports all rejected ranges at once", () => {
        expect(() => ranges({ egressCidrs: ["10.0.1.0/24", "10.20.0.0/16", "0.0.0.0/0"] })).to.throw(
            [
                "content.egressCidrs: must not overlap 10.0.0.0/16 (this VPC, where Connect's own database and files are), got 10.0.1.0/24",
                "content.egressCidrs: must not overlap 10.0.0.0/16 (this VPC, where Connect's own database and files are), got 0.0.0.0/0",
                "content.egressCidrs: must not overlap 169.254.0.0/16 (the instance metadata), got 0.0.0.0/0",
            ].join("\n"),
        );
    });
});
