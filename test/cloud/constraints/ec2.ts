import type { Cloud, CloudObject } from "../cloud";
import type { Constraints } from "../constraint";
import { ApiError } from "../../../simulation/apiError";
import { list, listNames, part, rejectWhen, text } from "./common";

const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const SUBNET = "aws:ec2/subnet:Subnet";
const RULES = [
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];

/** Types that have network interfaces, and where their inputs name the subnets and security groups of these. */
const INTERFACES: Record<string, { subnets: string[][]; groups: string[][] }> = {
    "aws:ec2/natGateway:NatGateway": { subnets: [["subnetId"]], groups: [] },
    "aws:ec2/vpcEndpoint:VpcEndpoint": { subnets: [["subnetIds"]], groups: [["securityGroupIds"]] },
    "aws:efs/mountTarget:MountTarget": { subnets: [["subnetId"]], groups: [["securityGroups"]] },
    "aws:eks/cluster:Cluster": {
        subnets: [["vpcConfig", "subnetIds"]],
        groups: [["vpcConfig", "securityGroupIds"]],
    },
    "aws:eks/nodeGroup:NodeGroup": { subnets: [["subnetIds"]], groups: [] },
    "aws:lb/loadBalancer:LoadBalancer": { subnets: [["subnets"]], groups: [["securityGroups"]] },
    "aws:rds/instance:Instance": { subnets: [], groups: [["vpcSecurityGroupIds"]] },
};

function refersTo(object: CloudObject, paths: string[][], id: string): boolean {
    return paths.some((path) => [part(object, ...path)].flat().includes(id));
}

/** Names of resources with a network interface in a subnet; a database has one in each subnet of its group. */
function interfacesIn(cloud: Cloud, subnet: string): string | undefined {
    const databases = cloud.all("aws:rds/instance:Instance").filter((instance) => {
        const group = cloud.find("aws:rds/subnetGroup:SubnetGroup", instance.inputs["dbSubnetGroupName"]);
        return group !== undefined && list(group, "subnetIds").includes(subnet);
    });
    return (
        databases.map(({ name }) => `Instance "${name}"`).join(", ") ||
        Object.entries(INTERFACES)
            .map(([type, { subnets }]) =>
                listNames(cloud, type, (object) => refersTo(object, subnets, subnet)),
            )
            .find((found) => found !== undefined)
    );
}

/** Whether a resource has a network interface in a VPC, as far as its subnets are known. */
function isInVpc(object: CloudObject, vpcId: string, cloud: Cloud): boolean {
    return cloud
        .all(SUBNET)
        .some(
            (subnet) =>
                text(subnet, "vpcId") === vpcId &&
                refersTo(object, INTERFACES[object.type]?.subnets ?? [], subnet.id),
        );
}

/**
 * The AWS provider retries each operation for minutes.
 *
 * Source: EC2 API reference, DeleteVpc, DeleteSubnet, DeleteSecurityGroup, DetachInternetGateway.
 */
const DEPENDENCY_VIOLATION = "DependencyViolation";

