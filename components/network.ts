import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { subnetLayout } from "./subnetLayout";

/** A subnet and the availability zone that it is in. */
export interface ZonedSubnet {
    id: pulumi.Input<string>;
    /** Full name, such as `us-east-1a`. */
    availabilityZone: string;
}

interface CommonNetworkArgs {
    account: Account;
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;
    /** Names the flow logs' log group, `/aws/vpc/<physicalName>/flow-logs`, of a VPC of our own. */
    physicalName: string;
    /** Key that the flow logs are encrypted with; its policy admits CloudWatch Logs. */
    logKeyArn: pulumi.Input<string>;
}

/** A VPC of our own. */
export interface NewNetworkArgs extends CommonNetworkArgs {
    /**
     * Availability zones by full name, two to six, in a fixed order: a zone added at the end moves no subnet, a zone
     * taken out or moved replaces its subnets.
     */
    availabilityZones: string[];

    /** IPv4 block of the VPC, /16 to /19. Changing it replaces the VPC and everything in it. */
    cidrBlock: string;

    /**
     * `OnePerAz`: a zone's loss takes no other zone's way out. `Single`: one NAT gateway for all, some $33 a month
     * less for each that it saves, and no way out for anyone when its zone is lost.
     */
    natGateways: "OnePerAz" | "Single";

    /**
     * Whether the nodes reach ECR, STS and CloudWatch Logs through endpoints in the VPC and not through NAT. Each
     * costs about $7 a month a zone. Content, which is kept from all of the VPC, then has no STS and no Logs.
     */
    interfaceEndpoints: boolean;

    /** Days that VPC flow logs are kept; one of the values that CloudWatch Logs allows. */
    flowLogRetentionDays: number;

    adopt?: undefined;
}

/** An existing VPC: nothing is made in it but what the other components put there. */
export interface AdoptedNetworkArgs extends CommonNetworkArgs {
    /** What it must have is in {@link Network.reliesOn}: it cannot be checked without asking AWS. */
    adopt: {
        vpcId: string;
        /** The VPC's IPv4 block: content is kept from reaching it. */
        cidrBlock: string;
        /** For the load balancer, in two zones or more. */
        publicSubnets: ZonedSubnet[];
        /** For nodes, database and mount targets: exactly one a zone, in two zones or more. */
        privateSubnets: ZonedSubnet[];
    };
}

export type NetworkArgs = NewNetworkArgs | AdoptedNetworkArgs;

/** Services that nodes talk to all the time. S3, where ECR keeps its layers, has a gateway endpoint anyway. */
const INTERFACE_ENDPOINTS = ["ecr.api", "ecr.dkr", "sts", "logs"];

