import { arn } from "../../lib/arn";
import { hexId, physicalName, type Request } from "../answer";
import { answersOf } from "../answersOf";

/** The ARN of what EC2 knows by its id. */
function arnOf(kind: string): (request: Request & { id: string }) => string {
    return ({ id, place }) => arn(place, "ec2", `${kind}/${id}`);
}

export const ec2 = answersOf({
    "aws:ec2/vpc:Vpc": {
        id: hexId("vpc"),
        outputs: {
            arn: arnOf("vpc"),
            ipv6CidrBlock: "",
            defaultSecurityGroupId: ({ id }) => id.replace("vpc", "sg"),
            mainRouteTableId: ({ id }) => id.replace("vpc", "rtb"),
        },
    },
    "aws:ec2/subnet:Subnet": { id: hexId("subnet"), outputs: { arn: arnOf("subnet") } },
    "aws:ec2/internetGateway:InternetGateway": {
        id: hexId("igw"),
        outputs: { arn: arnOf("internet-gateway") },
    },
    "aws:ec2/routeTable:RouteTable": { id: hexId("rtb"), outputs: { arn: arnOf("route-table") } },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: hexId("rtbassoc") },
    "aws:ec2/route:Route": { id: hexId("r") },
    "aws:ec2/eip:Eip": { id: hexId("eipalloc"), outputs: { arn: arnOf("elastic-ip") } },
    "aws:ec2/natGateway:NatGateway": { id: hexId("nat") },
    "aws:ec2/securityGroup:SecurityGroup": {
        id: hexId("sg"),
        outputs: { arn: arnOf("security-group"), name: (request) => physicalName(request) },
    },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        id: hexId("sg"),
        outputs: { arn: arnOf("security-group") },
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        id: hexId("sgr"),
        outputs: { arn: arnOf("security-group-rule") },
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        id: hexId("sgr"),
        outputs: { arn: arnOf("security-group-rule") },
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": { id: hexId("vpce"), outputs: { arn: arnOf("vpc-endpoint") } },
    "aws:ec2/flowLog:FlowLog": { id: hexId("fl"), outputs: { arn: arnOf("vpc-flow-log") } },
    "aws:ec2/launchTemplate:LaunchTemplate": {
        id: hexId("lt"),
        outputs: {
            arn: arnOf("launch-template"),
            name: (request) => physicalName(request),
            latestVersion: 1,
            defaultVersion: 1,
        },
        // A template's versions never change: each update adds one.
        updated: { latestVersion: ({ latestVersion }) => Number(latestVersion) + 1 },
    },
});
