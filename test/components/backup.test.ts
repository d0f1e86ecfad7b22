import { expect } from "chai";
import { Backup, type BackupArgs } from "../../components/backup";
import { Database } from "../../components/database";
import { FileSystem } from "../../components/fileSystem";
import { eventPublication, keyPolicy } from "../../components/keyPolicy";
import type { Graph, Resource } from "../../graph/graph";
import { account, network, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { countIn, untagged } from "./treeQuestions";

const VAULT = "aws:backup/vault:Vault";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";
const TEST_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
const TEST_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const KEY = "aws:kms/key:Key";
const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const DATABASE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

type Args = Omit<BackupArgs, "network" | "database" | "fileSystem">;

const args: Args = {
    ...settings.backup,
    account,
    tags,
    physicalName: "posit-connect-test",
    protect: true,
};

const everything: Partial<Args> = {
    copyRegion: "us-west-2",
    restoreTests: true,
    notifyEmail: "operations@example.com",
};

async function recordBackup(mode: Mode, changes: Partial<Args> = {}, dailyDays = 35): Promise<Graph> {
    return record(mode, () => {
        const net = network();
        const database = new Database("database", {
            ...settings.database,
            network: net,
            account,
            tags,
            identifier: "posit-connect-test",
            backupRetentionDays: dailyDays,
            protect: false,
        });
        const fileSystem = new FileSystem("files", {
            ...settings.fileSystem,
            network: net,
            account,
            tags,
            mountRoleArn: "arn:aws:iam::123456789012:role/nodes",
            protect: false,
        });
        new Backup("backup", { network: net, database, fileSystem, ...args, ...changes });
    });
}

/** Resources of a type within the component, by their names. */
function own(graph: Graph, type: string): Record<string, Resource> {
    const all = graph.tree(graph.only("posit-connect:index:Backup")).filter((each) => each.type === type);
    return Object.fromEntries(all.map((each) => [each.name, each]));
}

/** One resource of a type within the component. */
function part(graph: Graph, type: string, name: string): Resource {
    const found = own(graph, type)[name];
    if (found === undefined) {
        throw new Error(`no ${type} named ${name}`);
    }
    return found;
}

describe("Backup", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is a vault, a plan, a selection and a topic for failures (${mode})`, async () => {
            const graph = await recordBackup(mode);

            const component = graph.only("posit-connect:index:Backup");
            expect(countIn(graph, component)).to.deep.equal({
                "posit-connect:index:Backup": 1,
                "posit-connect:index:BackupVault": 1,
                "posit-connect:index:EncryptionKey": 1,
                [KEY]: 1,
                "aws:kms/alias:Alias": 1,
                [VAULT]: 1,
                [LOCK]: 1,
                "posit-connect:index:BackupRole": 2,
                [ROLE]: 2,
                [ATTACHMENT]: 2,
                [PLAN]: 1,
                [SELECTION]: 1,
                "posit-connect:index:BackupFailureNotices": 1,
                [TOPIC]: 1,
                [TOPIC_POLICY]: 1,
                [RULE]: 1,
                [TARGET]: 1,
            });
            expect(untagged(graph, component, tags)).to.deep.equal([]);
        });

        it(`has copies, restore tests and a mail if they are set (${mode})`, async () => {
            const graph = await recordBackup(mode, everything);

            const component = graph.only("posit-connect:index:Backup");
            expect(countIn(graph, component)).to.deep.equal({
                "posit-connect:index:Backup": 1,
                "posit-connect:index:BackupVault": 2,
                "posit-connect:index:EncryptionKey": 2,
                [KEY]: 2,
                "aws:kms/alias:Alias": 2,
                [VAULT]: 2,
                [LOCK]: 2,
                "posit-connect:index:BackupRole": 2,
                [ROLE]: 2,
                [ATTACHMENT]: 2,
                [PLAN]: 1,
                [SELECTION]: 1,
                "posit-connect:index:RestoreTests": 1,
                [TEST_PLAN]: 1,
                [TEST_SELECTION]: 2,
                [SECURITY_GROUP]: 1,
                "posit-connect:index:BackupFailureNotices": 1,
                [TOPIC]: 1,
                [TOPIC_POLICY]: 1,
                [SUBSCRIPTION]: 1,
                [RULE]: 1,
                [TARGET]: 1,
            });
            expect(untagged(graph, component, tags)).to.deep.equal([]);
        });

        it(`selects the database and the files by reference, once its role has permission (${mode})`, async () => {
            const graph = await recordBackup(mode);

            const selection = graph.only(SELECTION);
            expect(graph.references(selection, "resources")).to.have.members([
                graph.only(DATABASE),
                graph.only(FILE_SYSTEM),
            ]);
            expect(graph.references(selection, "planId")).to.deep.equal([graph.only(PLAN)]);
            expect(graph.references(selection, "iamRoleArn")).to.deep.equal([part(graph, ROLE, "backup")]);
            expect(graph.dependsOn(selection, part(graph, ATTACHMENT, "backup"))).to.equal(true);
            expect(selection.inputs).not.to.have.any.keys("selectionTags", "conditions", "notResources");
        });

        it(`keeps each vault under a key of its own, in its own region (${mode})`, async () => {
            const graph = await recordBackup(mode, everything);

            const vaults = Object.values(own(graph, VAULT)).map((vault) => ({
                name: vault.inputs.name,
                key: graph.references(vault, "kmsKeyArn").map(({ name }) => name),
                region: vault.inputs.region,
            }));
            expect(vaults).to.have.deep.members([
                { name: "posit-connect-test", key: ["backup-key"], region: undefined },
                { name: "posit-connect-test", key: ["backup-copies-key"], region: "us-west-2" },
            ]);
            expect(part(graph, KEY, "backup-key").inputs).not.to.have.property("region");
            expect(part(graph, KEY, "backup-copies-key").inputs).to.deep.include({
                region: "us-west-2",
                enableKeyRotation: true,
                deletionWindowInDays: 30,
            });
            expect(
                Object.values(own(graph, "aws:kms/alias:Alias")).map(({ inputs }) => inputs.region),
            ).to.have.members([undefined, "us-west-2"]);
        });

        it(`points its rule at the topic, and the mail too (${mode})`, async () => {
            const graph = await recordBackup(mode, everything);

            const topic = graph.only(TOPIC);
            const target = graph.only(TARGET);
            expect(graph.references(target, "rule")).to.deep.equal([graph.only(RULE)]);
            expect(graph.references(target, "arn")).to.deep.equal([topic]);
            expect(target.inputs).not.to.have.property("roleArn");
            expect(graph.dependsOn(target, graph.only(TOPIC_POLICY))).to.equal(true);
            expect(graph.references(topic, "kmsMasterKeyId")).to.deep.equal([part(graph, KEY, "backup-key")]);
            const subscription = graph.only(SUBSCRIPTION);
            expect(graph.references(subscription, "topic")).to.deep.equal([topic]);
            expect(subscription.inputs).to.deep.include({
                protocol: "email",
                endpoint: "operations@example.com",
            });
        });

        it(`restores for a test in a network without any traffic (${mode})`, async () => {
            const graph = await recordBackup(mode, everything);

            const group = part(graph, SECURITY_GROUP, "backup-restore-tests");
            expect(group.inputs).not.to.have.any.keys("ingress", "egress");
            const rules = graph.resources.filter(({ type }) => /securityGroup(In|E)gressRule/.test(type));
            expect(rules).to.deep.equal([]);
            const selection = part(graph, TEST_SELECTION, "backup-restore-tests-database");
            expect(graph.references(selection, "restoreMetadataOverrides")).to.have.members([
                group,
                graph.only("aws:rds/subnetGroup:SubnetGroup"),
            ]);
            expect(graph.references(selection, "protectedResourceArns")).to.deep.equal([
                graph.only(DATABASE),
            ]);
            const files = part(graph, TEST_SELECTION, "backup-restore-tests-files");
            expect(graph.references(files, "protectedResourceArns")).to.deep.equal([graph.only(FILE_SYSTEM)]);
            for (const each of [selection, files]) {
                expect(graph.references(each, "iamRoleArn")).to.deep.equal([
                    part(graph, ROLE, "backup-restores"),
                ]);
                expect(graph.dependsOn(each, part(graph, ATTACHMENT, "backup-restores"))).to.equal(true);
            }
        });
    }

    it("deletes the role after the vault, as AWS Backup empties the vault with it", async () => {
        const graph = await recordBackup("update", everything);

        const permission = part(graph, ATTACHMENT, "backup");
        for (const vault of Object.values(own(graph, VAULT))) {
            expect(graph.dependsOn(vault, permission), vault.name).to.equal(true);
        }
    });

    it("backs up daily, the database continuously for its own days, and weekly, and copies both", async () => {
        const graph = await recordBackup("update", everything);

        const destinationVaultArn = "arn:aws:backup:us-west-2:123456789012:backup-vault:posit-connect-test";
        expect(graph.only(PLAN).inputs).to.deep.equal({
            name: "posit-connect-test",
            rules: [
                {
                    ruleName: "daily",
                    schedule: "cron(0 5 * * ? *)",
                    enableContinuousBackup: true,
                    targetVaultName: "posit-connect-test",
                    startWindow: 120,
                    completionWindow: 10080,
                    lifecycle: { deleteAfter: 35 },
                    copyActions: [{ destinationVaultArn, lifecycle: { deleteAfter: 35 } }],
                },
                {
                    ruleName: "weekly",
                    schedule: "cron(0 17 ? * SUN *)",
                    targetVaultName: "posit-connect-test",
                    startWindow: 120,
                    completionWindow: 10080,
                    lifecycle: { deleteAfter: 90 },
                    copyActions: [{ destinationVaultArn, lifecycle: { deleteAfter: 90 } }],
                },
            ],
            tags,
        });
    });

    it("keeps the daily backups as long as RDS keeps its own, which AWS Backup manages", async () => {
        const graph = await recordBackup("update", {}, 10);

        const { rules } = graph.only(PLAN).inputs as {
            rules: { lifecycle: unknown; copyActions: unknown }[];
        };
        expect(rules.map(({ lifecycle }) => lifecycle)).to.deep.equal([
            { deleteAfter: 10 },
            { deleteAfter: 90 },
        ]);
        expect(rules.map(({ copyActions }) => copyActions)).to.deep.equal([[], []]);
        expect(graph.only(DATABASE).inputs.backupRetentionPeriod).to.equal(10);
        expect(graph.only(DATABASE).ignoreChanges).to.deep.equal(["backupRetentionPeriod"]);
    });

    it("has roles that AWS Backup assumes for this account only, each with one policy", async () => {
        const graph = await recordBackup("update", everything);

        const trusts = Object.fromEntries(
            Object.values(own(graph, ROLE)).map(({ name, inputs }) => [
                name,
                JSON.parse(String(inputs.assumeRolePolicy)) as unknown,
            ]),
        );
        const trust = {
            Effect: "Allow",
            Principal: { Service: "backup.amazonaws.com" },
            Action: "sts:AssumeRole",
        };
        const here = { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } };
        expect(trusts).to.deep.equal({
            backup: { Version: "2012-10-17", Statement: [{ ...trust, ...here }] },
            "backup-restores": { Version: "2012-10-17", Statement: [trust] },
        });
        const policies = Object.values(own(graph, ATTACHMENT)).map((attachment) => [
            ...graph.references(attachment, "role").map(({ name }) => name),
            attachment.inputs.policyArn,
        ]);
        expect(policies).to.have.deep.members([
            ["backup", "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],
            ["backup-restores", "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"],
        ]);
    });

    describe("locks its vaults", () => {
        const lockInputs = (graph: Graph): unknown[] =>
            Object.values(own(graph, LOCK)).map(({ inputs, ignoreChanges }) => ({
                ...inputs,
                ignoreChanges,
            }));

        it("never, if not set", async () => {
            expect(
                lockInputs(await recordBackup("update", { ...everything, vaultLock: "none" })),
            ).to.deep.equal([]);
        });

        it("in governance mode, which principals with the permission can remove", async () => {
            const lock = {
                backupVaultName: "posit-connect-test",
                minRetentionDays: 35,
                ignoreChanges: [],
            };
            expect(lockInputs(await recordBackup("update", everything))).to.have.deep.members([
                lock,
                { ...lock, region: "us-west-2" },
            ]);
        });

        it("permanently, after a grace period", async () => {
            const lock = {
                backupVaultName: "posit-connect-test",
                minRetentionDays: 35,
                changeableForDays: 7,
                ignoreChanges: ["minRetentionDays"],
            };
            expect(
                lockInputs(
                    await recordBackup("update", {
                        ...everything,
                        vaultLock: "compliance",
                        complianceGraceDays: 7,
                    }),
                ),
            ).to.have.deep.members([lock, { ...lock, region: "us-west-2" }]);
        });
    });

    it("reports failures of its own jobs, including restores", async () => {
        const graph = await recordBackup("update", everything);

        const rule = graph.only(RULE);
        const failures = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"];
        expect(rule.inputs.name).to.equal("posit-connect-test-backup-failures");
        expect(JSON.parse(String(rule.inputs.eventPattern))).to.deep.equal({
            source: ["aws.backup"],
            "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
            detail: {
                iamRoleArn: [
                    part(graph, ROLE, "backup").outputs.arn,
                    part(graph, ROLE, "backup-restores").outputs.arn,
                ],
                $or: [{ state: failures }, { status: failures }],
            },
        });
    });

    it("lets only EventBridge publish to the encrypted topic", async () => {
        const graph = await recordBackup("update");

        const topic = "arn:aws:sns:us-east-1:123456789012:posit-connect-test-backup-failures";
        expect(graph.only(TOPIC).outputs.arn).to.equal(topic);
        expect(JSON.parse(String(graph.only(TOPIC_POLICY).inputs.policy))).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "PublishEvents",
                    Effect: "Allow",
                    Principal: { Service: "events.amazonaws.com" },
                    Action: "sns:Publish",
                    Resource: topic,
                },
            ],
        });
        expect(part(graph, KEY, "backup-key").inputs.policy).to.equal(
            keyPolicy(account, [eventPublication(account, "posit-connect-test-backup-failures")]),
        );
        expect(eventPublication(account, "posit-connect-test-backup-failures")).to.deep.equal({
            sid: "PublishEvents",
            service: "events.amazonaws.com",
            actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
            condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": topic } },
        });
    });

    it("leaves the key of the copies to IAM alone", async () => {
        const graph = await recordBackup("update", everything);

        expect(part(graph, KEY, "backup-copies-key").inputs.policy).to.equal(keyPolicy(account, []));
    });

    it("restores the newest point of this week once a week, the database single and private", async () => {
        const graph = await recordBackup("update", everything);

        expect(graph.only(TEST_PLAN).inputs).to.deep.equal({
            name: "posit_connect_test",
            scheduleExpression: "cron(0 11 ? * WED *)",
            recoveryPointSelection: {
                algorithm: "LATEST_WITHIN_WINDOW",
                includeVaults: ["arn:aws:backup:us-east-1:123456789012:backup-vault:posit-connect-test"],
                recoveryPointTypes: ["CONTINUOUS", "SNAPSHOT"],
                selectionWindowDays: 7,
            },
            tags,
        });
        const shared = {
            restoreTestingPlanName: "posit_connect_test",
            iamRoleArn: part(graph, ROLE, "backup-restores").outputs.arn,
        };
        const group = part(graph, SECURITY_GROUP, "backup-restore-tests");
        expect(Object.values(own(graph, TEST_SELECTION)).map(({ inputs }) => inputs)).to.have.deep.members([
            {
                ...shared,
                name: "database",
                protectedResourceType: "RDS",
                protectedResourceArns: [graph.only(DATABASE).outputs.arn],
                restoreMetadataOverrides: {
                    dbSubnetGroupName: graph.only("aws:rds/subnetGroup:SubnetGroup").outputs.name,
                    vpcSecurityGroupIds: JSON.stringify([group.id]),
                    publiclyAccessible: "false",
                    multiAz: "false",
                },
            },
            {
                ...shared,
                name: "files",
                protectedResourceType: "EFS",
                protectedResourceArns: [graph.only(FILE_SYSTEM).outputs.arn],
                restoreMetadataOverrides: {
                    kmsKeyId: graph.all(KEY).find(({ name }) => name === "files-key")?.outputs.arn,
                },
            },
        ]);
    });

    for (const protect of [true, false]) {
        it(`protects the vaults and their keys, or lets a destroy delete the backups: ${protect}`, async () => {
            const graph = await recordBackup("update", { ...everything, protect });

            expect(
                graph.resources.filter((resource) => resource.protect).map(({ name }) => name),
            ).to.have.members(protect ? ["backup-key", "backup", "backup-copies-key", "backup-copies"] : []);
            expect(Object.values(own(graph, VAULT)).map(({ inputs }) => inputs.forceDestroy)).to.deep.equal([
                !protect,
                !protect,
            ]);
        });
    }

    it("has names that AWS Backup accepts for a stack with a long name", async () => {
        const graph = await recordBackup("update", {
            ...everything,
            physicalName: `posit-connect-${"x".repeat(49)}`,
        });

        const names = [VAULT, PLAN, TEST_PLAN, RULE, TOPIC].flatMap((type) =>
            graph.all(type).map(({ inputs }) => String(inputs.name)),
        );
        expect(names).to.have.length(6);
        for (const name of names) {
            expect(name).to.match(/^[a-z][a-z0-9_-]{1,49}$/);
        }
        expect(graph.only(TEST_PLAN).inputs.name).to.match(/^\w+$/);
    });

    it("rejects weekly backups that are kept for less time than the daily ones", async () => {
        let message = "";
        await recordBackup("update", { weeklyRetentionDays: 34 }).catch((error: unknown) => {
            message = String(error);
        });
        expect(message).to.contain(
            "weeklyRetentionDays: must be at least 35 days, for which the daily backups are kept, got 34",
        );
    });

    it("rejects copies in the stack's own region", async () => {
        let message = "";
        await recordBackup("update", { copyRegion: "us-east-1" }).catch((error: unknown) => {
            message = String(error);
        });
        expect(message).to.contain('copyRegion: must be another region than the stack\'s, got "us-east-1"');
    });
});
