import { z } from "zod";
import { type Expand, output, resource } from "../expansion";
import { readOptions, tags } from "./options";

/** The AWS package inside awsx 3.9.0. */
const version = "7.43.0";

const known = z.strictObject({
    availabilityZoneNames: z.array(z.string()).min(1),
    cidrBlock: z.string(),
    enableDnsHostnames: z.boolean(),
    enableDnsSupport: z.boolean(),
    natGateways: z.strictObject({ strategy: z.literal("None") }),
    subnetStrategy: z.literal("Auto"),
    // awsx rejects an empty list ("No subnets specified"), and registers nothing for this type.
    subnetSpecs: z.tuple([z.strictObject({ type: z.literal("Unused"), cidrBlocks: z.array(z.string()) })]),
    tags,
});

/** Outputs about resources that are not among the children here. */
const EMPTY = [
    "eips",
    "isolatedSubnetIds",
    "isolatedSubnets",
    "natGateways",
    "privateSubnetIds",
    "privateSubnets",
    "publicSubnetIds",
    "publicSubnets",
    "routeTableAssociations",
    "routeTables",
    "routes",
    "subnets",
    "vpcEndpoints",
];

/**
 * What `awsx.ec2.Vpc` 3.9.0 registers for a VPC and its internet gateway alone.
 * Source: `pulumi/pulumi-awsx`, awsx/ec2/vpc.ts.
 */
export const expandVpc: Expand = (name, args) => {
    const options = readOptions("awsx:ec2:Vpc", args, known);
    const { cidrBlocks } = options.subnetSpecs[0];
    if (cidrBlocks.length !== options.availabilityZoneNames.length) {
        throw new Error(
            `awsx:ec2:Vpc rejects subnetSpecs.0.cidrBlocks: must be one for each of ${options.availabilityZoneNames.length} zones, got ${cidrBlocks.length}`,
        );
    }
    const shared = { Name: name, ...options.tags };
    const vpc = `Vpc.${name}`;
    const gateway = `InternetGateway.${name}`;
    return {
        children: [
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
        ],
        state: {
            ...Object.fromEntries(EMPTY.map((key) => [key, []])),
            vpc: resource(vpc),
            vpcId: output(vpc, "id"),
            internetGateway: resource(gateway),
            subnetLayout: options.subnetSpecs,
        },
        stateDependsOn: [vpc],
        registersOutputs: false,
    };
};
