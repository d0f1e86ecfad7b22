import { arn } from "../../lib/arn";
import { INTERNET_CIDRS } from "../../lib/internetCidrs";
import { passRole } from "../actions";
import { falls, rises, turnsOff, turnsOn } from "../direction";
import { fixedName } from "../fixedName";
import { hexId, physicalName } from "../identifiers";
import {
    type ChangeEffect,
    ESTIMATE,
    type ReplacingProperty,
    type Request,
    type ResourceActions,
    resourceType,
    type ResourceType,
    type ValueChange,
} from "../resourceType";
import { NETWORK_IS_FREE } from "../price";

const NODE_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
const NAT = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html";
const LOG_VPC = "https://github.com/DevopsArtFactory/terraform-provisioning/pull/5";
const LOG_SUBNETS = "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2203";

/** The ARN of a resource that EC2 identifies by its id. */
function arnOf(kind: string): (request: Request & { id: string }) => string {
    return ({ id, place }) => arn(place, "ec2", `${kind}/${id}`);
}

/** EC2 changes the source of a rule, but not its kind. */
const RULE: Pick<ResourceType, "replacedBy"> = {
    replacedBy: [
        "securityGroupId",
        ...["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"].map(
            (property): ReplacingProperty => ({ property, kinds: ["add", "delete"] }),
        ),
    ],
};

type RuleProperty =
    | "cidrIpv4"
    | "cidrIpv6"
    | "description"
    | "fromPort"
    | "ipProtocol"
    | "prefixListId"
    | "referencedSecurityGroupId"
    | "toPort";

/** Effects of changes to a rule that allows connections with the peers it names. */
function effectsOfRule(peers: "Clients" | "Destinations"): ChangeEffect<RuleProperty>[] {
    const lost =
        peers === "Clients"
            ? "Clients that no other rule allows can no longer connect. Open connections may stay."
            : "Destinations that no other rule allows can no longer be reached. Open connections may stay.";
    const source =
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html";
    return [
        {
            on: "update",
            properties: ["fromPort", "toPort", "cidrIpv4", "cidrIpv6"],
            when: widens,
            effect: "The rule allows more than before, at once. No connection is rejected that it allowed.",
            interruption: "none",
            source,
        },
        {
            on: "update",
            properties: [
                "fromPort",
                "toPort",
                "ipProtocol",
                "cidrIpv4",
                "cidrIpv6",
                "prefixListId",
                "referencedSecurityGroupId",
            ],
            effect: lost,
            interruption: "unknown",
            source,
        },
        {
            on: "update",
            properties: ["description"],
            effect: "The rule allows the same as before.",
            interruption: "none",
        },
        {
            on: "replace",
            when: widens,
            effect: `For some seconds, the rule does not exist. ${lost}`,
            interruption: "brief",
            source,
        },
        { on: ["replace", "delete"], effect: lost, interruption: "unknown", source },
    ];
}

/** Whether a rule allows each port and address of before: its other properties do not change. */
function widens({ before, after }: ValueChange): boolean {
    const kept = ["ipProtocol", "prefixListId", "referencedSecurityGroupId"];
    const [least, most] = ["fromPort", "toPort"].map((port) => ({ from: before[port], to: after[port] }));
    return (
        kept.every((property) => before[property] === after[property]) &&
        least !== undefined &&
        most !== undefined &&
        (least.from === least.to || falls(least)) &&
        (most.from === most.to || rises(most)) &&
        ["cidrIpv4", "cidrIpv6"].every(
            (block) =>
                before[block] === after[block] ||
                INTERNET_CIDRS.some((internet) => internet === after[block]),
        )
    );
}

function ruleOfGroup(direction: "Ingress" | "Egress"): ResourceActions[] {
    return [
        {
            on: "security-group/{securityGroupId}",
            actions: [`ec2:AuthorizeSecurityGroup${direction}`, `ec2:RevokeSecurityGroup${direction}`],
        },
        { on: "security-group-rule/{id}", actions: ["ec2:CreateTags"] },
    ];
}

export const defaultSecurityGroup = resourceType("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {
    label: "default security group",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: { create: 2, update: 1, delete: 0, source: ESTIMATE },
    replacedBy: ["vpcId"],
    computed: ["vpcId"],
    id: hexId("sg"),
    outputs: { arn: arnOf("security-group") },
    effects: [
        {
            on: "update",
            properties: ["ingress", "egress"],
            effect: "The rules of the VPC's own group change at once. Nothing uses it.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
        },
        {
            on: "replace",
            effect: "The VPC's own group is locked again. Nothing uses it.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
        },
        {
            on: "delete",
            effect: "Pulumi no longer manages the VPC's own group. AWS keeps it, without rules.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:CreateTags"],
        },
        { on: "*", actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules"] },
    ],
});

