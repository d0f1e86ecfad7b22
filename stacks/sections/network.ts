import { z } from "zod";
import { SERVICE_CIDR } from "../../catalog/serviceCidr";
import { contains, overlaps } from "../../lib/cidr";
import { cidr, prefixOf } from "../cidr";
import { flag, listOf, noneTwice, oneOf, section, text, whereTypesFit } from "../field";
import { logRetentionDays } from "../retention";

/** Zones that the subnet layout has room for. */
const MAX_ZONES = 6;

const zoneForm = "the full name of an availability zone, such as us-east-1a";
const zone = () => text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, zoneForm);

const twoZones = "must list two to six availability zones: Multi-AZ is not a choice, in dev either";

const availabilityZones = listOf(zone(), "availability zones by full name, such as us-east-1a")
    .min(2, { error: twoZones })
    .max(MAX_ZONES, { error: twoZones })
    .superRefine(
        noneTwice((name) => name),
        whereTypesFit,
    );

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** A VPC's block, valid beside the cluster's service addresses. */
function vpcCidr(minPrefix: number, maxPrefix: number, reason: string) {
    return cidr().superRefine((block, context) => {
        if (!z.cidrv4().safeParse(block).success) {
            return;
        }
        if (prefixOf(block) < minPrefix || prefixOf(block) > maxPrefix) {
            context.addIssue({
                code: "custom",
                message: `must have a prefix from /${minPrefix} to /${maxPrefix}: ${reason}`,
            });
        }
        if (overlaps(block, SERVICE_CIDR)) {
            context.addIssue({
                code: "custom",
                message: `overlaps ${SERVICE_CIDR}, the addresses of the cluster's services: choose another block`,
            });
        }
        if (!PRIVATE.some((range) => contains(range, block))) {
            context.addIssue({
                code: "custom",
                message: `must lie in a private range, else it hides a part of the internet: ${PRIVATE.join(", ")}`,
            });
        }
    });
}

/** A VPC of the stack's own. */
export const newNetwork = section(
    {
        availabilityZones: availabilityZones.describe(
            "Availability zones, two to six, by full name and in a fixed order. A zone added at the end moves no subnet, but " +
                "EKS replaces every node group; one taken out or moved replaces subnets and all in them. Where a " +
                "group's `minSize` is left out, another zone raises it: see there what to do first.",
        ),
        cidrBlock: vpcCidr(
            16,
            19,
            "each zone's private subnet is a sixteenth of it and gives an address to every pod",
        )
            .default("10.0.0.0/16")
            .describe(
                "IPv4 block of the VPC, /16 to /19, in a private range. A private subnet, a sixteenth of it, must hold " +
                    "(nodes a zone + 1) × 60 + 13 addresses. Changing it replaces the VPC and everything in it.",
            ),
        natGateways: oneOf(["OnePerAz", "Single"])
            .default("OnePerAz")
            .describe(
                "`OnePerAz`: the loss of a zone takes no other zone's way out. `Single`: cheaper by some $33 a month for " +
                    "each gateway saved, and no zone has a way out when the gateway's zone is lost.",
            ),
        interfaceEndpoints: flag()
            .default(false)
            .describe(
                "Whether ECR, STS and CloudWatch Logs are reached by endpoints in the VPC and not through NAT: some $7 a " +
                    "month for each of the four in each zone. Content, which is kept from all of the VPC, then has no STS and no " +
                    "CloudWatch Logs.",
            ),
        flowLogRetentionDays: logRetentionDays().describe("Days that the VPC's flow logs are kept."),
    },
    "must name the availability zones (availabilityZones) or an existing VPC (adopt)",
);

const subnet = section({
    id: text(/^subnet-[0-9a-f]{8,17}$/, "a subnet's id, such as subnet-0123456789abcdef0").describe(
        "Subnet id.",
    ),
    availabilityZone: zone().describe("Zone of the subnet, by full name."),
});

/** An existing VPC. */
export const adoptedNetwork = section({
    adopt: section({
        vpcId: text(/^vpc-[0-9a-f]{8,17}$/, "a VPC's id, such as vpc-0123456789abcdef0").describe("VPC id."),
        cidrBlock: vpcCidr(
            16,
            24,
            "AWS allows no larger VPC, and a smaller one has no room for the nodes' pods",
        ).describe("The VPC's IPv4 block: content is kept from reaching it."),
        publicSubnets: listOf(subnet, "subnets, each with id and availabilityZone").describe(
            "Public subnets for the load balancer, one in each zone of the private ones at least.",
        ),
        privateSubnets: listOf(subnet, "subnets, each with id and availabilityZone").describe(
            "Private subnets for nodes, database and mount targets: one a zone, in two zones at least.",
        ),
    })
        .superRefine((adopted, context) => {
            for (const { path, message } of subnetProblems(adopted)) {
                context.addIssue({ code: "custom", path, message });
            }
        })
        .describe(
            "An existing VPC to use instead of a new one; no other setting of the network then. It must resolve DNS " +
                "names; its private subnets must reach the internet but not be reached from it.",
        ),
});

export type NewNetwork = z.infer<typeof newNetwork>;
export type AdoptedNetwork = z.infer<typeof adoptedNetwork>;
export type NetworkSettings = NewNetwork | AdoptedNetwork;

/** Zones that hold nodes. */
export function zonesOf(network: NetworkSettings): string[] {
    return "adopt" in network
        ? network.adopt.privateSubnets.map((subnet) => subnet.availabilityZone)
        : network.availabilityZones;
}

interface Problem {
    path: (string | number)[];
    message: string;
}

function* subnetProblems(adopted: AdoptedNetwork["adopt"]): Generator<Problem> {
    const ids = [...adopted.publicSubnets, ...adopted.privateSubnets].map((subnet) => subnet.id);
    const zones = adopted.privateSubnets.map((subnet) => subnet.availabilityZone);
    for (const kind of ["publicSubnets", "privateSubnets"] as const) {
        const offset = kind === "publicSubnets" ? 0 : adopted.publicSubnets.length;
        for (const [index, subnet] of adopted[kind].entries()) {
            if (ids.indexOf(subnet.id) < offset + index) {
                yield { path: [kind, index, "id"], message: "is listed twice" };
            }
        }
    }
    for (const [index, name] of zones.entries()) {
        if (zones.indexOf(name) < index) {
            const message = "has a private subnet already: EFS takes one mount target a zone";
            yield { path: ["privateSubnets", index, "availabilityZone"], message };
        }
    }
    if (new Set(zones).size < 2) {
        const message = "must cover at least two availability zones: Multi-AZ is not a choice, in dev either";
        yield { path: ["privateSubnets"], message };
    }
    const reached = new Set(adopted.publicSubnets.map((subnet) => subnet.availabilityZone));
    const unreached = [...new Set(zones)].filter((name) => !reached.has(name));
    if (unreached.length > 0) {
        const message = `must have one in ${unreached.join(", ")} too: a load balancer reaches no zone but its own`;
        yield { path: ["publicSubnets"], message };
    }
}
