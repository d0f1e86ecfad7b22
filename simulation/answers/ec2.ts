import { type Answer, arn, hexId, physicalName } from "../answer";

function withArn(prefix: string, resource: string): Answer {
    return {
        id: hexId(prefix),
        outputs: ({ id, place }) => ({ arn: arn(place, "ec2", `${resource}/${id}`) }),
    };
}

const rule: Answer = withArn("sgr", "security-group-rule");

export const ec2: Record<string, Answer> = {
    "aws:ec2/vpc:Vpc": {
        id: hexId("vpc"),
        outputs: ({ id, place }) => ({
            arn: arn(place, "ec2", `vpc/${id}`),
            ipv6CidrBlock: "",
            defaultSecurityGroupId: id.replace("vpc", "sg"),
            mainRouteTableId: id.replace("vpc", "rtb"),
        }),
    },
    "aws:ec2/subnet:Subnet": withArn("subnet", "subnet"),
    "aws:ec2/internetGateway:InternetGateway": withArn("igw", "internet-gateway"),
    "aws:ec2/routeTable:RouteTable": withArn("rtb", "route-table"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: hexId("rtbassoc") },
    "aws:ec2/route:Route": { id: hexId("r") },
    "aws:ec2/eip:Eip": withArn("eipalloc", "elastic-ip"),
    "aws:ec2/natGateway:NatGateway": withArn("nat", "natgateway"),
    "aws:ec2/securityGroup:SecurityGroup": {
        id: hexId("sg"),
        outputs: (request) => ({
            arn: arn(request.place, "ec2", `security-group/${request.id}`),
            name: physicalName(request),
        }),
    },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": withArn("sg", "security-group"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
    "aws:ec2/vpcEndpoint:VpcEndpoint": withArn("vpce", "vpc-endpoint"),
    "aws:ec2/flowLog:FlowLog": withArn("fl", "vpc-flow-log"),
    "aws:ec2/launchTemplate:LaunchTemplate": {
        id: hexId("lt"),
        outputs: (request) => ({
            arn: arn(request.place, "ec2", `launch-template/${request.id}`),
            name: physicalName(request),
            latestVersion: 1,
            defaultVersion: 1,
        }),
        // A template's versions never change: each update adds one.
        updated: ({ latestVersion }) => ({ latestVersion: Number(latestVersion) + 1 }),
    },
};
