import { expect } from "chai";
import { parse } from "yaml";
import { connect } from "../../catalog/connect";
import { Graph, type Resource } from "../../graph/graph";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";
import { SECRET_TEXTS, simulateStack } from "../program";
import { untagged } from "./treeQuestions";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

/** How a secret is recorded in a graph. */
const SECRET = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "",
};

function kept(graph: Graph, file: string): Resource[] {
    return graph.all(OBJECT).filter(({ inputs }) => inputs.key === file);
}

function contentOf(graph: Graph, file: string): string {
    const [first] = kept(graph, file);
    return String(first?.inputs.content);
}

describe("the recovery manifest", () => {
    it("names data, backups and keys, and the versions that run on them", async () => {
        const graph = await simulateStack("prod");

        const database = graph.only("aws:rds/instance:Instance");
        const fileSystem = graph.only("aws:efs/fileSystem:FileSystem");
        const [vault, copies] = graph.all("aws:backup/vault:Vault");
        const manifest = parseRecoveryManifest(contentOf(graph, "manifest.json"), "manifest.json");
        expect({ ...manifest, settings: Object.keys(manifest.settings) }).to.deep.equal({
            schemaVersion: 2,
            project: "posit-connect",
            stack: "prod",
            account: "123456789012",
            region: "us-east-1",
            connect: {
                version: "2026.08.0",
                chart: connect.chart,
                images: connect.images,
                url: "https://connect.example.com",
                values: "values.yaml",
                license: "license.lic",
            },
            kubernetesVersion: "1.35",
            database: {
                arn: database.outputs.arn,
                identifier: "posit-connect-prod",
                engineVersion: "15",
                keyArn: database.inputs.kmsKeyId,
            },
            fileSystem: {
                arn: fileSystem.outputs.arn,
                id: fileSystem.id,
                keyArn: fileSystem.inputs.kmsKeyId,
                subPath: "",
            },
            vaults: [
                { ...named(vault), region: "us-east-1" },
                { ...named(copies), region: "us-west-2" },
            ],
            buckets: kept(graph, "manifest.json").map(({ inputs }) => ({
                name: inputs.bucket,
                region: inputs.region,
                keyArn: inputs.kmsKeyId,
            })),
            backup: {
                pointInTimeDays: 35,
                weeklyRetentionDays: 90,
                restoreRoleArn: graph.all("aws:iam/role:Role").find(({ name }) => name === "backup-restores")
                    ?.outputs.arn,
                rpo: { databaseMinutes: 10, fileSystemHours: 30 },
            },
            settings: [
                "aws:allowedAccountIds",
                "aws:region",
                "posit-connect:acknowledgedChanges",
                "posit-connect:backup",
                "posit-connect:budget",
                "posit-connect:cluster",
                "posit-connect:connect",
                "posit-connect:database",
                "posit-connect:fileSystem",
                "posit-connect:iam",
                "posit-connect:loadBalancer",
                "posit-connect:network",
                "posit-connect:protect",
                "posit-connect:tags",
            ],
        });
    });

    it("has the release's Helm values next to it", async () => {
        const graph = await simulateStack("prod");

        const [release] = graph
            .all("kubernetes:helm.sh/v3:Release")
            .filter(({ parent }) => parent?.endsWith("::connect"));
        expect(parse(contentOf(graph, "values.yaml"))).to.deep.equal(release?.inputs.values);
    });

    it("has the license next to it, as a secret", async () => {
        const graph = await simulateStack("prod");

        const licenses = kept(graph, "license.lic");
        expect(licenses.map(({ inputs }) => inputs.content)).to.deep.equal([SECRET, SECRET]);
        expect(licenses.map(({ inputs }) => inputs.region)).to.deep.equal(["us-east-1", "us-west-2"]);
    });

    it("holds no secret, nor do the Helm values", async () => {
        const graph = await simulateStack("prod");

        const text = graph
            .all(OBJECT)
            .filter(({ inputs }) => inputs.key !== "license.lic")
            .map(({ inputs }) => JSON.stringify(inputs))
            .join("\n");
        expect(text).to.include("posit-connect-prod");
        for (const secret of Object.values(SECRET_TEXTS)) {
            expect(text).to.not.include(secret);
        }
        expect(text).to.not.include("4dabf18193072939515e22adb298388d");
    });

    it("is encrypted with a key of its own, in the stack's region and in that of the copies", async () => {
        const graph = await simulateStack("prod");

        const objects = kept(graph, "manifest.json");
        expect(objects.map(({ inputs }) => [inputs.bucket, inputs.region])).to.deep.equal([
            ["posit-connect-prod-recovery-123456789012-us-east-1", "us-east-1"],
            ["posit-connect-prod-recovery-123456789012-us-west-2", "us-west-2"],
        ]);
        const keys = objects.map((object) => graph.references(object, "kmsKeyId").map(({ name }) => name));
        expect(keys).to.deep.equal([["recovery-key"], ["recovery-copy-key"]]);
        expect(objects.map(({ inputs }) => inputs.serverSideEncryption)).to.deep.equal([
            "aws:kms",
            "aws:kms",
        ]);
        const component = graph.only("posit-connect:index:RecoveryManifest");
        expect(untagged(graph, component, { environment: "prod" })).to.deep.equal([]);
    });

    it("has each request to it logged in its own region, in a bucket that S3 may write to and whose logs expire", async () => {
        const graph = await simulateStack("prod");

        const loggings = graph.all("aws:s3/bucketLogging:BucketLogging");
        expect(loggings.map(({ inputs }) => inputs)).to.deep.equal(
            ["us-east-1", "us-west-2"].map((region) => ({
                bucket: `posit-connect-prod-recovery-123456789012-${region}`,
                targetBucket: `posit-connect-prod-logs-123456789012-${region}`,
                targetPrefix: "recovery/",
                region,
            })),
        );
        const [copy] = graph
            .all("aws:s3/bucketPolicy:BucketPolicy")
            .filter(({ name }) => name === "recovery-copy-logs");
        const { Statement } = JSON.parse(String(copy?.inputs.policy)) as { Statement: object[] };
        expect(Statement[0]).to.deep.equal({
            Sid: "WriteRecoveryBucketLogs",
            Effect: "Allow",
            Principal: { Service: "logging.s3.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: "arn:aws:s3:::posit-connect-prod-logs-123456789012-us-west-2/recovery/*",
            Condition: {
                StringEquals: { "aws:SourceAccount": "123456789012" },
                ArnEquals: {
                    "aws:SourceArn": "arn:aws:s3:::posit-connect-prod-recovery-123456789012-us-west-2",
                },
            },
        });
        expect(loggings.map((logging) => graph.dependsOn(logging, copy as Resource))).to.deep.equal([
            false,
            true,
        ]);
        // S3 delivers to no bucket with a default lock or under a key of ours.
        const parts = graph.resources.filter(({ name }) => name === "recovery-copy-logs");
        expect(
            parts.map(({ type, inputs }) => [type, inputs.rules]).filter(([, rules]) => rules !== undefined),
        ).to.deep.equal([
            [
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
                [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            ],
            [
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                [
                    {
                        id: "expire",
                        status: "Enabled",
                        filter: {},
                        expiration: { days: 90 },
                        noncurrentVersionExpiration: { noncurrentDays: 1 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                    },
                ],
            ],
        ]);
    });

    it("lets a destroy delete the log of requests to the copy only once protection is off", async () => {
        const forced = async (protect: boolean): Promise<unknown> => {
            const graph = await simulateStack("prod", "update", { sections: { protect } });
            return graph
                .all("aws:s3/bucket:Bucket")
                .filter(({ name }) => name === "recovery-copy-logs")
                .map(({ inputs, protect: isProtected }) => [inputs.forceDestroy, isProtected]);
        };

        expect(await forced(true)).to.deep.equal([[false, false]]);
        expect(await forced(false)).to.deep.equal([[true, false]]);
    });

    it("stays in the stack's region if the backups do", async () => {
        const graph = await simulateStack("dev");

        expect(kept(graph, "manifest.json").map(({ inputs }) => inputs.region)).to.deep.equal(["us-east-1"]);
    });

    it("does not wait for the cluster, as it is used if the cluster is lost", async () => {
        const graph = await simulateStack("prod");

        const cluster = graph.only("aws:eks/cluster:Cluster");
        expect(graph.all(OBJECT).filter((object) => graph.dependsOn(object, cluster))).to.deep.equal([]);
    });

    it("keeps its old versions for as long as the oldest backup, and locks them if that is set", async () => {
        const locked = await simulateStack("prod", "update", {
            sections: { backup: { copyRegion: "us-west-2", restoreTests: true, manifestLockDays: 30 } },
        });

        expect(
            locked
                .all("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")
                .map(({ inputs }) => [inputs.rule, inputs.region]),
        ).to.deep.equal([
            [{ defaultRetention: { mode: "GOVERNANCE", days: 30 } }, "us-east-1"],
            [{ defaultRetention: { mode: "GOVERNANCE", days: 30 } }, "us-west-2"],
        ]);
        const policies = locked
            .all("aws:s3/bucketPolicy:BucketPolicy")
            .filter(({ name }) => ["recovery", "recovery-copy"].includes(name))
            .map(({ inputs }) => (JSON.parse(String(inputs.policy)) as { Statement: object[] }).Statement[0]);
        // Or the provider would take them off again.
        expect(policies).to.deep.equal(
            ["us-east-1", "us-west-2"].map((region) => ({
                Sid: "LeaveLocksUnread",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:GetObjectRetention",
                Resource: `arn:aws:s3:::posit-connect-prod-recovery-123456789012-${region}/*`,
            })),
        );
        const rules = locked
            .all("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
            .filter(({ name }) => ["recovery", "recovery-copy"].includes(name))
            .map(({ inputs }) => inputs.rules);
        const expected = [
            {
                id: "expire-old-versions",
                status: "Enabled",
                filter: {},
                noncurrentVersionExpiration: { noncurrentDays: 90 },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
            },
        ];
        expect(rules).to.deep.equal([expected, expected]);
    });

    it("lets a destroy delete locked versions, and only if that is set", async () => {
        const forced = async (sections: Record<string, unknown>): Promise<unknown[]> => {
            const graph = await simulateStack("dev", "update", { sections });
            return [...new Set(graph.all(OBJECT).map(({ inputs }) => inputs.forceDestroy))];
        };

        expect(await forced({ protect: false, backup: { manifestLockDays: 30 } })).to.deep.equal([true]);
        expect(await forced({ protect: true, backup: { manifestLockDays: 30 } })).to.deep.equal([false]);
        expect(await forced({ protect: false })).to.deep.equal([false]);
    });
});

function named(vault: Resource | undefined): object {
    return { name: vault?.inputs.name, arn: vault?.outputs.arn, keyArn: vault?.inputs.kmsKeyArn };
}
