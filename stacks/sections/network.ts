import { z } from "zod";
import { SERVICE_CIDR } from "../../catalog/serviceCidr";
import { contains, overlaps } from "../../lib/cidr";
import { cidr, prefixOf } from "../cidr";
import { flag, ifWellTyped, listOf, oneOf, table, text, uniqueBy } from "../field";
import { logRetentionDays } from "../retention";
import { type CheckedSettings, finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { aws } from "./aws";

/** Zones that the subnet layout has room for. */
const MAX_ZONES = 6;

const zone = () =>
    text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "the full name of an availability zone, such as us-east-1a");

const twoZones = "a list of two to six availability zones (also in dev: Multi-AZ is not a setting)";

const availabilityZones = listOf(zone(), "availability zones by full name, such as us-east-1a")
    .min(2, { error: twoZones })
    .max(MAX_ZONES, { error: twoZones })
    .superRefine(
        uniqueBy((name) => name),
        ifWellTyped,
    );

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** A VPC's block, apart from the cluster's service addresses. */
function vpcCidr(minPrefix: number, maxPrefix: number, reason: string) {
    return cidr().superRefine((block, context) => {
        if (!z.cidrv4().safeParse(block).success) {
            return;
        }
        if (prefixOf(block) < minPrefix || prefixOf(block) > maxPrefix) {
            context.addIssue({
                code: "custom",
                message: `a block of /${minPrefix} to /${maxPrefix} (${reason})`,
            });
        }
        if (overlaps(block, SERVICE_CIDR)) {
            context.addIssue({
                code: "custom",
                message: `a block that does not overlap ${SERVICE_CIDR}, the addresses of the cluster's services`,
            });
        }
        if (!PRIVATE.some((range) => contains(range, block))) {
            context.addIssue({
                code: "custom",
                message: `in a private range: ${PRIVATE.join(", ")}`,
                params: { advice: "Any other block hides a part of the internet." },
            });
        }
    });
}

/** A VPC of the stack's own. */
export const newNetwork = table(
    {
        availabilityZones: availabilityZones.describe(
            "Two to six availability zones, by full name and in a fixed order. A zone added at the end moves no subnet, but EKS " +
                "replaces every node group. A zone removed or moved replaces its subnets and everything in them. If a group has no " +
                "`minSize`, another zone raises it: read there what to do first.",
        ),
        cidrBlock: vpcCidr(
            16,
            19,
            "the private subnet of a zone is a sixteenth of it and gives an address to every pod",
        )
            .default("10.0.0.0/16")
            .describe(
                "IPv4 block of the VPC, /16 to /19, in a private range. A private subnet, a sixteenth of it, must hold " +
                    "the addresses of its zone's nodes and of two more, and 13: 60 for a `t3.2xlarge` with its pods. A change replaces the VPC and everything in it.",
            ),
        natGateways: oneOf(["OnePerAz", "Single"])
            .default("OnePerAz")
            .describe(
                "`OnePerAz`: the loss of a zone leaves the other zones' routes to the internet intact. `Single`: about $33 a month less " +
                    "for each gateway saved, and no zone reaches the internet if the gateway's zone is lost.",
            ),
        interfaceEndpoints: flag()
            .default(false)
            .describe(
                "Whether nodes reach ECR, STS and CloudWatch Logs through endpoints in the VPC instead of NAT: about $7 a month for each " +
                    "of the four in each zone. Content, which cannot reach the VPC, then has no STS and no CloudWatch Logs.",
            ),
        flowLogRetentionDays: logRetentionDays().describe("Days that the VPC's flow logs are kept."),
    },
    "a table with availabilityZones, or with adopt for an existing VPC",
);

const subnet = table({
    id: text(/^subnet-[0-9a-f]{8,17}$/, "a subnet's ID, such as subnet-0123456789abcdef0").describe(
        "Subnet ID.",
    ),
    availabilityZone: zone().describe("Zone of the subnet, by full name."),
});

