import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { Network, type NewNetworkArgs } from "../../components/network";
import type { Graph } from "../../graph/graph";
import { routeToInternet, subnetsOf } from "../../graph/subnets";
import { account, logKeyArn, network, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { untagged } from "./treeQuestions";

const args = {
    ...settings.network,
    account,
    tags,
    physicalName: "posit-connect-test",
    logKeyArn,
} as NewNetworkArgs;

function recordNetwork(mode: Mode, changes: Partial<NewNetworkArgs> = {}): Promise<Graph> {
    return record(mode, () => new Network("network", { ...args, ...changes }));
}

/** `Public` or `Private`, by the subnet's tag. */
function kindOf({ tags: given }: Record<string, unknown>): unknown {
    return (given as Record<string, unknown> | undefined)?.["SubnetType"];
}

/** Resources that awsx creates for some zones and NAT gateways, and those that the network adds. */
function expectedCount(zones: number, nats: number): Record<string, number> {
    return {
        "posit-connect:index:Network": 1,
        "awsx:ec2:Vpc": 1,
        "aws:ec2/vpc:Vpc": 1,
        "aws:ec2/internetGateway:InternetGateway": 1,
        "aws:ec2/subnet:Subnet": 2 * zones,
        "aws:ec2/routeTable:RouteTable": 2 * zones,
        "aws:ec2/routeTableAssociation:RouteTableAssociation": 2 * zones,
        "aws:ec2/route:Route": 2 * zones,
        "aws:ec2/eip:Eip": nats,
        "aws:ec2/natGateway:NatGateway": nats,
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
        "aws:cloudwatch/logGroup:LogGroup": 1,
        "aws:iam/role:Role": 1,
        "aws:iam/rolePolicy:RolePolicy": 1,
        "aws:ec2/flowLog:FlowLog": 1,
        "aws:ec2/vpcEndpoint:VpcEndpoint": 1,
    };
}

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];

