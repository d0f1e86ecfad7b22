import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { IamSettings } from "../stacks/sections/iam";
import type { NetworkSettings, NewNetwork } from "../stacks/sections/network";
import { roleName } from "./roleName";
import { subnetLayout } from "./subnetLayout";

/** A subnet and the availability zone that it is in. */
export interface ZonedSubnet {
    id: pulumi.Input<string>;
    /** Full name, such as `us-east-1a`. */
    availabilityZone: string;
}

interface CommonNetworkArgs extends IamSettings {
    account: Account;
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;
    /** Names the flow logs' log group, `/aws/vpc/<physicalName>/flow-logs`, and their role, of a VPC of our own. */
    physicalName: string;
    /** Key that the flow logs are encrypted with; its policy admits CloudWatch Logs. */
    logKeyArn: pulumi.Input<string>;
}

/** A new VPC, or an existing one, in which only the other components create resources. */
export type NetworkArgs = CommonNetworkArgs & NetworkSettings;

export type NewNetworkArgs = CommonNetworkArgs & NewNetwork;

/** A new subnet with its route table. */
interface RoutedSubnet {
    subnet: ZonedSubnet;
    routeTable: aws.ec2.RouteTable;
    association: aws.ec2.RouteTableAssociation;
}

/** Public or private, and how it is named and tagged. */
interface SubnetKind {
    name: string;
    type: string;
    /** Tag by which the load balancer controller finds subnets. */
    loadBalancerTag: string;
}

const PUBLIC: SubnetKind = { name: "public", type: "Public", loadBalancerTag: "kubernetes.io/role/elb" };
const PRIVATE: SubnetKind = {
    name: "private",
    type: "Private",
    loadBalancerTag: "kubernetes.io/role/internal-elb",
};

/** Services that nodes call constantly. S3, which stores ECR's layers, has a gateway endpoint anyway. */
const INTERFACE_ENDPOINTS = ["ecr.api", "ecr.dkr", "sts", "logs"];

