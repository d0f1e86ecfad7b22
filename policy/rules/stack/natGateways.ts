import { stackRule } from "../../rule";
import { linkOf } from "../../topology/links";
import { nodeZones } from "../../topology/nodes";
import { uncovered, zoneOf } from "../../topology/subnets";
import { SUBNET } from "../../topology/types";
import { notKnown } from "./findings";

const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";

export const natGateways = stackRule({
    name: "stack-nat-gateways",
    level: "production",
    severity: "medium",
    controls: ["Posit R11", "Pulumi nat-gateways"],
    description: "A stack with NAT gateways has one in each availability zone of its nodes.",
    remedy: "Set network.natGateways to OnePerAz.",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    *check(topology) {
        const gateways = topology
            .all(NAT_GATEWAY)
            .filter(({ properties }) => properties.connectivityType !== "private");
        if (gateways.some(({ properties }) => properties.availabilityMode === "regional")) {
            return;
        }
        const zones = gateways.map((gateway) =>
            zoneOf(topology, linkOf(topology, gateway, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
        );
        for (const [i, gateway] of gateways.entries()) {
            if (zones[i] === "unknown") {
                yield notKnown(gateway, "The availability zone");
            } else if (zones[i] === "untold") {
                yield {
                    urn: gateway.urn,
                    sentence: `The stack does not tell which availability zone ${gateway.name} is in.`,
                    untold: true,
                };
            }
        }
        for (const zone of gateways.length === 0 ? [] : uncovered(nodeZones(topology), zones)) {
            yield {
                sentence: `Nodes run in ${zone}, and no NAT gateway is left for it: they lose their way out with another zone.`,
            };
        }
    },
});
