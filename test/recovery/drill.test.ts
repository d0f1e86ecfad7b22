import { expect } from "chai";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../program";
import { ADOPTED } from "../stacks/config";
import { recovery, type Outcome } from "./command";
import type { AwsHandlers, LocalAws } from "./localAws";
import { BUCKET, COPIES_BUCKET, MANIFEST } from "../recoveryManifest";
import { DRILL, pointPages, SETTINGS, startProd } from "./prodStack";
import { callerIdentity, objects } from "./wireShapes";

/** Vault of the drill's own backup plan; its name is shortened. */
const VAULT = "posit-connect-prod-dril-7d89fb9d";

describe("npm run recovery -- drill, with documented responses", () => {
    let folder: string;
    let aws: LocalAws | undefined;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "recovery-"));
    });

    afterEach(async () => {
        await aws?.stop();
        aws = undefined;
        rmSync(folder, { recursive: true });
    });

    async function drill(
        handlers: AwsHandlers,
        settings: Record<string, unknown>,
        ...args: string[]
    ): Promise<Outcome> {
        const manifest = join(folder, "manifest.json");
        writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings }));
        aws = await startProd(handlers);
        return recovery({ AWS_ENDPOINT_URL: aws.endpoint }, ["drill", "--manifest", manifest, ...args]);
    }

    it("plans a restore of the newest recovery set: the stack's file, the commands and the expected times", async () => {
        expect(await drill({}, SETTINGS)).to.deep.equal({
            status: 0,
            err: "",
            out: `Drill · posit-connect prod · ${DRILL} · us-east-1 · planned, nothing was created

Recovery set of 2026-11-23T05:02:11Z, 6 h 58 min old
  files     arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80
  database  point in time, 2026-11-23T05:02:11Z

Quotas in us-east-1, to compare with the account's values
  Elastic IPs: 3 for prod + 1 for ${DRILL} = 4; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code ec2 --quota-code L-0263D0A3 --query Quota.Value
  VPCs: 1 for prod + 1 for ${DRILL} = 2; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code vpc --quota-code L-F678F1CE --query Quota.Value
  vCPUs of on-demand standard instances: 48 for prod + 48 for ${DRILL} = 96; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code ec2 --quota-code L-1216C47A --query Quota.Value
  Nodes are counted by \`minSize\`; a node update adds up to two per zone. Other resources in the account count, too.

Pulumi.${DRILL}.yaml
  config:
    aws:region: us-east-1
    aws:allowedAccountIds:
      - "123456789012"
    posit-connect:tags:
      environment: prod
    posit-connect:protect: false
    posit-connect:network:
      availabilityZones:
        - us-east-1a
        - us-east-1b
        - us-east-1c
      cidrBlock: 10.1.0.0/16
      natGateways: Single
    posit-connect:cluster:
      version: "1.35"
      administratorRoleArns:
        - arn:aws:iam::123456789012:role/teams/data/operator
        - arn:aws:iam::123456789012:role/deployer
      nodeGroups:
        servers:
          instanceTypes:
            - t3.2xlarge
          minSize: 3
          maxSize: 3
        content:
          instanceTypes:
            - t3.2xlarge
          minSize: 3
          maxSize: 6
      publicAccessCidrs:
        - 203.0.113.0/24
      deletionProtection: false
    posit-connect:database:
      instanceClass: db.m5.large
      engineVersion: "15"
      storageGiB: 20
      maxStorageGiB: 100
      backupRetentionDays: 35
      deletionProtection: false
      finalSnapshot: false
    posit-connect:backup:
      vaultLock: none
    posit-connect:loadBalancer:
      domainName: connect.example.com
      hostedZoneId: Z0123456789EXAMPLE
      deletionProtection: false
    posit-connect:connect:
      replicas: 3
      version: 2026.08.0
      authentication:
        provider: oidc
        issuer: https://login.example.com
        clientId: example-client-id
      chart:
        version: 0.21.0
    posit-connect:recovery:
      from: ${join(folder, "manifest.json")}
      database:
        pointInTime: "2026-11-23T05:02:11Z"
      fileSystem:
        adopt: FILE-SYSTEM
        takenAt: "2026-11-23T05:02:11Z"

Steps, by hand; FILE-SYSTEM is the id of the restored file system
  1. Restore the files to a new file system: about 19 min at least
       aws backup start-restore-job --region us-east-1 --resource-type EFS --iam-role-arn arn:aws:iam::123456789012:role/backup-restores --recovery-point-arn arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80 --metadata '{"file-system-id":"fs-0123456789abcdef0","newFileSystem":"true","CreationToken":"${DRILL}","PerformanceMode":"generalPurpose","Encrypted":"true","KmsKeyId":"arn:aws:kms:us-east-1:123456789012:key/22222222-2222-4222-8222-222222222222"}'
  2. Set its throughput mode to elastic
       aws efs update-file-system --region us-east-1 --file-system-id FILE-SYSTEM --throughput-mode elastic
  3. Write Pulumi.${DRILL}.yaml with its id, and create the stack
       pulumi stack init ${DRILL}
       aws s3 cp --region us-east-1 s3://posit-connect-prod-recovery-123456789012-us-east-1/license.lic - | pulumi config set --secret posit-connect:license --stack ${DRILL}
       pulumi config set --secret posit-connect:oidcClientSecret --stack ${DRILL}
  4. Deploy ${DRILL}: about 19 min
       pulumi up --stack ${DRILL}
  5. Check that Connect responds
       curl --fail --connect-to "connect.example.com:443:$(pulumi stack output loadBalancerDnsName --stack ${DRILL}):443" https://connect.example.com/__ping__
  6. Destroy ${DRILL}: about 17 min
       aws backup list-recovery-points-by-backup-vault --region us-east-1 --backup-vault-name ${VAULT} --query 'RecoveryPoints[].[RecoveryPointArn]' --output text | xargs --no-run-if-empty -n 1 aws backup delete-recovery-point --region us-east-1 --backup-vault-name ${VAULT} --recovery-point-arn
       pulumi destroy --stack ${DRILL}
  7. Remove ${DRILL}
       pulumi stack rm ${DRILL}
  8. Delete the automated backups of its database
       aws rds delete-db-instance-automated-backup --region us-east-1 --dbi-resource-id "$(aws rds describe-db-instance-automated-backups --region us-east-1 --filters Name=db-instance-id,Values=posit-connect-${DRILL} --query 'DBInstanceAutomatedBackups[0].DbiResourceId' --output text)"
  9. Delete the log group of its cluster, if EKS has recreated it
       aws logs delete-log-group --region us-east-1 --log-group-name /aws/eks/posit-connect-${DRILL}/cluster
  10. Delete the restored file system
       aws efs delete-file-system --region us-east-1 --file-system-id FILE-SYSTEM

Connect responds about 38 min after the first step at the earliest, and is deleted about 17 min later.
AWS restores files at 200 MB or 1,500 files per second, whichever is slower; the times of \`pulumi up\` and \`pulumi destroy\`
are typical ones of catalog/, and a large database takes longer. The restored content runs, including its schedules,
on everything that the drill's network reaches. It sends no mail, and the domain does not change.
`,
        });
    });

    it("reads the license from a file if the manifest names no bucket with it", async () => {
        const manifest = join(folder, "manifest.json");
        writeFileSync(
            manifest,
            JSON.stringify({ ...MANIFEST, buckets: [COPIES_BUCKET], settings: SETTINGS }),
        );
        aws = await startProd();
        const { status, out } = await recovery({ AWS_ENDPOINT_URL: aws.endpoint }, [
            "drill",
            "--manifest",
            manifest,
        ]);

        expect(status).to.equal(0);
        expect(out).to.include(
            `       pulumi config set --secret posit-connect:license < license.lic --stack ${DRILL}\n`,
        );
    });

    it("accepts errors in settings that a drill replaces", async () => {
        const settings = { ...SETTINGS, "posit-connect:backup": { of: "another program" } };

        expect((await drill({}, settings)).status).to.equal(0);
    });

    it("is rejected if the bucket lacks the license", async () => {
        const empty = {
            "s3:ListBucket": () => objects(BUCKET.name, { "manifest.json": 9000, "values.yaml": 2000 }),
        };

        expect(await drill(empty, SETTINGS)).to.deep.equal({
            status: 5,
            out: "",
            err:
                `no license.lic in ${BUCKET.name}. A restore needs it: \`pulumi up --refresh --stack prod\` restores objects, and ` +
                "`aws kms cancel-key-deletion` and `aws kms enable-key` a key.\n",
        });
    });

    it("only reads from AWS, and leaves no file", async () => {
        const before = readdirSync(ROOT);

        await drill({}, SETTINGS);

        expect(aws?.requests.filter((asked) => !/:(Get|List|Describe)/.test(asked))).to.deep.equal([]);
        expect(readdirSync(folder)).to.deep.equal(["manifest.json"]);
        expect(readdirSync(ROOT)).to.deep.equal(before);
    });

    it("opens the Kubernetes API only to the blocks of --api-cidr, which can be repeated", async () => {
        const blocks = ["203.0.113.7/32", "198.51.100.0/24", "192.0.2.1/32"] as const;
        const [first, second, third] = blocks;

        const { status, out } = await drill({}, SETTINGS, "--api-cidr", first, second, "--api-cidr", third);

        const { privateAccessCidrs, ...cluster } = SETTINGS["posit-connect:cluster"] as {
            privateAccessCidrs: string[];
        };
        expect({
            status,
            cluster: configIn(out)["posit-connect:cluster"],
            privateAccessCidrs,
        }).to.deep.equal({
            status: 0,
            privateAccessCidrs: ["192.0.2.0/24"],
            cluster: {
                ...cluster,
                publicAccessCidrs: blocks,
                deletionProtection: false,
            },
        });
    });

    it("fetches a manifest in S3 to the project's folder first", async () => {
        aws = await startProd({
            "s3:GetObject": () => ({
                status: 200,
                body: JSON.stringify({ ...MANIFEST, settings: SETTINGS }),
            }),
        });

        const { out } = await recovery({ AWS_ENDPOINT_URL: aws.endpoint }, [
            "drill",
            "--manifest",
            "s3://bucket/manifest.json",
        ]);

        expect(configIn(out)["posit-connect:recovery"]).to.have.property("from", "manifest.json");
        expect(out).to.include(
            "\nSteps, by hand; FILE-SYSTEM is the id of the restored file system\n  1. Fetch the manifest\n       npm run recovery -- fetch s3://bucket/manifest.json\n  2. Restore",
        );
    });

    it("exits with 5 if there is no recovery set", async () => {
        expect(
            await drill({ "backup:ListRecoveryPointsByBackupVault": pointPages([]) }, SETTINGS),
        ).to.deep.equal({
            status: 5,
            out: "",
            err: "No recovery set in us-east-1 can be restored. `npm run recovery -- status` prints the reasons.\n",
        });
    });

    describe("rejects with exit status 1", () => {
        it("settings that only the restored stack's simulation rejects", async () => {
            const cluster = SETTINGS["posit-connect:cluster"] as object;
            const general = { minSize: 3, maxSize: 60 };
            const settings = {
                ...SETTINGS,
                "posit-connect:cluster": { ...cluster, nodeGroups: { general } },
            };
            const { status, out, err } = await drill({}, settings, "--cidr", "10.9.0.0/19");

            expect({ status, out, lines: err.split("\n").map((line) => line.split(": ")[0]) }).to.deep.equal({
                status: 1,
                out: "",
                lines: [
                    `Pulumi.${DRILL}.yaml has 1 error. Nothing was planned.`,
                    "",
                    "  posit-connect:network.cidrBlock",
                    "",
                ],
            });
        });

        const NETWORK = SETTINGS["posit-connect:network"] as object;
        const BLOCK =
            'must be an IPv4 CIDR block, such as 10.0.0.0/32 for this address alone, got "10.0.0.0".';
        const INVALID_MANIFESTS: Record<string, [section: string, value: unknown, error: string]> = {
            "without availability zones": [
                "network",
                { cidrBlock: "10.0.0.0/16" },
                "network.availabilityZones: must be a list of availability zones by full name, such as us-east-1a, got nothing.",
            ],
            "with availability zones that are not a list": [
                "network",
                { ...NETWORK, availabilityZones: "us-east-1a" },
                'network.availabilityZones: must be a list of availability zones by full name, such as us-east-1a, got "us-east-1a".',
            ],
            "with zones of another region than its own": [
                "network",
                { ...NETWORK, availabilityZones: ["us-east-1a", "eu-west-1b"] },
                'network.availabilityZones[1]: must be a zone of us-east-1, the stack\'s region (aws:region), got "eu-west-1b".',
            ],
            "with an invalid CIDR block": [
                "network",
                { ...NETWORK, cidrBlock: "10.0.0.0" },
                `network.cidrBlock: ${BLOCK}`,
            ],
            "with an adopted network with an invalid CIDR block": [
                "network",
                { adopt: { ...ADOPTED, cidrBlock: "10.0.0.0" } },
                `network.adopt.cidrBlock: ${BLOCK}`,
            ],
            "with a section that is not a table": [
                "fileSystem",
                30,
                "fileSystem: must be a table of the settings infrequentAccessAfterDays, got 30.",
            ],
            "of another program": [
                "fileSystem",
                { of: "another program" },
                "fileSystem.of: must be a known setting. The nearest is posit-connect:fileSystem.infrequentAccessAfterDays.",
            ],
        };
        for (const [name, [section, value, error]] of Object.entries(INVALID_MANIFESTS)) {
            it(`a manifest ${name}, before a request to AWS`, async () => {
                const { status, out, err } = await drill(
                    {},
                    { ...SETTINGS, [`posit-connect:${section}`]: value },
                );

                expect({
                    status,
                    out,
                    err: err.replaceAll(/ {2,}/g, " "),
                    asked: aws?.requests,
                }).to.deep.equal({
                    status: 1,
                    out: "",
                    err:
                        `${join(folder, "manifest.json")} has 1 error. Nothing was planned.\n\n` +
                        ` posit-connect:${error}\n`,
                    asked: [],
                });
            });
        }

        it("credentials of another account", async () => {
            const { status, err } = await drill(
                { "sts:GetCallerIdentity": () => callerIdentity("999999999999") },
                SETTINGS,
            );

            expect(status).to.equal(1);
            expect(err).to.match(/^The credentials belong to account 999999999999 /);
        });
    });
});

/** The settings in the stack's file of a printed plan. */
function configIn(out: string): Record<string, unknown> {
    const [, text = ""] = /\nPulumi\.\S+\.yaml\n([^]*?)\n\nSteps/.exec(out) ?? [];
    return (parse(text) as { config: Record<string, unknown> }).config;
}