/** An existing VPC. */
export const adoptedNetwork = table({
    adopt: table({
        vpcId: text(/^vpc-[0-9a-f]{8,17}$/, "a VPC's ID, such as vpc-0123456789abcdef0").describe("VPC ID."),
        cidrBlock: vpcCidr(
            16,
            24,
            "AWS allows no larger VPC, and a smaller one has no room for the nodes' pods",
        ).describe("The VPC's IPv4 block, which content cannot reach."),
        publicSubnets: listOf(subnet, "subnets, each with id and availabilityZone")
            .optional()
            .meta({ defaultText: "none, with `loadBalancer.internal`" })
            .describe(
                "Public subnets for the load balancer, at least one in each zone of the private subnets. Required unless " +
                    "`loadBalancer.internal` is true.",
            ),
        privateSubnets: listOf(subnet, "subnets, each with id and availabilityZone").describe(
            "Private subnets for nodes, database and mount targets: one per zone, in at least two zones.",
        ),
    })
        .superRefine((adopted, context) => {
            for (const { path, message, advice } of subnetProblems(adopted)) {
                context.addIssue({ code: "custom", path, message, params: { advice } });
            }
        })
        .describe(
            "An existing VPC instead of a new one; excludes the other settings of the network. It must resolve DNS names. Its private " +
                "subnets must reach the internet, and must not be reachable from it.",
        ),
});

export const networkSchema = z
    .union([newNetwork, adoptedNetwork])
    .describe("The VPC: a new one, or with `adopt` an existing one.");

export type NewNetwork = z.infer<typeof newNetwork>;
export type AdoptedNetwork = z.infer<typeof adoptedNetwork>;
export type NetworkSettings = NewNetwork | AdoptedNetwork;

export const network = pathOf<NetworkSettings>("network");

/** Zones that hold nodes. */
export function zonesOf(settings: NetworkSettings): string[] {
    return "adopt" in settings
        ? settings.adopt.privateSubnets.map((subnet) => subnet.availabilityZone)
        : settings.availabilityZones;
}

/** Zones that hold nodes, if the settings of all of them are valid. */
export function validZones(settings: CheckedSettings): string[] | undefined {
    return (
        settings.get(network.availabilityZones) ??
        settings.get(network.adopt.privateSubnets)?.map(({ availabilityZone }) => availabilityZone)
    );
}

interface SubnetProblem {
    path: (string | number)[];
    message: string;
    advice?: string;
}

function* subnetProblems(adopted: AdoptedNetwork["adopt"]): Generator<SubnetProblem> {
    const { publicSubnets = [], privateSubnets } = adopted;
    const ids = [...publicSubnets, ...privateSubnets].map((subnet) => subnet.id);
    const zones = privateSubnets.map((subnet) => subnet.availabilityZone);
    for (const kind of ["publicSubnets", "privateSubnets"] as const) {
        const offset = kind === "publicSubnets" ? 0 : publicSubnets.length;
        for (const [index, subnet] of (adopted[kind] ?? []).entries()) {
            if (ids.indexOf(subnet.id) < offset + index) {
                yield { path: [kind, index, "id"], message: "listed once" };
            }
        }
    }
    for (const [index, name] of zones.entries()) {
        if (zones.indexOf(name) < index) {
            yield {
                path: ["privateSubnets", index, "availabilityZone"],
                message: "a zone without another private subnet (EFS allows one mount target per zone)",
            };
        }
    }
    if (new Set(zones).size < 2) {
        yield {
            path: ["privateSubnets"],
            message: "in at least two availability zones (also in dev: Multi-AZ is not a setting)",
        };
    }
    if (adopted.publicSubnets === undefined) {
        return;
    }
    const reached = new Set(publicSubnets.map((subnet) => subnet.availabilityZone));
    const unreached = [...new Set(zones)].filter((name) => !reached.has(name));
    if (unreached.length > 0) {
        yield {
            path: ["publicSubnets"],
            message: `in the zones of the private subnets, including ${unreached.join(", ")}`,
            advice: "A load balancer reaches only zones in which it has a subnet.",
        };
    }
}

/** Every zone is in the stack's region. */
const zonesInRegion = rule([aws.region], function* ([region], settings) {
    const subnets = [
        ...settings.items(network.adopt.publicSubnets),
        ...settings.items(network.adopt.privateSubnets),
    ];
    for (const path of [
        ...settings.items(network.availabilityZones),
        ...subnets.map(({ availabilityZone }) => availabilityZone),
    ]) {
        const name = settings.get(path);
        if (name !== undefined && name.slice(0, -1) !== region) {
            yield finding(path, `a zone of ${region}, the stack's region (aws:region)`);
        }
    }
});

export const networkRules: Rule[] = [zonesInRegion];
