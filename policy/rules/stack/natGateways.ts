import { stackRule } from "../../rule";
import { linkOf } from "../../../graph/links";
import { nodeZones } from "../../../graph/nodes";
import { uncovered, zoneOf } from "../../../graph/subnets";
import { SUBNET } from "../../../graph/types";
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
    *check(graph) {
        const gateways = graph
            .all(NAT_GATEWAY)
            .filter(({ properties }) => properties.connectivityType !== "private");
        if (gateways.some(({ properties }) => properties.availabilityMode === "regional")) {
            return;
        }
        const zones = gateways.map((gateway) =>
            zoneOf(graph, linkOf(graph, gateway, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
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
        for (const zone of gateways.length === 0 ? [] : uncovered(nodeZones(graph), zones)) {
            yield {
                sentence: `Nodes run in ${zone}, and no NAT gateway is left for it: they lose their way out with another zone.`,
            };
        }
    },
});
