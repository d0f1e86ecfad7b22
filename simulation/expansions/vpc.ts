import { z } from "zod";
import { type Child, type Expand, output, resource } from "../expansion";
import { readOptions, tags } from "./options";

/** The AWS package inside awsx 3.9.0. */
const version = "7.43.0";

const known = z
    .strictObject({
        availabilityZoneNames: z.array(z.string()).min(1),
        cidrBlock: z.string(),
        enableDnsHostnames: z.boolean(),
        enableDnsSupport: z.boolean(),
        natGateways: z.strictObject({ strategy: z.enum(["None", "Single", "OnePerAz"]) }),
        // Another strategy lays out, or checks, otherwise.
        subnetStrategy: z.literal("Auto"),
        subnetSpecs: z.array(
            z.strictObject({
                type: z.enum(["Public", "Private"]),
                name: z.string(),
                cidrBlocks: z.array(z.string()),
                tags,
            }),
        ),
        tags,
    })
    .superRefine(({ availabilityZoneNames, subnetSpecs }, context) => {
        for (const [i, { cidrBlocks }] of subnetSpecs.entries()) {
            if (cidrBlocks.length !== availabilityZoneNames.length) {
                context.addIssue({
                    code: "custom",
                    path: ["subnetSpecs", i, "cidrBlocks"],
                    message: `awsx wants one for each of ${availabilityZoneNames.length} zones, got ${cidrBlocks.length}`,
                });
            }
        }
    });

type Options = z.output<typeof known>;
type SubnetSpec = Options["subnetSpecs"][number];

/**
 * What `awsx.ec2.Vpc` 3.9.0 registers where every subnet's block is given.
 * Source: `pulumi/pulumi-awsx`, awsx/ec2/vpc.ts.
 */
export const expandVpc: Expand = (name, args) => {
    const options = readOptions("awsx:ec2:Vpc", args, known);
    const shared = { Name: name, ...options.tags };
    const vpc = `Vpc.${name}`;
    const gateway = `InternetGateway.${name}`;
    const children: Child[] = [
        {
            type: "aws:ec2/vpc:Vpc",
            name,
            custom: true,
            inputs: {
                cidrBlock: args.pass("cidrBlock"),
                enableDnsHostnames: options.enableDnsHostnames,
                enableDnsSupport: options.enableDnsSupport,
                tags: shared,
            },
            version,
        },
        {
            type: "aws:ec2/internetGateway:InternetGateway",
            name,
            parent: vpc,
            custom: true,
            inputs: { vpcId: output(vpc, "id"), tags: shared },
            version,
        },
    ];
    // Public subnets come first: the NAT gateways that the private ones need stand in them.
    const specs = [...options.subnetSpecs].sort((a, b) => rank(a) - rank(b));
    for (const [i, availabilityZone] of options.availabilityZoneNames.entries()) {
        for (const spec of specs) {
            const subnetName = `${name}-${spec.name}-${i + 1}`;
            children.push(
                {
                    type: "aws:ec2/subnet:Subnet",
                    name: subnetName,
                    parent: vpc,
                    custom: true,
                    inputs: {
                        vpcId: output(vpc, "id"),
                        availabilityZone,
                        cidrBlock: spec.cidrBlocks[i],
                        mapPublicIpOnLaunch: spec.type === "Public",
                        assignIpv6AddressOnCreation: false,
                        tags: { ...shared, ...spec.tags, Name: subnetName, SubnetType: spec.type },
                    },
                    version,
                },
                ...routing(subnetName, vpc, { ...shared, Name: subnetName, SubnetType: spec.type }),
            );
            if (spec.type === "Public") {
                if (hasNatGateway(options, i)) {
                    children.push(...natGateway(`${name}-${i + 1}`, subnetName, options.tags));
                }
                children.push(defaultRoute(subnetName, { gatewayId: output(gateway, "id") }));
            } else if (options.natGateways.strategy !== "None") {
                const nearest = hasNatGateway(options, i) ? i : 0;
                const natGatewayId = output(`NatGateway.${name}-${nearest + 1}`, "id");
                children.push(defaultRoute(subnetName, { natGatewayId }));
            }
        }
    }
    return { children, state: state(vpc, gateway, children, options.subnetSpecs) };
};

