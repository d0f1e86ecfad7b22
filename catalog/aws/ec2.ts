import { arn } from "../../lib/arn";
import { passRole } from "../actions";
import { fixedName } from "../fixedName";
import { hexId, physicalName } from "../identifiers";
import {
    ESTIMATE,
    type ReplacingProperty,
    type Request,
    type ResourceActions,
    resourceType,
    type ResourceType,
} from "../resourceType";

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
    loses: undefined,
    seconds: { create: 2, update: 1, delete: 0, source: ESTIMATE },
    replacedBy: ["vpcId"],
    computed: ["vpcId"],
    id: hexId("sg"),
    outputs: { arn: arnOf("security-group") },
    effects: [
        {
            on: "replace",
            effect: "It is the VPC's own, and locked again; nothing uses it.",
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
    label: "public address",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_VPC },
    replacedBy: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    id: hexId("eipalloc"),
    outputs: { arn: arnOf("elastic-ip") },
    effects: [
        {
            on: "replace",
            effect: "Another public address: who admits content by the old one must be told.",
            interruption: "brief",
            source: NAT,
        },
    ],
    actions: [
        { on: "{arn}", actions: ["ec2:AllocateAddress", "ec2:CreateTags", "ec2:ReleaseAddress"] },
        { on: "*", actions: ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"] },
    ],
});

export const flowLog = resourceType("aws:ec2/flowLog:FlowLog", {
    label: "flow log",
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
            effect: "Flows of some seconds are not logged.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        },
    ],
    actions: [
        { on: "{arn}", actions: ["ec2:CreateFlowLogs", "ec2:CreateTags", "ec2:DeleteFlowLogs"] },
        passRole("iamRoleArn", "vpc-flow-logs.amazonaws.com"),
        { on: "*", actions: ["ec2:DescribeFlowLogs"] },
    ],
});

export const internetGateway = resourceType("aws:ec2/internetGateway:InternetGateway", {
    label: "internet gateway",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 15, source: LOG_VPC },
    replacedBy: [],
    id: hexId("igw"),
    outputs: { arn: arnOf("internet-gateway") },
    effects: [
        {
            on: "update",
            properties: ["vpcId"],
            effect: "It leaves one VPC for another: nobody reaches Connect, and nothing in it the internet, meanwhile.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
        },
    ],
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
    // A template's versions never change: each update adds one.
    updatedOutputs: { latestVersion: ({ latestVersion }) => Number(latestVersion) + 1 },
    effects: [
        {
            on: "update",
            effect: "A new version of it. The node groups that use it roll, each with its own step.",
            interruption: "none",
            source: NODE_UPDATE,
        },
    ],
    actions: [
        // EKS looks whether who makes a node group may launch from it.
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
    loses: undefined,
    seconds: { create: 105, update: 1, delete: 60, source: ESTIMATE },
    replacedBy: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"],
    id: hexId("nat"),
    effects: [
        {
            on: "replace",
            effect: "Connections from private subnets to the internet are cut, and its public address changes: who admits content by that address must be told.",
            interruption: "brief",
            source: NAT,
        },
        {
            on: "delete",
            effect: "Connections through it are cut; its subnets need another way out.",
            interruption: "brief",
            source: NAT,
        },
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
            effect: "Traffic takes the other way at once; connections through a NAT gateway that is no longer on it are cut.",
            interruption: "brief",
            source: NAT,
        },
        {
            on: "replace",
            effect: "There is no way out for some seconds, and connections through the old one are cut.",
            interruption: "brief",
            source: NAT,
        },
    ],
    actions: [{ on: "route-table/{routeTableId}", actions: ["ec2:CreateRoute", "ec2:DeleteRoute"] }],
});

export const routeTable = resourceType("aws:ec2/routeTable:RouteTable", {
    label: "route table",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_VPC },
    replacedBy: ["vpcId"],
    id: hexId("rtb"),
    outputs: { arn: arnOf("route-table") },
    effects: [
        {
            on: "replace",
            effect: "Its subnet has no way out until its routes and its association are made anew, some seconds.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
        },
    ],
    actions: [
        { on: "{arn}", actions: ["ec2:CreateRouteTable", "ec2:CreateTags", "ec2:DeleteRouteTable"] },
        { on: "*", actions: ["ec2:DescribeRouteTables"] },
    ],
});

export const routeTableAssociation = resourceType("aws:ec2/routeTableAssociation:RouteTableAssociation", {
    label: "route table association",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: LOG_SUBNETS },
    replacedBy: ["gatewayId", "subnetId"],
    id: hexId("rtbassoc"),
    effects: [
        {
            on: "replace",
            effect: "Its subnet takes the VPC's main route table, which leads nowhere, for some seconds.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
        },
    ],
    actions: [
        {
            on: "route-table/{routeTableId}",
            actions: ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"],
        },
    ],
});

export const securityGroup = resourceType("aws:ec2/securityGroup:SecurityGroup", {
    label: "security group",
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
            effect: "What carries it must change over first; paths opened by it are closed meanwhile.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        },
    ],
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
        // Before it deletes one, it looks for network interfaces that AWS's services have left in it.
        { on: "*", actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"] },
    ],
});

export const subnet = resourceType("aws:ec2/subnet:Subnet", {
    label: "subnet",
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
            on: "replace",
            effect: "All that is in it, nodes, mount target, database or load balancer interfaces, must leave first. AWS refuses to delete a subnet in use.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-deleting.html",
        },
    ],
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
    loses: "its addresses, and with them all that is in it: cluster, database, files, load balancer.",
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
            on: "replace",
            effect: "Another network: all that is in it is made anew, and Connect is away meanwhile.",
            interruption: "down",
        },
    ],
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
            effect: "In subnets whose route table is added or removed, open connections to the endpoint's service are cut.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
        },
        {
            on: "replace",
            effect: "Traffic to its service takes the NAT gateway meanwhile; connections through it are cut.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
        },
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
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...RULE,
        id: hexId("sgr"),
        outputs: { arn: arnOf("security-group-rule") },
        effects: [
            {
                on: ["update", "replace"],
                effect: "Whoever it admitted and no other rule admits cannot connect any more; connections that are open may last.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
            },
            {
                on: "delete",
                effect: "Whoever it admitted and no other rule admits cannot connect any more; connections that are open may last.",
                interruption: "brief",
                source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
            },
        ],
        actions: ruleOfGroup("Egress"),
    },
);

export const securityGroupIngressRule = resourceType(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    {
        label: "security group rule",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        ...RULE,
        id: hexId("sgr"),
        outputs: { arn: arnOf("security-group-rule") },
        effects: [
            {
                on: ["update", "replace"],
                effect: "Whoever it admitted and no other rule admits cannot connect any more; connections that are open may last.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
            },
            {
                on: "delete",
                effect: "Whoever it admitted and no other rule admits cannot connect any more; connections that are open may last.",
                interruption: "brief",
                source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
            },
        ],
        actions: ruleOfGroup("Ingress"),
    },
);