export const eip = resourceType("aws:ec2/eip:Eip", {
    label: "Elastic IP address",
    price: { charges: () => [{ item: "public address", figure: "ec2.publicIpv4Hour", quantity: 1 }] },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_VPC },
    replacedBy: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    id: hexId("eipalloc"),
    outputs: { arn: arnOf("elastic-ip") },
    effects: [
        {
            on: "replace",
            effect: "The public address changes. Inform operators of services that allow content by the old address.",
            interruption: "brief",
            source: NAT,
        },
        {
            on: "delete",
            effect: "The public address is released, and AWS may give it to others. Inform operators of services that allow content by it.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html",
        },
    ],
    deployerActions: [
        { on: "elastic-ip/*", actions: ["ec2:DisassociateAddress"] },
        { on: "network-interface/*", actions: ["ec2:DisassociateAddress"] },
    ],
    actions: [
        { on: "{arn}", actions: ["ec2:AllocateAddress", "ec2:CreateTags", "ec2:ReleaseAddress"] },
        { on: "*", actions: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"] },
    ],
});

export const flowLog = resourceType("aws:ec2/flowLog:FlowLog", {
    label: "flow log",
    price: { usage: () => ["vendedLogsGB"] },
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    replacedBy: [
        "deliverCrossAccountRole",
        "destinationOptions",
        "eniId",
        "iamRoleArn",
        "logDestination",
        "logDestinationType",
        "logFormat",
        "maxAggregationInterval",
        "regionalNatGatewayId",
        "subnetId",
        "trafficType",
        "transitGatewayAttachmentId",
        "transitGatewayId",
        "vpcId",
    ],
    computed: ["logDestination", "logFormat"],
    id: hexId("fl"),
    outputs: { arn: arnOf("vpc-flow-log") },
    effects: [
        {
            on: "replace",
            effect: "Traffic is not logged for some seconds.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        },
        {
            on: "delete",
            effect: "Traffic is no longer logged. Logs that were written are kept.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        },
    ],
    deployerActions: [{ on: "vpc/*", actions: ["ec2:CreateFlowLogs"] }],
    actions: [
        { on: "{arn}", actions: ["ec2:CreateFlowLogs", "ec2:CreateTags", "ec2:DeleteFlowLogs"] },
        passRole("iamRoleArn", "vpc-flow-logs.amazonaws.com"),
        { on: "*", actions: ["ec2:DescribeFlowLogs"] },
    ],
});

export const internetGateway = resourceType("aws:ec2/internetGateway:InternetGateway", {
    label: "internet gateway",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 15, source: LOG_VPC },
    replacedBy: [],
    id: hexId("igw"),
    outputs: { arn: arnOf("internet-gateway") },
    effects: [
        {
            on: "update",
            properties: ["vpcId"],
            effect: "The gateway is moved to another VPC. During the move, Connect is unreachable and has no access to the internet.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        },
        {
            on: ["replace", "delete"],
            effect: "Connect is unreachable from the internet and has no access to it, temporarily or permanently.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        },
    ],
    deployerActions: [{ on: "vpc/*", actions: ["ec2:AttachInternetGateway", "ec2:DetachInternetGateway"] }],
    actions: [
        {
            on: "{arn}",
            actions: [
                "ec2:CreateInternetGateway",
                "ec2:AttachInternetGateway",
                "ec2:CreateTags",
                "ec2:DetachInternetGateway",
                "ec2:DeleteInternetGateway",
            ],
        },
        { on: "*", actions: ["ec2:DescribeInternetGateways"] },
    ],
});

export const launchTemplate = resourceType("aws:ec2/launchTemplate:LaunchTemplate", {
    label: "launch template",
    price: { free: "the nodes that start from it are priced" },
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    ...fixedName(),
    id: hexId("lt"),
    outputs: {
        arn: arnOf("launch-template"),
        name: (request) => physicalName(request),
        latestVersion: 1,
        defaultVersion: 1,
    },
    // Versions of a template are immutable: each update adds one.
    updatedOutputs: { latestVersion: ({ latestVersion }) => Number(latestVersion) + 1 },
    effects: [
        {
            on: "update",
            effect: "A new version of the template is created. See the changes of the node groups that use it.",
            interruption: "none",
            source: NODE_UPDATE,
        },
        {
            on: ["replace", "delete"],
            effect: "Running nodes stay. See the changes of the node groups that use the template.",
            interruption: "none",
            source: NODE_UPDATE,
        },
    ],
    deployerActions: [
        { on: "{arn}", actions: ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"] },
        ...["instance", "volume", "network-interface", "security-group", "subnet"].map((kind) => ({
            on: `${kind}/*`,
            actions: ["ec2:RunInstances"],
        })),
        { on: "arn:{partition}:ec2:{region}::image/*", actions: ["ec2:RunInstances"] },
    ],
    actions: [
        // EKS checks that the principal that creates a node group may launch instances from it.
        {
            on: "{arn}",
            actions: [
                "ec2:CreateLaunchTemplate",
                "ec2:RunInstances",
                "ec2:CreateTags",
                "ec2:DeleteLaunchTemplate",
            ],
        },
        { on: "*", actions: ["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"] },
    ],
});

export const natGateway = resourceType("aws:ec2/natGateway:NatGateway", {
    label: "NAT gateway",
    price: {
        charges: () => [{ item: "NAT gateway", figure: "ec2.natHour", quantity: 1 }],
        usage: () => ["natGB"],
    },
    loses: undefined,
    seconds: { create: 105, update: 1, delete: 60, source: ESTIMATE },
    replacedBy: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"],
    id: hexId("nat"),
    effects: [
        {
            on: "replace",
            effect: "Connections from private subnets to the internet are closed, and its public address changes. Inform operators of services that allow content by that address.",
            interruption: "brief",
            source: NAT,
        },
        {
            on: "delete",
            effect: "Connections through it are closed. Its subnets need another route to the internet.",
            interruption: "brief",
            source: NAT,
        },
    ],
    deployerActions: [
        { on: "elastic-ip/*", actions: ["ec2:CreateNatGateway"] },
        { on: "subnet/*", actions: ["ec2:CreateNatGateway"] },
    ],
    actions: [
        {
            on: "natgateway/{id}",
            actions: ["ec2:CreateNatGateway", "ec2:CreateTags", "ec2:DeleteNatGateway"],
        },
        { on: "*", actions: ["ec2:DescribeNatGateways"] },
    ],
});

export const route = resourceType("aws:ec2/route:Route", {
    label: "route",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: [
        "destinationCidrBlock",
        "destinationIpv6CidrBlock",
        "destinationPrefixListId",
        "routeTableId",
    ],
    id: hexId("r"),
    effects: [
        {
            on: "update",
            effect: "Traffic uses the new route at once. Connections through a NAT gateway that is no longer on it are closed.",
            interruption: "brief",
            source: NAT,
        },
        {
            on: "replace",
            effect: "There is no route to the internet for some seconds, and connections through the old one are closed.",
            interruption: "brief",
            source: NAT,
        },
        {
            on: "delete",
            effect: "Subnets of its route table reach its destination by another route, or no longer. Connections through it are closed.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
        },
    ],
    deployerActions: [{ on: "route-table/{routeTableId}", actions: ["ec2:ReplaceRoute"] }],
    actions: [{ on: "route-table/{routeTableId}", actions: ["ec2:CreateRoute", "ec2:DeleteRoute"] }],
});

export const routeTable = resourceType("aws:ec2/routeTable:RouteTable", {
    label: "route table",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_VPC },
    replacedBy: ["vpcId"],
    id: hexId("rtb"),
    outputs: { arn: arnOf("route-table") },
    effects: [
        {
            on: "replace",
            effect: "The subnet has no route to the internet for some seconds, until its routes and its association are recreated.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
        },
        {
            on: "delete",
            effect: "AWS rejects the deletion of a route table that a subnet uses. See the changes of its associations.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html",
        },
    ],
    deployerActions: [{ on: "vpc/*", actions: ["ec2:CreateRouteTable"] }],
    actions: [
        { on: "{arn}", actions: ["ec2:CreateRouteTable", "ec2:CreateTags", "ec2:DeleteRouteTable"] },
        { on: "*", actions: ["ec2:DescribeRouteTables"] },
    ],
});

export const routeTableAssociation = resourceType("aws:ec2/routeTableAssociation:RouteTableAssociation", {
    label: "route table association",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_SUBNETS },
    replacedBy: ["gatewayId", "subnetId"],
    id: hexId("rtbassoc"),
    effects: [
        {
            on: "replace",
            effect: "For some seconds, the subnet uses the VPC's main route table, which has no route to the internet.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
        },
        {
            on: "delete",
            effect: "The subnet uses the VPC's main route table, which has no route to the internet, unless the subnet is deleted too.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
        },
    ],
    deployerActions: [{ on: "subnet/*", actions: ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"] }],
    actions: [
        {
            on: "route-table/{routeTableId}",
            actions: ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"],
        },
    ],
});

export const securityGroup = resourceType("aws:ec2/securityGroup:SecurityGroup", {
    label: "security group",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: {
        create: 3,
        update: 1,
        delete: 2,
        source: "https://github.com/DevopsArtFactory/terraform-provisioning/pull/47",
    },
    ...fixedName("description", "vpcId"),
    computed: ["vpcId"],
    id: hexId("sg"),
    outputs: { arn: arnOf("security-group"), name: (request) => physicalName(request) },
    effects: [
        {
            on: "replace",
            effect: "Resources that use the group must change to the new one first. Until then its rules do not apply.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        },
        {
            on: "delete",
            effect: "AWS rejects the deletion of a group that a network interface or a rule of another group uses.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html",
        },
    ],
    deployerActions: [{ on: "vpc/*", actions: ["ec2:CreateSecurityGroup"] }],
    actions: [
        {
            on: "{arn}",
            actions: [
                "ec2:CreateSecurityGroup",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:CreateTags",
                "ec2:DeleteSecurityGroup",
            ],
        },
        // Before the provider deletes a group, it checks for network interfaces that AWS services left in it.
        { on: "*", actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"] },
    ],
});

export const subnet = resourceType("aws:ec2/subnet:Subnet", {
    label: "subnet",
    price: NETWORK_IS_FREE,
    loses: undefined,
    seconds: {
        create: 3,
        update: 1,
        delete: 1,
        source: "https://github.com/turbot/steampipe-plugin-aws/pull/571",
    },
    replacedBy: [
        "availabilityZone",
        "availabilityZoneId",
        "cidrBlock",
        "ipv4IpamPoolId",
        "ipv4NetmaskLength",
        {
            property: "ipv6CidrBlock",
            if: ({ before: { assignIpv6AddressOnCreation } }) => assignIpv6AddressOnCreation === true,
        },
        "ipv6IpamPoolId",
        "ipv6Native",
        "ipv6NetmaskLength",
        "outpostArn",
        "vpcId",
    ],
    computed: ["availabilityZone", "availabilityZoneId", "cidrBlock"],
    id: hexId("subnet"),
    outputs: { arn: arnOf("subnet") },
    effects: [
        {
            on: "update",
            properties: ["mapPublicIpOnLaunch", "assignIpv6AddressOnCreation"],
            effect: "Applies to instances that start later. Running ones keep their addresses.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
        },
        {
            on: "replace",
            effect: "Nodes, mount target, and interfaces of the database or load balancer must leave the subnet first. AWS rejects the deletion of a subnet in use.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html",
        },
        {
            on: "delete",
            effect: "Nodes, mount target, and interfaces of the database or load balancer must leave the subnet first. AWS rejects the deletion of a subnet in use.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html",
        },
    ],
    deployerActions: [{ on: "vpc/*", actions: ["ec2:CreateSubnet"] }],
    actions: [
        {
            on: "{arn}",
            actions: ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute", "ec2:CreateTags", "ec2:DeleteSubnet"],
        },
        { on: "*", actions: ["ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"] },
    ],
});

export const vpc = resourceType("aws:ec2/vpc:Vpc", {
    label: "VPC",
    price: NETWORK_IS_FREE,
    loses: "the network with everything in it: cluster, database, files, load balancer.",
    seconds: { create: 22, update: 5, delete: 1, source: LOG_VPC },
    replacedBy: [
        "cidrBlock",
        // EC2 changes a VPC from dedicated to default tenancy, but not back.
        {
            property: "instanceTenancy",
            if: ({ after: { instanceTenancy } }) => instanceTenancy === "dedicated",
        },
        "ipv4IpamPoolId",
        "ipv4NetmaskLength",
    ],
    computed: ["cidrBlock"],
    id: hexId("vpc"),
    outputs: {
        arn: arnOf("vpc"),
        ipv6CidrBlock: "",
        defaultSecurityGroupId: ({ id }) => id.replace("vpc", "sg"),
        mainRouteTableId: ({ id }) => id.replace("vpc", "rtb"),
    },
    effects: [
        {
            on: "update",
            properties: ["enableDnsSupport", "enableDnsHostnames"],
            when: ({ to }) => to === false,
            effect: "Names of the database, the file system and AWS services no longer resolve in the VPC. Connect stops.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html",
        },
        {
            on: "update",
            properties: ["enableDnsSupport", "enableDnsHostnames"],
            effect: "Names resolve in the VPC. No connection is closed.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html",
        },
        {
            on: "replace",
            effect: "The network with everything in it is recreated. Connect is unavailable until that is done.",
            interruption: "down",
        },
        { on: "delete", effect: "Connect is unavailable.", interruption: "down" },
    ],
    deployerActions: [{ on: "*", actions: ["ec2:DescribeNetworkAcls"] }],
    actions: [
        {
            on: "{arn}",
            actions: [
                "ec2:CreateVpc",
                "ec2:DescribeVpcAttribute",
                "ec2:ModifyVpcAttribute",
                "ec2:CreateTags",
                "ec2:DeleteVpc",
            ],
        },
        { on: "*", actions: ["ec2:DescribeVpcs"] },
    ],
});

export const vpcEndpoint = resourceType("aws:ec2/vpcEndpoint:VpcEndpoint", {
    label: "VPC endpoint",
    price: {
        charges: (endpoint) =>
            endpoint.text(["vpcEndpointType"], "Gateway") === "Gateway"
                ? []
                : [
                      {
                          item: "interface endpoint, in each zone",
                          figure: "ec2.interfaceEndpointHour",
                          quantity: endpoint.length(["subnetIds"]),
                      },
                  ],
        usage: (endpoint) =>
            endpoint.text(["vpcEndpointType"], "Gateway") === "Gateway" ? [] : ["interfaceEndpointGB"],
    },
    loses: undefined,
    seconds: {
        create: 60,
        update: 30,
        delete: 60,
        source: ESTIMATE,
        variants: [
            { where: { vpcEndpointType: "Gateway" }, create: 6, update: 6, delete: 6, source: ESTIMATE },
        ],
    },
    replacedBy: [
        {
            property: "privateDnsEnabled",
            if: ({ after: { vpcEndpointType } }) => vpcEndpointType !== "Interface",
        },
        "resourceConfigurationArn",
        "serviceName",
        "serviceNetworkArn",
        "serviceRegion",
        "vpcEndpointType",
        "vpcId",
    ],
    computed: ["serviceRegion"],
    id: hexId("vpce"),
    outputs: { arn: arnOf("vpc-endpoint") },
    effects: [
        {
            on: "update",
            properties: ["routeTableIds"],
            effect: "In subnets whose route table is added or removed, open connections to the endpoint's service are closed.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
        },
        {
            on: "update",
            properties: ["policy"],
            effect: "The endpoint rejects requests that the new policy does not allow, at once.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
        },
        {
            on: "update",
            properties: ["securityGroupIds", "subnetIds"],
            effect: "The interfaces of the endpoint change. Requests use the others, or fail for some seconds.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
        },
        {
            on: "update",
            properties: ["privateDnsEnabled"],
            when: turnsOff,
            effect: "Requests to the service leave through the NAT gateway instead of the endpoint.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
        },
        {
            on: "update",
            properties: ["privateDnsEnabled"],
            when: turnsOn,
            effect: "Requests to the service use the endpoint instead of the NAT gateway.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
        },
        {
            on: "create",
            when: ({ after }) =>
                after["vpcEndpointType"] === "Interface" && after["privateDnsEnabled"] !== true,
            effect: "Requests to the service still use the NAT gateway, as the endpoint has no private DNS name.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
        },
        {
            on: "create",
            effect: "Requests to the service use the endpoint instead of the NAT gateway, if its policy and security groups allow them. Open connections to the service may be closed.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
        },
        {
            on: "replace",
            effect: "Until it is recreated, traffic to its service uses the NAT gateway. Connections through the endpoint are closed.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
        },
        {
            on: "delete",
            effect: "Traffic to its service uses the NAT gateway. Connections through the endpoint are closed.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
        },
    ],
    deployerActions: [
        { on: "vpc/*", actions: ["ec2:CreateVpcEndpoint"] },
        { on: "route-table/*", actions: ["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint"] },
        { on: "{arn}", actions: ["ec2:ModifyVpcEndpoint"] },
    ],
    actions: [
        { on: "{arn}", actions: ["ec2:CreateVpcEndpoint", "ec2:CreateTags", "ec2:DeleteVpcEndpoints"] },
        { on: "*", actions: ["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"] },
    ],
});

export const securityGroupEgressRule = resourceType(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    {
        label: "security group rule",
        price: NETWORK_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...RULE,
        id: hexId("sgr"),
        outputs: { arn: arnOf("security-group-rule") },
        effects: effectsOfRule("Destinations"),
        actions: ruleOfGroup("Egress"),
    },
);

export const securityGroupIngressRule = resourceType(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    {
        label: "security group rule",
        price: NETWORK_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...RULE,
        id: hexId("sgr"),
        outputs: { arn: arnOf("security-group-rule") },
        effects: effectsOfRule("Clients"),
        actions: ruleOfGroup("Ingress"),
    },
);