function rank(spec: SubnetSpec): number {
    return spec.type === "Public" ? 0 : 1;
}

/** Whether the zone at `index` has a NAT gateway of its own. */
function hasNatGateway({ natGateways }: Options, index: number): boolean {
    return natGateways.strategy === "OnePerAz" || (natGateways.strategy === "Single" && index === 0);
}

function routing(name: string, vpc: string, tableTags: Record<string, string>): Child[] {
    const subnet = `Subnet.${name}`;
    const table = `RouteTable.${name}`;
    return [
        {
            type: "aws:ec2/routeTable:RouteTable",
            name,
            parent: subnet,
            custom: true,
            inputs: { vpcId: output(vpc, "id"), tags: tableTags },
            dependsOn: [subnet],
            version,
        },
        {
            type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
            name,
            parent: table,
            custom: true,
            inputs: { routeTableId: output(table, "id"), subnetId: output(subnet, "id") },
            version,
        },
    ];
}

function natGateway(name: string, subnetName: string, given: Record<string, string>): Child[] {
    const subnet = `Subnet.${subnetName}`;
    return [
        {
            type: "aws:ec2/eip:Eip",
            name,
            parent: subnet,
            custom: true,
            inputs: { tags: { ...given, Name: name } },
            dependsOn: [subnet],
            version,
        },
        {
            type: "aws:ec2/natGateway:NatGateway",
            name,
            parent: subnet,
            custom: true,
            inputs: {
                subnetId: output(subnet, "id"),
                // awsx takes `allocationId`, which is the address's id.
                allocationId: output(`Eip.${name}`, "id"),
                tags: { ...given, Name: name },
            },
            version,
        },
    ];
}

function defaultRoute(name: string, target: Record<string, unknown>): Child {
    const table = `RouteTable.${name}`;
    return {
        type: "aws:ec2/route:Route",
        name,
        parent: table,
        custom: true,
        inputs: { routeTableId: output(table, "id"), destinationCidrBlock: "0.0.0.0/0", ...target },
        version,
    };
}

function state(
    vpc: string,
    gateway: string,
    children: Child[],
    specs: SubnetSpec[],
): Record<string, unknown> {
    const keys = children.map(({ type, name }) => `${type.slice(type.lastIndexOf(":") + 1)}.${name}`);
    const ofType = (type: string): string[] => keys.filter((key) => key.startsWith(`${type}.`));
    const subnets = (type: SubnetSpec["type"]): string[] =>
        children.flatMap((child, i) => {
            const key = keys[i];
            const isOne =
                key?.startsWith("Subnet.") && child.inputs["mapPublicIpOnLaunch"] === (type === "Public");
            return key !== undefined && isOne ? [key] : [];
        });
    const ids = (found: string[]): unknown[] => found.map((key) => output(key, "id"));
    return {
        vpc: resource(vpc),
        vpcId: output(vpc, "id"),
        internetGateway: resource(gateway),
        subnets: ofType("Subnet").map(resource),
        publicSubnets: subnets("Public").map(resource),
        publicSubnetIds: ids(subnets("Public")),
        privateSubnets: subnets("Private").map(resource),
        privateSubnetIds: ids(subnets("Private")),
        isolatedSubnets: [],
        isolatedSubnetIds: [],
        routeTables: ofType("RouteTable").map(resource),
        routeTableAssociations: ofType("RouteTableAssociation").map(resource),
        routes: ofType("Route").map(resource),
        eips: ofType("Eip").map(resource),
        natGateways: ofType("NatGateway").map(resource),
        vpcEndpoints: [],
        subnetLayout: specs.map(({ type, name, cidrBlocks }) => ({ type, name, cidrBlocks })),
    };
}
