import { expect } from "chai";
import { Runner, type RunnerArgs } from "../../components/runner";
import { account, logKeyArn, network, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { countIn, untagged } from "./treeQuestions";

const CONNECTION =
    "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef";

const args: Omit<RunnerArgs, "network"> = {
    repository: "example/connect",
    connectionArn: CONNECTION,
    logRetentionDays: 90,
    account,
    tags,
    physicalName: "posit-connect-test",
    logKeyArn,
};

const recordRunner = (mode: Mode, changes: Partial<RunnerArgs> = {}) =>
    record(mode, () => new Runner("runner", { network: network(), ...args, ...changes }));

describe("Runner", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is a project for queued jobs of the three workflows, and accepts no connection (${mode})`, async () => {
            const graph = await recordRunner(mode);
            const component = graph.only("posit-connect:index:Runner");

            expect(countIn(graph, component)).to.deep.equal({
                "posit-connect:index:Runner": 1,
                "aws:ec2/securityGroup:SecurityGroup": 1,
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 1,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicy:RolePolicy": 1,
                "aws:codebuild/project:Project": 1,
                "aws:codebuild/webhook:Webhook": 1,
            });
            expect(untagged(graph, component, tags)).to.deep.equal([]);
            expect(graph.only("aws:codebuild/webhook:Webhook").inputs["filterGroups"]).to.deep.equal([
                {
                    filters: [
                        { type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" },
                        { type: "WORKFLOW_NAME", pattern: "^(preview|deploy|drift)$" },
                    ],
                },
            ]);
        });
    }

    it("runs in the private subnets, reads the repository through the connection, and writes encrypted logs", async () => {
        const graph = await recordRunner("update");
        const { inputs } = graph.only("aws:codebuild/project:Project");

        expect(inputs).to.deep.include({
            name: "posit-connect-test",
            source: {
                type: "GITHUB",
                location: "https://github.com/example/connect.git",
                auth: { type: "CODECONNECTIONS", resource: CONNECTION },
                gitCloneDepth: 1,
            },
            artifacts: { type: "NO_ARTIFACTS" },
            logsConfig: { cloudwatchLogs: { groupName: "/aws/codebuild/posit-connect-test/runner" } },
        });
        expect(inputs["vpcConfig"]).to.deep.equal({
            vpcId: "vpc-1",
            subnets: ["subnet-private-a", "subnet-private-b", "subnet-private-c"],
            securityGroupIds: [graph.only("aws:ec2/securityGroup:SecurityGroup").id],
        });
        expect(graph.only("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
            kmsKeyId: logKeyArn,
            retentionInDays: 90,
        });
    });

    it("has no right but to write its log, use the connection and attach its machine to the network", async () => {
        const graph = await recordRunner("update", {
            permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/b",
        });
        const { Statement } = JSON.parse(
            String(graph.only("aws:iam/rolePolicy:RolePolicy").inputs["policy"]),
        ) as { Statement: { Action: string | string[]; Resource: string }[] };

        expect(Statement.map(({ Action, Resource }) => [[Action].flat(), Resource])).to.deep.equal([
            [
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/posit-connect-test/runner:*",
            ],
            [
                [
                    "codeconnections:GetConnection",
                    "codeconnections:GetConnectionToken",
                    "codeconnections:UseConnection",
                ],
                CONNECTION,
            ],
            [
                [
                    "ec2:CreateNetworkInterface",
                    "ec2:DeleteNetworkInterface",
                    "ec2:DescribeDhcpOptions",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSubnets",
                    "ec2:DescribeVpcs",
                ],
                "*",
            ],
            [
                ["ec2:CreateNetworkInterfacePermission"],
                "arn:aws:ec2:us-east-1:123456789012:network-interface/*",
            ],
        ]);
        expect(graph.only("aws:iam/role:Role").inputs).to.deep.include({
            name: "posit-connect-test-runner-us-east-1",
            permissionsBoundary: "arn:aws:iam::123456789012:policy/b",
        });
    });
});
