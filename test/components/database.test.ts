import { expect } from "chai";
import { Database, type DatabaseArgs } from "../../components/database";
import type { Graph } from "../../graph/graph";
import { isKeyWord } from "../../catalog/sqlKeyWords";
import { isSecret, UNKNOWN_SENTINEL } from "../../lib/wire";
import { account, network, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { countIn, untagged } from "./treeQuestions";

const INSTANCE = "aws:rds/instance:Instance";
const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const args: Omit<DatabaseArgs, "network"> = {
    ...settings.database,
    account,
    tags,
    identifier: "posit-connect-test",
    protect: true,
};

function recordDatabase(
    mode: Mode,
    changes: Partial<DatabaseArgs> = {},
    then: (database: Database) => void = () => undefined,
): Promise<Graph> {
    return record(mode, () => {
        then(new Database("database", { network: network(), ...args, ...changes }));
    });
}

describe("Database", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is one PostgreSQL instance with its resources, and no inbound rule (${mode})`, async () => {
            const graph = await recordDatabase(mode);

            const component = graph.only("posit-connect:index:Database");
            expect(countIn(graph, component)).to.deep.equal({
                "posit-connect:index:Database": 1,
                "posit-connect:index:EncryptionKey": 1,
                "aws:kms/key:Key": 1,
                "aws:kms/alias:Alias": 1,
                "aws:ec2/securityGroup:SecurityGroup": 1,
                "random:index/randomPassword:RandomPassword": 1,
                "random:index/randomId:RandomId": 1,
                "aws:rds/subnetGroup:SubnetGroup": 1,
                [PARAMETER_GROUP]: 1,
                "aws:cloudwatch/logGroup:LogGroup": 2,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
                [INSTANCE]: 1,
            });
            expect(untagged(graph, component, tags)).to.deep.equal([]);
        });

        it(`is tied to its own key, group, subnets and role (${mode})`, async () => {
            const graph = await recordDatabase(mode);

            const instance = graph.only(INSTANCE);
            const key = graph.only("aws:kms/key:Key");
            expect(graph.references(instance, "kmsKeyId")).to.deep.equal([key]);
            expect(graph.references(instance, "performanceInsightsKmsKeyId")).to.deep.equal([key]);
            expect(graph.references(instance, "dbSubnetGroupName")).to.deep.equal([
                graph.only("aws:rds/subnetGroup:SubnetGroup"),
            ]);
            expect(graph.references(instance, "parameterGroupName")).to.deep.equal([
                graph.only(PARAMETER_GROUP),
            ]);
            expect(graph.references(instance, "vpcSecurityGroupIds")).to.deep.equal([
                graph.only("aws:ec2/securityGroup:SecurityGroup"),
            ]);
            expect(graph.references(instance, "monitoringRoleArn")).to.deep.equal([
                graph.only("aws:iam/role:Role"),
            ]);
            expect(graph.references(instance, "password")).to.deep.equal([
                graph.only("random:index/randomPassword:RandomPassword"),
            ]);
        });
    }

    it("keeps the password secret", async () => {
        const graph = await recordDatabase("update");

        expect(isSecret(graph.only(INSTANCE).inputs.password)).to.equal(true);
        expect(isSecret(graph.only("posit-connect:index:Database").outputs.password)).to.equal(true);
    });

    it("spreads its subnet group over every private subnet", async () => {
        let subnets: unknown;
        const graph = await record("update", () => {
            const net = network();
            subnets = net.privateSubnets.length;
            new Database("database", { network: net, ...args });
        });

        expect(graph.only("aws:rds/subnetGroup:SubnetGroup").inputs.subnetIds).to.have.length(
            Number(subnets),
        );
    });

    it("generates a password that needs no quotes and never changes automatically", async () => {
        const graph = await recordDatabase("update");

        expect(graph.only("random:index/randomPassword:RandomPassword").inputs).to.deep.equal({
            length: 40,
            special: false,
        });
    });

    it("rejects connections without TLS, in the family of its major version", async () => {
        for (const engineVersion of ["14", "15", "16", "17"] as const) {
            const graph = await recordDatabase("update", { engineVersion });

            expect(graph.only(PARAMETER_GROUP).inputs).to.deep.equal({
                name: `posit-connect-test-postgres${engineVersion}`,
                family: `postgres${engineVersion}`,
                description: "PostgreSQL that refuses connections without TLS",
                parameters: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
                tags,
            });
        }
    });

    it("logs to groups that exist before it, with its key and a retention", async () => {
        const graph = await recordDatabase("update");

        const groups = graph.all("aws:cloudwatch/logGroup:LogGroup");
        expect(groups.map(({ inputs }) => [inputs.name, inputs.retentionInDays])).to.have.deep.members([
            ["/aws/rds/instance/posit-connect-test/postgresql", 90],
            ["/aws/rds/instance/posit-connect-test/upgrade", 90],
        ]);
        for (const group of groups) {
            expect(graph.references(group, "kmsKeyId")).to.deep.equal([graph.only("aws:kms/key:Key")]);
            expect(graph.dependsOn(graph.only(INSTANCE), group)).to.equal(true);
        }
        expect(graph.only("aws:kms/key:Key").inputs.policy).to.include(
            ":log-group:/aws/rds/instance/posit-connect-test/*",
        );
    });

    it("waits for the permission to write metrics, which only this instance's monitoring has", async () => {
        const graph = await recordDatabase("update");

        expect(
            graph.dependsOn(
                graph.only(INSTANCE),
                graph.only("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
            ),
        ).to.equal(true);
        expect(JSON.parse(String(graph.only("aws:iam/role:Role").inputs.assumeRolePolicy))).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { Service: "monitoring.rds.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: {
                            "aws:SourceAccount": account.id,
                            "aws:SourceArn": `arn:aws:rds:${account.region}:${account.id}:db:posit-connect-test`,
                        },
                    },
                },
            ],
        });
    });

    it("names its final snapshot with a suffix that does not change during the stack's life", async () => {
        const preview = await recordDatabase("preview");
        const update = await recordDatabase("update");

        const instance = preview.only(INSTANCE);
        expect(instance.inputs.finalSnapshotIdentifier).to.equal(UNKNOWN_SENTINEL);
        expect(preview.references(instance, "finalSnapshotIdentifier")).to.deep.equal([
            preview.only("random:index/randomId:RandomId"),
        ]);
        expect(update.only(INSTANCE).inputs.finalSnapshotIdentifier).to.match(
            /^posit-connect-test-final-[0-9a-f]{8}$/,
        );
    });

    it("can be destroyed if the settings allow it", async () => {
        const graph = await recordDatabase("update", {
            deletionProtection: false,
            finalSnapshot: false,
            protect: false,
        });

        expect(graph.only(INSTANCE).inputs).to.deep.include({
            deletionProtection: false,
            skipFinalSnapshot: true,
        });
        expect(graph.resources.filter(({ protect }) => protect)).to.deep.equal([]);
    });

    it("protects the instance and its key, and nothing that holds no data", async () => {
        const graph = await recordDatabase("update");

        expect(graph.resources.filter(({ protect }) => protect).map(({ type }) => type)).to.have.members([
            "aws:kms/key:Key",
            INSTANCE,
        ]);
    });

    it("opens its port to one security group for each caller", async () => {
        const graph = await recordDatabase("update", {}, (database) => {
            database.allowFrom("cluster", "sg-of-the-cluster");
        });

        const rule = graph.only(INGRESS_RULE);
        expect(rule.name).to.equal("database-from-cluster");
        expect(rule.inputs).to.deep.equal({
            securityGroupId: graph.only("aws:ec2/securityGroup:SecurityGroup").id,
            description: "PostgreSQL from cluster",
            referencedSecurityGroupId: "sg-of-the-cluster",
            ipProtocol: "tcp",
            fromPort: 5432,
            toPort: 5432,
            tags,
        });
        expect(rule.parent).to.equal(graph.only("posit-connect:index:Database").urn);
    });

    it("names database and user so that RDS accepts them", async () => {
        const graph = await recordDatabase("update");

        const { dbName, username } = graph.only(INSTANCE).inputs;
        expect([dbName, username].filter((name) => isKeyWord(String(name)))).to.deep.equal([]);
        // Source: RDS API reference, CreateDBInstance, for PostgreSQL: DBName up to 63 characters, MasterUsername up to 16.
        expect(dbName).to.match(/^[a-z]\w{0,62}$/i);
        expect(username).to.match(/^[a-z]\w{0,15}$/i);
    });

    it("has the address and the user of a connection", async () => {
        const graph = await recordDatabase("update");

        const { outputs } = graph.only("posit-connect:index:Database");
        expect(outputs).to.deep.include({
            endpoint: graph.only(INSTANCE).outputs.address,
            port: 5432,
            databaseName: "posit_connect",
            username: "posit_connect",
        });
    });

    for (const identifier of ["", "1st", "Prod", "a--b", "a-", "a_b", "a".repeat(64)]) {
        it(`rejects the identifier "${identifier}", which RDS rejects`, async () => {
            let error: unknown;
            await recordDatabase("update", { identifier }).catch((thrown: unknown) => (error = thrown));

            expect(String(error)).to.include(
                `identifier: must be 1 to 63 lower-case letters, digits and single hyphens, starting with a letter ` +
                    `and not ending with a hyphen, got "${identifier}"`,
            );
        });
    }
});