/**
 * A VPC over two zones or more, with public subnets for the load balancer and private ones for every other resource; or an
 * adopted one.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly cidrBlock: string;
    readonly availabilityZones: string[];
    readonly publicSubnets: ZonedSubnet[];
    /** One a zone. */
    readonly privateSubnets: ZonedSubnet[];

    /** Requirements of an adopted VPC, a sentence each; none for a new VPC. */
    readonly prerequisites: string[];

    /** Routes and their associations: a resource that needs the internet when it starts depends on them. */
    readonly routes: pulumi.Resource[];

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Network", name, {}, opts);
        if ("adopt" in args) {
            this.vpcId = pulumi.output(args.adopt.vpcId);
            this.cidrBlock = args.adopt.cidrBlock;
            this.publicSubnets = args.adopt.publicSubnets ?? [];
            this.privateSubnets = args.adopt.privateSubnets;
            this.routes = [];
            this.prerequisites = listPrerequisites(args.adopt.vpcId, this.publicSubnets.length > 0);
        } else {
            const vpc = this.createVpc(name, args);
            this.vpcId = vpc.vpcId;
            this.cidrBlock = args.cidrBlock;
            const layout = subnetLayout(args.cidrBlock, args.availabilityZones.length);
            // Load balancer and NAT gateways need the internet gateway, and must be deleted before it.
            const publicSubnets = this.createSubnets(name, args, PUBLIC, layout.publicCidrs, [
                vpc.internetGateway,
            ]);
            const privateSubnets = this.createSubnets(name, args, PRIVATE, layout.privateCidrs);
            this.publicSubnets = publicSubnets.map(({ subnet }) => subnet);
            this.privateSubnets = privateSubnets.map(({ subnet }) => subnet);
            this.routes = [
                ...[...publicSubnets, ...privateSubnets].map(({ association }) => association),
                ...this.createInternetRoutes(name, vpc, publicSubnets),
                ...this.createNatRoutes(name, args, publicSubnets, privateSubnets),
            ];
            this.prerequisites = [];
            this.lockDefaultSecurityGroup(name, args);
            this.logFlows(name, args);
            this.addEndpoints(
                name,
                args,
                [...publicSubnets, ...privateSubnets].map(({ routeTable }) => routeTable.id),
            );
        }
        this.availabilityZones = this.privateSubnets.map(({ availabilityZone }) => availabilityZone);
        this.registerOutputs({
            vpcId: this.vpcId,
            privateSubnets: this.privateSubnets,
            publicSubnets: this.publicSubnets,
            prerequisites: this.prerequisites,
        });
    }

    private createVpc(name: string, args: NewNetworkArgs): awsx.ec2.Vpc {
        return new awsx.ec2.Vpc(
            name,
            {
                cidrBlock: args.cidrBlock,
                availabilityZoneNames: args.availabilityZones,
                // EKS and EFS find each other by name.
                enableDnsHostnames: true,
                enableDnsSupport: true,
                natGateways: { strategy: "None" },
                subnetStrategy: "Auto",
                // Only the VPC and its internet gateway, but awsx rejects an empty list. It resolves all its outputs at
                // once: with its subnets, each id would depend on every subnet, and become unknown when a zone is added.
                subnetSpecs: [
                    {
                        type: "Unused",
                        cidrBlocks: subnetLayout(args.cidrBlock, args.availabilityZones.length).publicCidrs,
                    },
                ],
                tags: args.tags,
            },
            { parent: this },
        );
    }

    /** A subnet for each zone, with a route table of its own. */
    private createSubnets(
        name: string,
        args: NewNetworkArgs,
        kind: SubnetKind,
        cidrBlocks: string[],
        dependsOn: pulumi.Input<pulumi.Resource>[] = [],
    ): RoutedSubnet[] {
        return args.availabilityZones.map((availabilityZone, i) => {
            const subnetName = `${name}-${kind.name}-${i + 1}`;
            const tags = { ...args.tags, Name: subnetName, SubnetType: kind.type };
            const subnet = new aws.ec2.Subnet(
                subnetName,
                {
                    vpcId: this.vpcId,
                    availabilityZone,
                    cidrBlock: cidrBlocks[i],
                    // NAT gateways have elastic IPs, and an internet-facing load balancer gets its addresses anyway.
                    mapPublicIpOnLaunch: false,
                    assignIpv6AddressOnCreation: false,
                    tags: { ...tags, [kind.loadBalancerTag]: "1" },
                },
                { parent: this, dependsOn },
            );
            const routeTable = new aws.ec2.RouteTable(
                subnetName,
                { vpcId: this.vpcId, tags },
                { parent: this },
            );
            const association = new aws.ec2.RouteTableAssociation(
                subnetName,
                { subnetId: subnet.id, routeTableId: routeTable.id },
                { parent: this },
            );
            return { subnet: { id: subnet.id, availabilityZone }, routeTable, association };
        });
    }

    private createInternetRoutes(
        name: string,
        vpc: awsx.ec2.Vpc,
        publicSubnets: RoutedSubnet[],
    ): aws.ec2.Route[] {
        return publicSubnets.map(
            ({ routeTable }, i) =>
                new aws.ec2.Route(
                    `${name}-${PUBLIC.name}-${i + 1}`,
                    {
                        routeTableId: routeTable.id,
                        destinationCidrBlock: "0.0.0.0/0",
                        gatewayId: vpc.internetGateway.id,
                    },
                    { parent: this },
                ),
        );
    }

    /** A route to the internet for each private subnet, through the NAT gateway in its zone, or the only one. */
    private createNatRoutes(
        name: string,
        args: NewNetworkArgs,
        publicSubnets: RoutedSubnet[],
        privateSubnets: RoutedSubnet[],
    ): aws.ec2.Route[] {
        const zones = args.natGateways === "Single" ? publicSubnets.slice(0, 1) : publicSubnets;
        const gateways = zones.map(({ subnet: { id, availabilityZone } }) => {
            const tags = { ...args.tags, Name: `${name}-${availabilityZone}` };
            const address = new aws.ec2.Eip(
                `${name}-${availabilityZone}`,
                { domain: "vpc", tags },
                { parent: this },
            );
            return new aws.ec2.NatGateway(
                `${name}-${availabilityZone}`,
                { subnetId: id, allocationId: address.id, tags },
                { parent: this },
            );
        });
        return privateSubnets.map(
            ({ subnet: { availabilityZone }, routeTable }, i) =>
                new aws.ec2.Route(
                    `${name}-${availabilityZone}`,
                    {
                        routeTableId: routeTable.id,
                        destinationCidrBlock: "0.0.0.0/0",
                        natGatewayId: (gateways[i] ?? gateways[0])?.id,
                    },
                    { parent: this },
                ),
        );
    }

    /** A VPC's default group allows traffic between its members. No resource uses it, so it allows none. */
    private lockDefaultSecurityGroup(name: string, args: NewNetworkArgs): void {
        new aws.ec2.DefaultSecurityGroup(
            `${name}-default`,
            {
                vpcId: this.vpcId,
                ingress: [],
                egress: [],
                tags: { ...args.tags, Name: `${name}-default-locked` },
            },
            { parent: this },
        );
    }

    private logFlows(name: string, args: NewNetworkArgs): void {
        const logGroupName = `/aws/vpc/${args.physicalName}/flow-logs`;
        const logGroup = new aws.cloudwatch.LogGroup(
            `${name}-flow-logs`,
            {
                name: logGroupName,
                retentionInDays: args.flowLogRetentionDays,
                kmsKeyId: args.logKeyArn,
                tags: args.tags,
            },
            { parent: this },
        );
        const role = new aws.iam.Role(
            `${name}-flow-logs`,
            {
                name: roleName(args.physicalName, "flow-logs", args.account),
                description: "Lets VPC flow logs be written",
                permissionsBoundary: args.permissionsBoundaryArn,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            // Another account's flow log must not be able to use this role.
                            Condition: { StringEquals: { "aws:SourceAccount": args.account.id } },
                        },
                    ],
                }),
                tags: args.tags,
            },
            { parent: this },
        );
        const { partition, region, id } = args.account;
        const permission = new aws.iam.RolePolicy(
            `${name}-flow-logs`,
            {
                role: role.id,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                            // By its name, so that a first preview can check the policy.
                            Resource: `arn:${partition}:logs:${region}:${id}:log-group:${logGroupName}:*`,
                        },
                        // It does not support resources.
                        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
                    ],
                }),
            },
            { parent: this },
        );
        new aws.ec2.FlowLog(
            `${name}-flow-logs`,
            {
                vpcId: this.vpcId,
                trafficType: "ALL",
                logDestinationType: "cloud-watch-logs",
                logDestination: logGroup.arn,
                iamRoleArn: role.arn,
                maxAggregationInterval: 60,
                tags: { ...args.tags, Name: `${name}-flow-logs` },
            },
            { parent: this, dependsOn: permission },
        );
    }

    private addEndpoints(name: string, args: NewNetworkArgs, routeTableIds: pulumi.Input<string>[]): void {
        new aws.ec2.VpcEndpoint(
            `${name}-s3`,
            {
                vpcId: this.vpcId,
                serviceName: `com.amazonaws.${args.account.region}.s3`,
                vpcEndpointType: "Gateway",
                routeTableIds,
                tags: { ...args.tags, Name: `${name}-s3` },
            },
            { parent: this },
        );
        if (!args.interfaceEndpoints) {
            return;
        }
        const securityGroup = new aws.ec2.SecurityGroup(
            `${name}-endpoints`,
            {
                vpcId: this.vpcId,
                description: "AWS service endpoints in the VPC",
                tags: { ...args.tags, Name: `${name}-endpoints` },
            },
            { parent: this },
        );
        new aws.vpc.SecurityGroupIngressRule(
            `${name}-endpoints`,
            {
                securityGroupId: securityGroup.id,
                description: "HTTPS from inside the VPC",
                cidrIpv4: args.cidrBlock,
                ipProtocol: "tcp",
                fromPort: 443,
                toPort: 443,
                tags: args.tags,
            },
            { parent: this },
        );
        for (const service of INTERFACE_ENDPOINTS) {
            new aws.ec2.VpcEndpoint(
                `${name}-${service.replace(".", "-")}`,
                {
                    vpcId: this.vpcId,
                    serviceName: `com.amazonaws.${args.account.region}.${service}`,
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                    subnetIds: this.privateSubnets.map(({ id }) => id),
                    securityGroupIds: [securityGroup.id],
                    tags: { ...args.tags, Name: `${name}-${service}` },
                },
                { parent: this },
            );
        }
    }
}

function listPrerequisites(vpcId: string, hasPublicSubnets: boolean): string[] {
    return [
        `${vpcId} has DNS support and DNS host names on, and the subnets and zones that the settings name`,
        "private subnets have no route to an internet gateway, and room for 60 addresses a node",
        "private subnets reach the internet by NAT; or AWS by endpoints for ECR, S3, STS, EC2, EKS, EKS Auth, Elastic Load " +
            "Balancing and CloudWatch Logs, and charts and images by a mirror",
        ...(hasPublicSubnets ? ["public subnets have a route to an internet gateway"] : []),
        "flow logs and the default security group are the responsibility of the VPC's owner",
    ];
}
