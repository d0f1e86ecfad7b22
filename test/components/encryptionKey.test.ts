import { expect } from "chai";
import { EncryptionKey } from "../../components/encryptionKey";
import { keyPolicy, logEncryption } from "../../components/keyPolicy";
import { account, tags } from "../fixtures";
import { record } from "../record";
import { countIn, untagged } from "./treeQuestions";

describe("EncryptionKey", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is one key that rotates, with 30 days before deletion, and one alias (${mode})`, async () => {
            const graph = await record(mode, () => {
                new EncryptionKey("files-key", { description: "Files", account, tags });
            });

            const component = graph.only("posit-connect:index:EncryptionKey");
            expect(countIn(graph, component)).to.deep.equal({
                "posit-connect:index:EncryptionKey": 1,
                "aws:kms/key:Key": 1,
                "aws:kms/alias:Alias": 1,
            });
            const key = graph.only("aws:kms/key:Key");
            expect(key.inputs).to.deep.equal({
                description: "Files",
                policy: keyPolicy(account, []),
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                tags,
            });
            expect(key.protect).to.equal(false);
            const alias = graph.only("aws:kms/alias:Alias");
            expect(alias.inputs.name).to.equal("alias/posit-connect-test-files-key");
            expect(graph.references(alias, "targetKeyId")).to.deep.equal([key]);
            expect(untagged(graph, component, tags)).to.deep.equal([]);
        });
    }

    it("is protected if its data is", async () => {
        const graph = await record("update", () => {
            new EncryptionKey("key", { description: "Files", account, tags, protect: true });
        });

        expect(graph.only("aws:kms/key:Key").protect).to.equal(true);
    });

    it("has the services' grants in its policy", async () => {
        const services = [logEncryption(account, "/aws/test/*")];

        const graph = await record("update", () => {
            new EncryptionKey("key", { description: "Logs", account, tags, services });
        });

        expect(graph.only("aws:kms/key:Key").inputs.policy).to.equal(keyPolicy(account, services));
    });
});

describe("keyPolicy", () => {
    it("leaves the key to IAM in this account alone", () => {
        expect(JSON.parse(keyPolicy(account, []))).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "DelegateToIam",
                    Effect: "Allow",
                    Principal: { AWS: `arn:aws:iam::${account.id}:root` },
                    Action: "kms:*",
                    Resource: "*",
                },
            ],
        });
    });

    it("allows CloudWatch Logs for the named log groups, in this account and region", () => {
        const grant = logEncryption(account, "/aws/test/*", "other-logs");
        const { Statement } = JSON.parse(keyPolicy(account, [grant])) as { Statement: unknown[] };

        expect(Statement.slice(1)).to.deep.equal([
            {
                Sid: "EncryptLogs",
                Effect: "Allow",
                Principal: { Service: `logs.${account.region}.amazonaws.com` },
                Action: [
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:DescribeKey",
                ],
                Resource: "*",
                Condition: {
                    ArnLike: {
                        "kms:EncryptionContext:aws:logs:arn": ["/aws/test/*", "other-logs"].map(
                            (name) => `arn:aws:logs:${account.region}:${account.id}:log-group:${name}`,
                        ),
                    },
                },
            },
        ]);
    });

    it("uses the account's partition", () => {
        const policy = keyPolicy(
            { id: "123456789012", region: "us-gov-west-1", partition: "aws-us-gov" },
            [],
        );

        expect(policy).to.include("arn:aws-us-gov:iam::123456789012:root");
    });
});