/**
 * A VPC over two zones or more with public subnets for the load balancer and private ones for all else; or an
 * adopted one.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly cidrBlock: string;
    readonly availabilityZones: string[];
    readonly publicSubnets: ZonedSubnet[];
    /** One a zone. */
    readonly privateSubnets: ZonedSubnet[];

    /** What an adopted VPC must have for the rest to work, a sentence each; nothing for a VPC of our own. */
    readonly reliesOn: string[];

    /** The ways out: what starts in a private subnet and needs the internet at once depends on them. */
    readonly routes: pulumi.Output<pulumi.Resource[]>;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Network", name, {}, opts);
        if (args.adopt !== undefined) {
            this.vpcId = pulumi.output(args.adopt.vpcId);
            this.cidrBlock = args.adopt.cidrBlock;
            this.publicSubnets = args.adopt.publicSubnets;
            this.privateSubnets = args.adopt.privateSubnets;
            this.routes = pulumi.output([]);
            this.reliesOn = whatIsReliedOn(args.adopt.vpcId);
        } else {
            const vpc = this.createVpc(name, args);
            const subnets = (ids: pulumi.Output<string[]>): ZonedSubnet[] =>
                args.availabilityZones.map((availabilityZone, i) => ({
                    availabilityZone,
                    id: ids.apply((all) => all[i] ?? ""),
                }));
            this.vpcId = vpc.vpcId;
            this.cidrBlock = args.cidrBlock;
            this.publicSubnets = subnets(vpc.publicSubnetIds);
            this.privateSubnets = subnets(vpc.privateSubnetIds);
            const waysOut = this.createWaysOut(name, args, vpc);
            this.routes = vpc.routes.apply((routes) => [...routes, ...waysOut]);
            this.reliesOn = [];
            this.lockDefaultSecurityGroup(name, args);
            this.logFlows(name, args);
            this.addEndpoints(name, args, vpc);
        }
        this.availabilityZones = this.privateSubnets.map(({ availabilityZone }) => availabilityZone);
        this.registerOutputs({
            vpcId: this.vpcId,
            privateSubnets: this.privateSubnets,
            publicSubnets: this.publicSubnets,
            reliesOn: this.reliesOn,
        });
    }

    private createVpc(name: string, args: NewNetworkArgs): awsx.ec2.Vpc {
        const layout = subnetLayout(args.cidrBlock, args.availabilityZones.length);
        return new awsx.ec2.Vpc(
            name,
            {
                cidrBlock: args.cidrBlock,
                availabilityZoneNames: args.availabilityZones,
                // EKS and EFS find each other by name.
                enableDnsHostnames: true,
                enableDnsSupport: true,
                // They are made beside it: awsx hands on its subnets only once all is there that it makes, and cluster
                // and database would wait two minutes for gateways that they do not need yet.
                natGateways: { strategy: "None" },
                subnetStrategy: "Auto",
                subnetSpecs: [
                    {
                        type: "Public",
                        name: "public",
                        cidrBlocks: layout.publicCidrs,
                        tags: { "kubernetes.io/role/elb": "1" },
                    },
                    {
                        type: "Private",
                        name: "private",
                        cidrBlocks: layout.privateCidrs,
                        tags: { "kubernetes.io/role/internal-elb": "1" },
                    },
                ],
                tags: args.tags,
            },
            { parent: this },
        );
    }

    /**
     * A route to the internet for each private subnet, by the NAT gateway in its zone, or by the only one.
     *
     * @returns the routes.
     */
    private createWaysOut(name: string, args: NewNetworkArgs, vpc: awsx.ec2.Vpc): aws.ec2.Route[] {
        const zones = args.natGateways === "Single" ? this.publicSubnets.slice(0, 1) : this.publicSubnets;
        const gateways = zones.map(({ id, availabilityZone }) => {
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
        return this.privateSubnets.map(
            ({ availabilityZone }, i) =>
                new aws.ec2.Route(
                    `${name}-${availabilityZone}`,
                    {
                        routeTableId: privateRouteTable(vpc, name, i),
                        destinationCidrBlock: "0.0.0.0/0",
                        natGatewayId: (gateways[i] ?? gateways[0])?.id,
                    },
                    { parent: this },
                ),
        );
    }

    /** The group that a VPC starts with admits its own members; nothing uses it, so it admits nobody. */
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
                description: "Lets VPC flow logs be written",
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
                        // It knows no resource.
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

    private addEndpoints(name: string, args: NewNetworkArgs, vpc: awsx.ec2.Vpc): void {
        new aws.ec2.VpcEndpoint(
            `${name}-s3`,
            {
                vpcId: this.vpcId,
                serviceName: `com.amazonaws.${args.account.region}.s3`,
                vpcEndpointType: "Gateway",
                routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
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

/** Id of a private subnet's route table: awsx promises no order among them, but names each after its subnet. */
function privateRouteTable(vpc: awsx.ec2.Vpc, name: string, index: number): pulumi.Output<string> {
    const wanted = `::${name}-private-${index + 1}`;
    return vpc.routeTables.apply((tables) =>
        pulumi.all(tables.map(({ urn }) => urn)).apply((urns) => {
            const table = tables[urns.findIndex((urn) => urn.endsWith(wanted))];
            if (table === undefined) {
                throw new Error(`awsx made no route table ${wanted.slice(2)}, but ${urns.join(", ")}`);
            }
            return table.id;
        }),
    );
}

function whatIsReliedOn(vpcId: string): string[] {
    return [
        `${vpcId} has DNS support and DNS host names on, and the subnets and zones that the settings name`,
        "private subnets have no route to an internet gateway, and room for 60 addresses a node",
        "private subnets reach the internet by NAT; or AWS by endpoints for ECR, S3, STS, EC2, EKS, EKS Auth, Elastic Load " +
            "Balancing and CloudWatch Logs, and charts and images by a mirror",
        "public subnets have a route to an internet gateway",
        "flow logs and the default security group are looked after by whoever owns the VPC",
    ];
}