export const ec2: Record<string, Constraints> = {
    "aws:ec2/vpc:Vpc": {
        delete: [
            rejectWhen(
                DEPENDENCY_VIOLATION,
                ({ object, cloud }) =>
                    [
                        SUBNET,
                        SECURITY_GROUP,
                        "aws:ec2/internetGateway:InternetGateway",
                        "aws:ec2/routeTable:RouteTable",
                        "aws:ec2/vpcEndpoint:VpcEndpoint",
                        "aws:lb/targetGroup:TargetGroup",
                    ]
                        // A target group does not prevent the deletion.
                        .filter((type) => !type.startsWith("aws:lb/"))
                        .map((type) => listNames(cloud, type, (other) => text(other, "vpcId") === object.id))
                        .map((found) => found && `the vpc ${object.id} has dependencies: ${found}`),
                true,
            ),
        ],
    },
    [SUBNET]: {
        create: [
            rejectWhen("InvalidSubnet.Conflict", ({ object, cloud }) => [
                cloud
                    .all(SUBNET)
                    .some(
                        (other) =>
                            other !== object &&
                            other.inputs["vpcId"] === object.inputs["vpcId"] &&
                            other.inputs["cidrBlock"] === object.inputs["cidrBlock"],
                    ) && `the CIDR ${text(object, "cidrBlock")} conflicts with another subnet`,
            ]),
        ],
        delete: [
            rejectWhen(
                DEPENDENCY_VIOLATION,
                ({ object, cloud }) => {
                    const found = interfacesIn(cloud, object.id);
                    return [found && `the subnet ${object.id} has network interfaces of ${found}`];
                },
                true,
            ),
        ],
    },
    [SECURITY_GROUP]: {
        create: [
            ({ object, cloud }) =>
                cloud
                    .all(SECURITY_GROUP)
                    .some(
                        (other) =>
                            other !== object &&
                            other.inputs["vpcId"] === object.inputs["vpcId"] &&
                            other.outputs["name"] === object.outputs["name"],
                    )
                    ? new ApiError(
                          "InvalidGroup.Duplicate",
                          `the security group ${String(object.outputs["name"])} already exists`,
                      )
                    : undefined,
        ],
        delete: [
            rejectWhen(
                DEPENDENCY_VIOLATION,
                ({ object, cloud }) =>
                    [
                        ...Object.entries(INTERFACES).map(([type, { groups }]) =>
                            listNames(cloud, type, (other) => refersTo(other, groups, object.id)),
                        ),
                        ...RULES.map((type) =>
                            listNames(
                                cloud,
                                type,
                                (rule) =>
                                    text(rule, "referencedSecurityGroupId") === object.id &&
                                    text(rule, "securityGroupId") !== object.id,
                            ),
                        ),
                    ].map((found) => found && `resource ${object.id} has a dependent object: ${found}`),
                true,
            ),
        ],
        // A group's own rules are deleted with it.
        deleted: ({ object, cloud }) => {
            RULES.flatMap((type) => cloud.all(type))
                .filter((rule) => text(rule, "securityGroupId") === object.id)
                .forEach((rule) => {
                    cloud.remove(rule);
                });
        },
    },
    ...Object.fromEntries(
        RULES.map((type): [string, Constraints] => [
            type,
            {
                create: [
                    rejectWhen("InvalidPermission.Duplicate", ({ object, cloud }) => [
                        listNames(
                            cloud,
                            type,
                            (other) => other !== object && permission(other) === permission(object),
                        )?.replace(/^/, "the same permission has "),
                    ]),
                ],
            },
        ]),
    ),
    "aws:ec2/internetGateway:InternetGateway": {
        delete: [
            rejectWhen(
                DEPENDENCY_VIOLATION,
                ({ object, cloud }) =>
                    [
                        ...["aws:ec2/natGateway:NatGateway", "aws:lb/loadBalancer:LoadBalancer"].map((type) =>
                            listNames(
                                cloud,
                                type,
                                (other) =>
                                    other.inputs["internal"] !== true &&
                                    isInVpc(other, text(object, "vpcId"), cloud),
                            ),
                        ),
                    ].map(
                        (found) =>
                            found &&
                            `network ${text(object, "vpcId")} has some mapped public address(es): ${found}`,
                    ),
                true,
            ),
        ],
    },
    "aws:ec2/natGateway:NatGateway": {
        create: [
            // Source: EC2 API reference, CreateNatGateway: a gateway without a route to the internet fails.
            rejectWhen("Gateway.NotAttached", ({ object, cloud }) => [
                cloud.all("aws:ec2/internetGateway:InternetGateway").length === 0 &&
                    `the network of ${text(object, "subnetId")} has no internet gateway attached`,
            ]),
        ],
    },
    "aws:ec2/eip:Eip": {
        delete: [
            rejectWhen(
                "InvalidIPAddress.InUse",
                ({ object, cloud }) => {
                    const found = listNames(
                        cloud,
                        "aws:ec2/natGateway:NatGateway",
                        (nat) => text(nat, "allocationId") === object.id,
                    );
                    return [found && `address ${object.id} is in use by ${found}`];
                },
                true,
            ),
        ],
    },
    "aws:ec2/route:Route": {
        create: [
            rejectWhen("RouteAlreadyExists", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    "aws:ec2/route:Route",
                    (other) =>
                        other !== object &&
                        other.inputs["routeTableId"] === object.inputs["routeTableId"] &&
                        other.inputs["destinationCidrBlock"] === object.inputs["destinationCidrBlock"],
                );
                return [found && `the route already exists: ${found}`];
            }),
        ],
    },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        create: [
            ({ object, cloud }) =>
                cloud
                    .all(object.type)
                    .some((other) => other !== object && other.outputs["name"] === object.outputs["name"])
                    ? new ApiError(
                          "InvalidLaunchTemplateName.AlreadyExistsException",
                          `launch template name ${String(object.outputs["name"])} is in use`,
                      )
                    : undefined,
        ],
    },
};

function permission(rule: CloudObject): string {
    return JSON.stringify(
        [
            "securityGroupId",
            "referencedSecurityGroupId",
            "cidrIpv4",
            "cidrIpv6",
            "ipProtocol",
            "fromPort",
            "toPort",
        ].map((key) => rule.inputs[key]),
    );
}