describe("Network", () => {
    for (const mode of ["preview", "update"] as const) {
        for (const zones of [2, 3, 4]) {
            it(`is a VPC over ${zones} zones with a NAT gateway in each (${mode})`, async () => {
                const graph = await recordNetwork(mode, { availabilityZones: ZONES.slice(0, zones) });

                expect(graph.count()).to.deep.equal(expectedCount(zones, zones));
                expect(untagged(graph, graph.only("posit-connect:index:Network"), tags)).to.deep.equal([]);
            });
        }

        it(`has one NAT gateway if one is set (${mode})`, async () => {
            const graph = await recordNetwork(mode, { natGateways: "Single" });

            expect(graph.count()).to.deep.equal(expectedCount(3, 1));
        });

        it(`adopts a VPC without creating resources (${mode})`, async () => {
            const graph = await record(mode, () => network());

            expect(graph.count()).to.deep.equal({ "posit-connect:index:Network": 1 });
        });
    }

    it("lays its subnets out over the zones, private ones apart from the internet", async () => {
        const graph = await recordNetwork("update");

        const subnets = graph.all("aws:ec2/subnet:Subnet").map(({ inputs }) => ({
            zone: inputs.availabilityZone,
            cidr: inputs.cidrBlock,
            kind: kindOf(inputs),
            publicAddresses: inputs.mapPublicIpOnLaunch,
        }));
        expect(subnets).to.have.deep.members(
            [
                { zone: "us-east-1a", cidr: "10.0.0.0/24", kind: "Public" },
                { zone: "us-east-1b", cidr: "10.0.1.0/24", kind: "Public" },
                { zone: "us-east-1c", cidr: "10.0.2.0/24", kind: "Public" },
                { zone: "us-east-1a", cidr: "10.0.16.0/20", kind: "Private" },
                { zone: "us-east-1b", cidr: "10.0.32.0/20", kind: "Private" },
                { zone: "us-east-1c", cidr: "10.0.48.0/20", kind: "Private" },
            ].map((subnet) => ({ ...subnet, publicAddresses: false })),
        );
    });

    it("passes on its private subnets with their zones, independent of their IDs", async () => {
        const graph = await record("update", () => {
            const made = new Network("network", args);
            expect(made.privateSubnets.map(({ availabilityZone }) => availabilityZone)).to.deep.equal(
                args.availabilityZones,
            );
            expect(made.availabilityZones).to.deep.equal(args.availabilityZones);
        });

        const [component] = graph.all("posit-connect:index:Network");
        const ids = (component?.outputs.privateSubnets ?? []) as { id: string; availabilityZone: string }[];
        const made = graph.all("aws:ec2/subnet:Subnet").filter(({ inputs }) => kindOf(inputs) === "Private");
        expect(ids).to.have.deep.members(
            made.map(({ id, inputs }) => ({ id, availabilityZone: inputs.availabilityZone })),
        );
    });

    for (const [natGateways, zones] of [
        ["OnePerAz", ["us-east-1a", "us-east-1b", "us-east-1c"]],
        ["Single", ["us-east-1a", "us-east-1a", "us-east-1a"]],
    ] as const) {
        it(`routes each private subnet to the NAT gateway of its zone, or to the only one (${natGateways})`, async () => {
            const graph = await recordNetwork("update", { natGateways });

            const of = (type: string, id: unknown) => graph.all(type).find((resource) => resource.id === id);
            const ways = graph
                .all("aws:ec2/route:Route")
                .filter(({ inputs }) => inputs.natGatewayId !== undefined)
                .map(({ inputs }) => {
                    const gateway = of("aws:ec2/natGateway:NatGateway", inputs.natGatewayId);
                    const association = graph
                        .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
                        .find((one) => one.inputs.routeTableId === inputs.routeTableId);
                    const from = of("aws:ec2/subnet:Subnet", association?.inputs.subnetId);
                    const through = of("aws:ec2/subnet:Subnet", gateway?.inputs.subnetId);
                    return [from, through].map((subnet) => [
                        subnet?.inputs.availabilityZone,
                        kindOf(subnet?.inputs ?? {}),
                    ]);
                });
            expect(ways).to.deep.equal(
                args.availabilityZones.map((zone, i) => [
                    [zone, "Private"],
                    [zones[i], "Public"],
                ]),
            );
        });
    }

    it("creates public subnets after the internet gateway, which is deleted after them", async () => {
        const graph = await recordNetwork("update");

        const gateway = graph.only("aws:ec2/internetGateway:InternetGateway");
        const waiting = graph
            .all("aws:ec2/subnet:Subnet")
            .map((subnet) => [kindOf(subnet.inputs), graph.dependsOn(subnet, gateway)]);
        expect(waiting).to.deep.include(["Public", true]);
        expect(waiting).to.not.deep.include(["Public", false]);
    });

    it("passes on its subnets before a NAT gateway exists, and its routes to the internet separately", async () => {
        const graph = await record("update", () => {
            const made = new Network("network", args);
            // A client of the subnets, and one of the routes to the internet.
            new aws.rds.SubnetGroup("subnets", { subnetIds: made.privateSubnets.map(({ id }) => id) });
            new aws.rds.ParameterGroup("routes", { family: "postgres15" }, { dependsOn: made.routes });
        });

        const gateways = graph.all("aws:ec2/natGateway:NatGateway");
        const waitsForAll = (type: string) =>
            gateways.map((gateway) => graph.dependsOn(graph.only(type), gateway));
        expect(waitsForAll("aws:rds/subnetGroup:SubnetGroup")).to.deep.equal([false, false, false]);
        expect(waitsForAll("aws:rds/parameterGroup:ParameterGroup")).to.deep.equal([true, true, true]);
    });

    it("tags subnets for the load balancers that EKS places there", async () => {
        const graph = await recordNetwork("update");

        for (const { inputs } of graph.all("aws:ec2/subnet:Subnet")) {
            const role = kindOf(inputs) === "Public" ? "elb" : "internal-elb";
            expect(inputs.tags).to.include({ [`kubernetes.io/role/${role}`]: "1" });
        }
    });

    it("locks the default security group", async () => {
        const { inputs } = (await recordNetwork("update")).only(
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        );

        expect(inputs).to.deep.include({ ingress: [], egress: [] });
    });

    it("logs all flows, encrypted and with a retention, using a role with only that permission", async () => {
        const graph = await recordNetwork("update");

        const group = graph.only("aws:cloudwatch/logGroup:LogGroup");
        expect(group.inputs).to.deep.equal({
            name: "/aws/vpc/posit-connect-test/flow-logs",
            retentionInDays: 90,
            kmsKeyId: logKeyArn,
            tags,
        });
        expect(graph.only("aws:ec2/flowLog:FlowLog").inputs).to.deep.include({
            trafficType: "ALL",
            logDestination: group.outputs.arn,
        });
        expect(JSON.parse(String(graph.only("aws:iam/rolePolicy:RolePolicy").inputs.policy))).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    Resource: `${String(group.outputs.arn)}:*`,
                },
                { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
            ],
        });
    });

    it("reaches S3 without NAT from every subnet", async () => {
        const graph = await recordNetwork("update");

        const endpoint = graph.only("aws:ec2/vpcEndpoint:VpcEndpoint");
        expect(endpoint.inputs).to.deep.include({
            serviceName: "com.amazonaws.us-east-1.s3",
            vpcEndpointType: "Gateway",
        });
        expect(endpoint.inputs.routeTableIds).to.have.members(
            graph.all("aws:ec2/routeTable:RouteTable").map(({ id }) => id),
        );
    });

    it("reaches ECR, STS and CloudWatch Logs through endpoints in each private subnet if they are set", async () => {
        const graph = await recordNetwork("update", { interfaceEndpoints: true });

        const endpoints = graph
            .all("aws:ec2/vpcEndpoint:VpcEndpoint")
            .filter(({ inputs }) => inputs.vpcEndpointType === "Interface");
        expect(endpoints.map(({ inputs }) => inputs.serviceName)).to.deep.equal([
            "com.amazonaws.us-east-1.ecr.api",
            "com.amazonaws.us-east-1.ecr.dkr",
            "com.amazonaws.us-east-1.sts",
            "com.amazonaws.us-east-1.logs",
        ]);
        for (const endpoint of endpoints) {
            const subnets = subnetsOf(graph, endpoint, "subnetIds");
            expect(subnets.map((subnet) => routeToInternet(graph, subnet))).to.deep.equal([
                false,
                false,
                false,
            ]);
            expect(endpoint.inputs.privateDnsEnabled).to.equal(true);
        }
        expect(
            graph.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs,
        ).to.deep.include({
            cidrIpv4: "10.0.0.0/16",
            fromPort: 443,
            toPort: 443,
        });
    });
});
