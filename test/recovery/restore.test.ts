import type { LifecyclePolicy } from "@aws-sdk/client-efs";
import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { BUCKET, KEYS, MANIFEST } from "../recoveryManifest";
import { NOW, recovery, type Outcome } from "./command";
import { NO_RESPONSE, type AwsHandlers, type LocalAws } from "./localAws";
import { DATABASE, decisions, filesPoint, SETTINGS, snapshotPoint, startProd } from "./prodStack";
import {
    automatedBackups,
    backupError,
    dbSnapshots,
    deletedFileSystem,
    efsError,
    fileSystem,
    key,
    lifecycle,
    objects,
    orderableOptions,
    queryError,
    restoreJob,
    restoreMetadata,
    startedRestoreJob,
    updatedFileSystem,
    type Orderable,
} from "./wireShapes";

const JOB = "8A6E2B51-6D3F-4D0E-9D0C-3D1C5A7C9E10";
const RESTORED = "fs-0fedcba9876543210";
const NEWEST = filesPoint("2026-11-23T05:02:11.120Z").arn;
/** What a job was told that brings all files back into a file system of their own. */
const WHOLE = {
    "file-system-id": MANIFEST.fileSystem.id,
    newFileSystem: "true",
    CreationToken: "prod-2",
    PerformanceMode: "generalPurpose",
    Encrypted: "true",
    KmsKeyId: KEYS.files,
};
const SNAPSHOT = snapshotPoint("2026-11-22T17:06:40Z").arn;
const ORDERABLE: Orderable = {
    instanceClass: "db.m5.large",
    engineVersion: "15.14",
    storageType: "gp3",
    zones: [],
};
const CONTINUE = `run the same command with --restore-job ${JOB} and without --unit to continue from there.\n`;
const DELETE = `aws efs delete-file-system --region us-east-1 --file-system-id ${RESTORED}`;

describe("npm run recovery -- restore, against documented shapes", () => {
    let root: string;
    let aws: LocalAws | undefined;
    /** What AWS was asked to change, in turn. */
    let done: string[];

    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "restore-"));
        done = [];
    });

    afterEach(async () => {
        await aws?.stop();
        aws = undefined;
        rmSync(root, { recursive: true });
    });

    /** Restores the stack prod into prod-2, in a project's folder that has the manifest alone. */
    async function restore(
        handlers: AwsHandlers,
        args: string[] = [],
        settings: Record<string, unknown> = SETTINGS,
    ): Promise<Outcome> {
        const manifest = join(root, "prod.json");
        writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings }));
        let clock = NOW;
        let looks = 0;
        await aws?.stop();
        aws = await startProd({
            "backup:StartRestoreJob": ({ body }) => {
                const { CreationToken: token } = body["Metadata"] as Record<string, string>;
                done.push(`restore ${String(body["RecoveryPointArn"])} as ${token ?? ""}`);
                return startedRestoreJob(JOB);
            },
            "backup:DescribeRestoreJob": () =>
                looks++ < 1
                    ? restoreJob(JOB, "RUNNING", undefined, undefined, NEWEST)
                    : restoreJob(JOB, "COMPLETED", RESTORED, undefined, NEWEST),
            "backup:GetRestoreJobMetadata": () => restoreMetadata(JOB, WHOLE),
            "elasticfilesystem:DescribeFileSystems": () =>
                fileSystem(RESTORED, 1, "available", { ThroughputMode: "bursting", NumberOfMountTargets: 0 }),
            "elasticfilesystem:UpdateFileSystem": ({ body }) => {
                done.push(`set ${JSON.stringify(body)}`);
                return updatedFileSystem(RESTORED);
            },
            "elasticfilesystem:PutLifecycleConfiguration": ({ body }) => {
                done.push(`set ${JSON.stringify(body)}`);
                return lifecycle(body["LifecyclePolicies"] as LifecyclePolicy[]);
            },
            "elasticfilesystem:DeleteFileSystem": () => {
                done.push("delete the file system");
                return deletedFileSystem();
            },
            ...handlers,
        });
        return recovery(
            { AWS_ENDPOINT_URL: aws.endpoint },
            ["restore", "--manifest", manifest, "--stack", "prod-2", ...args],
            false,
            {
                root,
                createRestoreContext: () => ({
                    root,
                    now: () => clock,
                    sleep: (milliseconds) => {
                        clock += milliseconds;
                        return Promise.resolve();
                    },
                }),
            },
        );
    }

    /** What is in the project's folder beside the manifest that was there. */
    const written = (): string[] => readdirSync(root).filter((name) => name !== "prod.json");

    it("plans it: what, the stack's file, what --yes does and what is left to do, and makes nothing", async () => {
        const { status, out, err } = await restore({});

        const [head, unit, quotas, file = "", yes, next, notes] = out.split("\n\n");
        expect({ status, err, head, unit, quotas, yes, next, notes }).to.deep.equal({
            status: 0,
            err: "",
            head: "Restore · posit-connect prod · prod-2 · us-east-1 · planned, nothing was created",
            unit: `Recovery set of 2026-11-23T05:02:11Z, 6 h 58 min old
  files     ${NEWEST}
  database  point in time, 2026-11-23T05:02:11Z`,
            quotas: `Quotas in us-east-1, to compare with the account's values
  Elastic IPs: 3 for prod + 3 for prod-2 = 6; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code ec2 --quota-code L-0263D0A3 --query Quota.Value
  VPCs: 1 for prod + 1 for prod-2 = 2; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code vpc --quota-code L-F678F1CE --query Quota.Value
  vCPUs of on-demand standard instances: 24 for prod + 24 for prod-2 = 48; default 5
       aws service-quotas get-service-quota --region us-east-1 --service-code ec2 --quota-code L-1216C47A --query Quota.Value
  Nodes are counted by \`minSize\`; a node update adds up to two per zone. Other resources in the account count, too.`,
            yes: `With --yes
  1. Restore the files to a new file system: about 19 min at least
  2. Set its throughput and lifecycle to the program's
  3. Write manifest.prod-2.json, and Pulumi.prod-2.yaml with its id`,
            next: `Then
  4. Create the stack, with its secrets
       pulumi stack init prod-2
       aws s3 cp --region us-east-1 s3://${BUCKET.name}/license.lic - | pulumi config set --secret posit-connect:license --stack prod-2
       pulumi config set --secret posit-connect:oidcClientSecret --stack prod-2
  5. Deploy it: about 19 min
       pulumi up --stack prod-2
  6. Check that Connect responds, and inspect it
       curl --fail --connect-to "connect.example.com:443:$(pulumi stack output loadBalancerDnsName --stack prod-2):443" https://connect.example.com/__ping__
  7. Stop Connect in prod, if it still exists
       kubectl --namespace posit-connect scale deployment/posit-connect --replicas 0
  8. Promote prod-2: from then on it has the domain's record and sends mail
       pulumi config set --stack prod-2 --path posit-connect:recovery.live true
       pulumi up --stack prod-2
  9. Keep prod, if it still exists, from taking the record back
       pulumi config set --stack prod --path posit-connect:loadBalancer.dnsRecord false
       pulumi up --stack prod`,
            notes: `Until it is promoted, prod-2 sends no mail and does not change the domain. It runs the schedules of its content, on
everything that its network reaches. docs/recovery/ describes the way back, and what to keep of the old stack.
`,
        });
        expect(configIn(file)["posit-connect:recovery"]).to.deep.equal({
            from: "manifest.prod-2.json",
            database: { pointInTime: "2026-11-23T05:02:11Z" },
            fileSystem: { adopt: "FILE-SYSTEM", takenAt: "2026-11-23T05:02:11Z" },
        });
        expect({ done, written: written() }).to.deep.equal({ done: [], written: [] });
    });

    it("keeps the stack's own settings, protection and copies among them, in a network of its own", async () => {
        const { out } = await restore({}, ["--cidr", "10.7.0.0/16"]);

        const { "posit-connect:network": network, "posit-connect:connect": connect } = SETTINGS;
        expect(configIn(out.split("\n\n")[3] ?? "")).to.deep.include({
            ...SETTINGS,
            "posit-connect:network": { ...(network as object), cidrBlock: "10.7.0.0/16" },
            "posit-connect:database": {
                ...(SETTINGS["posit-connect:database"] as object),
                engineVersion: "15",
            },
            "posit-connect:connect": {
                ...(connect as object),
                version: "2026.08.0",
                chart: { version: "0.21.0" },
            },
        });
    });

    it("with --yes restores the files, sets their file system up and writes what the stack is made from", async () => {
        const { status, out, err } = await restore({}, ["--yes"]);

        expect({ status, err, done }).to.deep.equal({
            status: 0,
            err: "",
            done: [
                `restore ${NEWEST} as prod-2-${NOW}`,
                'set {"ThroughputMode":"elastic"}',
                'set {"LifecyclePolicies":[{"TransitionToIA":"AFTER_30_DAYS"},{"TransitionToPrimaryStorageClass":"AFTER_1_ACCESS"}]}',
            ],
        });
        expect(out).to.contain(`Steps
  1. Restore the files to a new file system
     restore job ${JOB}
     ${RESTORED}
     15 s
  2. Set its throughput and lifecycle to the program's
     0 s
  3. Write manifest.prod-2.json, and Pulumi.prod-2.yaml with its id
     0 s

Then
  1. Create the stack, with its secrets
`);
        expect(JSON.parse(readFileSync(join(root, "manifest.prod-2.json"), "utf8"))).to.deep.equal({
            ...MANIFEST,
            settings: SETTINGS,
        });
        const { config } = parse(readFileSync(join(root, "Pulumi.prod-2.yaml"), "utf8")) as {
            config: Record<string, unknown>;
        };
        expect(config["posit-connect:recovery"]).to.deep.include({
            from: "manifest.prod-2.json",
            fileSystem: { adopt: RESTORED, takenAt: "2026-11-23T05:02:11Z" },
        });
        expect(written()).to.deep.equal(["Pulumi.prod-2.yaml", "manifest.prod-2.json"]);
    });

    it("goes on with a restore job that runs already, and with the unit that it is of", async () => {
        const older = filesPoint("2026-11-22T17:03:01.400Z").arn;
        const { status, out } = await restore(
            { "backup:DescribeRestoreJob": () => restoreJob(JOB, "COMPLETED", RESTORED, undefined, older) },
            ["--yes", "--restore-job", JOB],
        );

        expect(status).to.equal(0);
        expect(out).to.contain("Recovery set of 2026-11-22T17:03:01Z");
        expect(done.filter((what) => what.startsWith("restore"))).to.deep.equal([]);
        expect(readFileSync(join(root, "Pulumi.prod-2.yaml"), "utf8")).to.contain(
            'takenAt: "2026-11-22T17:03:01Z"',
        );
    });

    it("takes the unit that is named, by its minute as status prints it", async () => {
        for (const minute of ["2026-11-22 05:02", "2026-11-22T05:02"]) {
            const { out } = await restore({}, ["--unit", minute]);
            expect(out).to.contain("Recovery set of 2026-11-22T05:02:10Z");
        }
    });

    it("brings the database back to another moment, which point-in-time recovery reaches", async () => {
        const { out } = await restore({}, ["--point-in-time", "2026-11-23T09:30:00Z"]);

        expect(out).to.contain("database  point in time, 2026-11-23T09:30:00Z, 4 h 28 min apart");
        expect(configIn(out.split("\n\n")[3] ?? "")["posit-connect:recovery"]).to.deep.include({
            database: { pointInTime: "2026-11-23T09:30:00Z" },
        });
    });

    it("does so with --force where that is of another run of the backups, and says so in the stack's file", async () => {
        const { out } = await restore({}, ["--point-in-time", "2026-11-20T09:30:00Z", "--force"]);

        expect(configIn(out.split("\n\n")[3] ?? "")["posit-connect:recovery"]).to.deep.include({
            database: { pointInTime: "2026-11-20T09:30:00Z" },
            force: true,
        });
    });

    it("does so with the newest files, also where the database has been gone for longer than a unit may be apart", async () => {
        const { out } = await restore(
            {
                "rds:DescribeDBInstances": () => queryError(404, "DBInstanceNotFound", "not found"),
                "rds:DescribeDBInstanceAutomatedBackups": () =>
                    automatedBackups({
                        ...DATABASE,
                        status: "retained",
                        window: ["2026-11-09T05:09:12.345Z", "2026-11-20T10:00:00Z"],
                    }),
            },
            ["--point-in-time", "2026-11-20T09:30:00Z", "--force"],
        );

        expect(out).to.contain(`files     ${NEWEST}`);
        expect(configIn(out.split("\n\n")[3] ?? "")["posit-connect:recovery"]).to.deep.include({
            database: { pointInTime: "2026-11-20T09:30:00Z", resourceId: DATABASE.resourceId },
            force: true,
        });
    });

    it("says nothing of force where nothing is forced, and takes the domain's record whoever has it today", async () => {
        const { out } = await restore({}, ["--force"], {
            ...SETTINGS,
            "posit-connect:loadBalancer": {
                ...(SETTINGS["posit-connect:loadBalancer"] as object),
                dnsRecord: false,
            },
        });

        const config = configIn(out.split("\n\n")[3] ?? "");
        expect(config["posit-connect:recovery"]).to.not.have.property("force");
        expect(config["posit-connect:loadBalancer"]).to.deep.equal(SETTINGS["posit-connect:loadBalancer"]);
    });

    it("writes neither file where one has come meanwhile, and tells how to go on", async () => {
        const { status, err } = await restore(
            {
                "elasticfilesystem:PutLifecycleConfiguration": ({ body }) => {
                    writeFileSync(join(root, "Pulumi.prod-2.yaml"), "encryptionsalt: salt\n");
                    return lifecycle(body["LifecyclePolicies"] as LifecyclePolicy[]);
                },
            },
            ["--yes"],
        );

        expect({ status, err, written: written() }).to.deep.equal({
            status: 1,
            err: `EEXIST: file already exists, open '${join(root, "Pulumi.prod-2.yaml")}'\nThe files are restored: ${CONTINUE}`,
            written: ["Pulumi.prod-2.yaml"],
        });
    });

    it("takes the licence from elsewhere where the bucket has it no more, and says so", async () => {
        const { status, out } = await restore({
            "s3:ListBucket": () => objects(BUCKET.name, { "manifest.json": 9000, "values.yaml": 2000 }),
        });

        expect(status).to.equal(0);
        expect(out).to.contain(`  – no license.lic in ${BUCKET.name}\n`);
        expect(out).to.contain(
            "       pulumi config set --secret posit-connect:license < license.lic --stack prod-2\n",
        );
    });

    it("points at the load balancer where the domain's record is not the stack's", async () => {
        const { out } = await restore({}, ["--certificate-arn", CERTIFICATE], {
            ...SETTINGS,
            "posit-connect:loadBalancer": {
                domainName: "connect.example.com",
                certificateArn: CERTIFICATE,
            },
        });

        expect(out).to.contain(`  8. Promote prod-2: from then on it sends mail
       pulumi config set --stack prod-2 --path posit-connect:recovery.live true
       pulumi up --stack prod-2
  9. Point the domain to its load balancer
       pulumi stack output loadBalancerDnsName --stack prod-2
`);
    });

    it("from the copies, takes zones and a certificate there, and copies nowhere", async () => {
        const there = CERTIFICATE.replace("us-east-1", "us-west-2");
        const { out } = await restore(
            {},
            [
                ...["--region", "us-west-2", "--certificate-arn", there],
                ...["--availability-zone", "us-west-2b", "us-west-2c", "us-west-2d"],
            ],
            {
                ...SETTINGS,
                "posit-connect:loadBalancer": {
                    domainName: "connect.example.com",
                    certificateArn: CERTIFICATE,
                },
            },
        );

        const config = configIn(out.split("\n\n")[3] ?? "");
        expect(config["aws:region"]).to.equal("us-west-2");
        expect(config["posit-connect:backup"]).to.deep.equal({ restoreTests: true });
        expect(config["posit-connect:loadBalancer"]).to.deep.include({ certificateArn: there });
        expect(config["posit-connect:network"]).to.deep.include({
            availabilityZones: ["us-west-2b", "us-west-2c", "us-west-2d"],
        });
    });

    describe("tells how to go on, or what is left, where", () => {
        const FAILURES: [string, AwsHandlers, { err: string; done: string[] }][] = [
            [
                "AWS Backup does not response",
                { "backup:StartRestoreJob": () => NO_RESPONSE },
                {
                    err:
                        `backup:StartRestoreJob: ${NEWEST} in us-east-1 cannot be reached (TimeoutError). If the region is down, name another with --region.\n` +
                        "Possibly left behind: a restore job, which creates a file system: aws backup list-restore-jobs --region us-east-1 " +
                        `--by-resource-type EFS --query "RestoreJobs[?RecoveryPointArn=='${NEWEST}'].[RestoreJobId,CreationDate,Status,CreatedResourceArn]"\n`,
                    done: [],
                },
            ],
            [
                "nobody may look at the job",
                {
                    "backup:DescribeRestoreJob": () =>
                        backupError(
                            403,
                            "AccessDeniedException",
                            "User: operator is not authorized to perform: backup:DescribeRestoreJob",
                        ),
                },
                {
                    err:
                        `backup:DescribeRestoreJob: not allowed on restore job ${JOB} in us-east-1, or it does not exist. Add the action to the policy of your role.\n` +
                        `AWS Backup continues: ${CONTINUE}`,
                    done: [`restore ${NEWEST} as prod-2-${NOW}`],
                },
            ],
            [
                "the job fails: what it has made goes",
                { "backup:DescribeRestoreJob": () => restoreJob(JOB, "FAILED", RESTORED, "no space") },
                {
                    err: `Restore job ${JOB}: FAILED, no space\n`,
                    done: [`restore ${NEWEST} as prod-2-${NOW}`, "delete the file system"],
                },
            ],
            [
                "what a failed job has made cannot go",
                {
                    "backup:DescribeRestoreJob": () => restoreJob(JOB, "FAILED", RESTORED, "no space"),
                    "elasticfilesystem:DeleteFileSystem": () =>
                        efsError(500, "InternalServerError", "try later"),
                },
                {
                    err:
                        `Restore job ${JOB}: FAILED, no space\n` +
                        `elasticfilesystem:DeleteFileSystem: failed for file system ${RESTORED} in us-east-1: InternalServerError: try later\n` +
                        `Left behind: ${DELETE}\n`,
                    done: [`restore ${NEWEST} as prod-2-${NOW}`],
                },
            ],
            [
                "the file system cannot be set up",
                {
                    "elasticfilesystem:UpdateFileSystem": () =>
                        efsError(400, "BadRequest", "not supported here"),
                },
                {
                    err:
                        `elasticfilesystem:UpdateFileSystem: failed for file system ${RESTORED} in us-east-1: BadRequest: not supported here\n` +
                        `The files are restored: ${CONTINUE}`,
                    done: [`restore ${NEWEST} as prod-2-${NOW}`],
                },
            ],
        ];
        for (const [what, handlers, { err, done: expected }] of FAILURES) {
            it(what, async () => {
                const outcome = await restore(handlers, ["--yes"]);

                expect({ status: outcome.status, err: outcome.err, done, written: written() }).to.deep.equal({
                    status: 1,
                    err,
                    done: expected,
                    written: [],
                });
            });
        }
    });

    it("takes the next zones for those that the other region has not, or has without the database's class", async () => {
        const { out } = await restore(
            {
                "rds:DescribeOrderableDBInstanceOptions": ({ body }) =>
                    body["Marker"] === undefined
                        ? orderableOptions(
                              [
                                  { ...ORDERABLE, zones: ["us-west-2a", "us-west-2d"] },
                                  { ...ORDERABLE, engineVersion: "16.10", zones: ["us-west-2b"] },
                                  { ...ORDERABLE, storageType: "gp2", zones: ["us-west-2b"] },
                              ],
                              "2",
                          )
                        : orderableOptions([{ ...ORDERABLE, zones: ["us-west-2e", "us-west-2c"] }]),
            },
            ["--region", "us-west-2"],
        );

        expect(configIn(out.split("\n\n")[3] ?? "")["posit-connect:network"]).to.deep.include({
            availabilityZones: ["us-west-2a", "us-west-2c", "us-west-2d"],
        });
    });

    it("raises the ceiling of a storage that has grown near it, of a point in time and of a copy alike", async () => {
        const copy = "arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-19704517";
        const ofWindow: AwsHandlers = {
            "rds:DescribeDBInstanceAutomatedBackups": () =>
                automatedBackups({
                    ...DATABASE,
                    status: "active",
                    window: ["2026-11-09T05:09:12.345Z", "2026-11-23T11:52:12Z"],
                    storageGiB: 1900,
                }),
        };
        const grown: [handlers: AwsHandlers, args: string[]][] = [
            [ofWindow, []],
            [ofWindow, ["--point-in-time", "2026-11-23T09:30:00Z"]],
            [
                {
                    "rds:DescribeDBSnapshots": () =>
                        dbSnapshots([
                            {
                                arn: copy,
                                identifier: DATABASE.identifier,
                                created: "2026-11-23T07:09:30Z",
                                originallyCreated: "2026-11-23T05:09:30Z",
                                storageGiB: 1900,
                                keyArn: KEYS.copies,
                            },
                        ]),
                },
                ["--region", "us-west-2"],
            ],
        ];
        for (const [handlers, args] of grown) {
            const { out } = await restore(handlers, args);
            expect(configIn(out.split("\n\n")[3] ?? "")["posit-connect:database"]).to.deep.include({
                maxStorageGiB: 2090,
            });
        }
    });

    it("begins nothing without the rights that it takes itself, unless it is told not to ask", async () => {
        const denied: AwsHandlers = {
            "iam:SimulatePrincipalPolicy": decisions((action) => ({
                decision:
                    action === "elasticfilesystem:PutLifecycleConfiguration" ? "implicitDeny" : "allowed",
            })),
        };
        const { status, err } = await restore(denied, ["--yes"]);

        expect({ status, err, done: [...done] }).to.deep.equal({
            status: 1,
            err:
                "elasticfilesystem:PutLifecycleConfiguration: not allowed on arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-00000000000000000. Add the action to the policy of your role.\n" +
                "Set --skip-rights-check to start without this check: IAM knows neither your address nor whether you signed in with MFA.\n",
            done: [],
        });
        const skipped = await restore(denied, ["--yes", "--skip-rights-check"]);

        expect(skipped.status).to.equal(0);
        expect(aws?.requests).to.not.include("us-east-1 iam:SimulatePrincipalPolicy");
    });

    describe("refuses in one line", () => {
        const taken = (name: string): void => {
            writeFileSync(join(root, name), "");
        };
        const REFUSED: [string, { args?: string[]; handlers?: AwsHandlers; before?: () => void }, string][] =
            [
                [
                    "the manifest's own stack",
                    { args: ["--stack", "prod"] },
                    "--stack prod: must not be the manifest's own stack, whose state has its resources. Name a new one, such as prod-2.",
                ],
                [
                    "a name that is none",
                    { args: ["--stack", "../prod"] },
                    "--stack ../prod: must be 1 to 49 lower-case letters, digits and single hyphens, with none at either end (RDS accepts no other in posit-connect-<stack>), such as prod-2.",
                ],
                [
                    "a stack whose file is there",
                    {
                        before: () => {
                            taken("Pulumi.prod-2.yaml");
                        },
                    },
                    "--stack prod-2: Pulumi.prod-2.yaml already exists. Name another stack, or remove the file.",
                ],
                [
                    "a unit that is not there",
                    { args: ["--unit", "2026-11-23 05:03"] },
                    '--unit 2026-11-23 05:03: no such recovery set. `npm run recovery -- status` lists them, such as --unit "2026-11-23 05:02".',
                ],
                [
                    "files without a database of about their moment",
                    { args: ["--unit", "2026-10-25 17:02"] },
                    "--unit 2026-10-25 17:02: has no database backup within 8 h. Set --point-in-time and --force.",
                ],
                [
                    "a unit whose key is gone",
                    {
                        args: ["--unit", "2026-11-23 05:02"],
                        handlers: {
                            "kms:DescribeKey": ({ body }) =>
                                key(
                                    String(body["KeyId"]),
                                    body["KeyId"] === DATABASE.keyArn ? "PendingDeletion" : "Enabled",
                                ),
                        },
                    },
                    "--unit 2026-11-23 05:02: not usable: key of the database is PendingDeletion. `npm run recovery -- status` lists others.",
                ],
                [
                    "a moment that is none",
                    { args: ["--point-in-time", "yesterday"] },
                    "--point-in-time yesterday: must be a time in UTC, such as 2026-11-23T09:00:00Z.",
                ],
                [
                    "a day that there is not",
                    { args: ["--point-in-time", "2026-02-30T09:00:00Z"] },
                    "--point-in-time 2026-02-30T09:00:00Z: must be a time in UTC, such as 2026-11-23T09:00:00Z.",
                ],
                [
                    "a moment under a key that is gone",
                    {
                        args: ["--point-in-time", "2026-11-23T09:00:00Z"],
                        handlers: {
                            "kms:DescribeKey": ({ body }) =>
                                key(
                                    String(body["KeyId"]),
                                    body["KeyId"] === DATABASE.keyArn ? "PendingDeletion" : "Enabled",
                                ),
                        },
                    },
                    "--point-in-time 2026-11-23T09:00:00Z: not usable: key of the database is PendingDeletion.",
                ],
                [
                    "a unit beside a restore job",
                    { args: ["--restore-job", JOB, "--unit", "2026-11-23 05:02"] },
                    "--unit: must be left out with --restore-job, which determines the files.",
                ],
                [
                    "a restore job whose file system is gone",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:DescribeRestoreJob": () =>
                                restoreJob(JOB, "COMPLETED", RESTORED, undefined, NEWEST),
                            "elasticfilesystem:DescribeFileSystems": ({ url }) =>
                                url.search.includes(RESTORED)
                                    ? efsError(404, "FileSystemNotFound", "not found")
                                    : fileSystem(MANIFEST.fileSystem.id, 1),
                        },
                    },
                    `--restore-job ${JOB}: its file system, ${RESTORED}, is deleted. Start another restore, without this option.`,
                ],
                [
                    "a restore job whose file system is in use",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:DescribeRestoreJob": () =>
                                restoreJob(JOB, "COMPLETED", RESTORED, undefined, NEWEST),
                            "elasticfilesystem:DescribeFileSystems": () => fileSystem(RESTORED, 1),
                        },
                    },
                    `--restore-job ${JOB}: its file system, ${RESTORED}, is already mounted by a stack. Start another restore, without this option.`,
                ],
                [
                    "a moment that point-in-time recovery does not reach",
                    { args: ["--point-in-time", "2026-11-23T13:00:00Z"] },
                    "--point-in-time 2026-11-23T13:00:00Z: must be within 2026-11-09 05:09 UTC – 2026-11-23 11:57 UTC, the window of point-in-time recovery.",
                ],
                [
                    "a moment where there is no point-in-time recovery",
                    {
                        args: ["--point-in-time", "2026-11-23T09:00:00Z"],
                        handlers: { "rds:DescribeDBInstanceAutomatedBackups": () => automatedBackups() },
                    },
                    "--point-in-time 2026-11-23T09:00:00Z: this region has no point-in-time recovery. Leave the option out to restore a snapshot.",
                ],
                [
                    "a moment of another run of the backups",
                    { args: ["--point-in-time", "2026-11-20T09:00:00Z"] },
                    "--point-in-time 2026-11-20T09:00:00Z: is 2 d 21 h from the file backup of 2026-11-23 05:02; a recovery set spans at most 8 h. Choose files from about that time, or back them up now and set --force.",
                ],
                [
                    "a restore job that is not there",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:DescribeRestoreJob": () =>
                                backupError(400, "ResourceNotFoundException", "no such job"),
                        },
                    },
                    `--restore-job ${JOB}: AWS Backup has no such job in us-east-1. \`aws backup list-restore-jobs --region us-east-1\` lists its jobs.`,
                ],
                [
                    "a restore job of some files alone",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:GetRestoreJobMetadata": () =>
                                restoreMetadata(JOB, { ...WHOLE, itemsToRestore: '["/apps/7"]' }),
                        },
                    },
                    `--restore-job ${JOB}: restores only ["/apps/7"]. Start another restore, without this option.`,
                ],
                [
                    "a restore job into a file system that was there before",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:GetRestoreJobMetadata": () =>
                                restoreMetadata(JOB, { "file-system-id": MANIFEST.fileSystem.id }),
                        },
                    },
                    `--restore-job ${JOB}: restores to an existing file system. Start another restore, without this option.`,
                ],
                [
                    "zones that the database's class is not in",
                    { args: ["--availability-zone", "us-east-1a", "us-east-1e", "us-east-1f"] },
                    "--availability-zone us-east-1e us-east-1f: RDS offers db.m5.large for PostgreSQL 15 only in us-east-1a, us-east-1b, " +
                        "us-east-1c, us-east-1d. Name others.",
                ],
                [
                    "a region with too few zones of the database's class",
                    {
                        args: ["--region", "us-west-2"],
                        handlers: {
                            "rds:DescribeOrderableDBInstanceOptions": () =>
                                orderableOptions([{ ...ORDERABLE, zones: ["us-west-2a", "us-west-2b"] }]),
                        },
                    },
                    "--availability-zone: not set, and the stack has 3 zones: RDS offers db.m5.large for PostgreSQL 15 only in us-west-2a, " +
                        "us-west-2b. Name the zones to restore in.",
                ],
                [
                    "a region without the database's class",
                    {
                        args: ["--region", "us-west-2"],
                        handlers: { "rds:DescribeOrderableDBInstanceOptions": () => orderableOptions([]) },
                    },
                    "database.instanceClass: RDS does not offer db.m5.large for PostgreSQL 15 in us-west-2. Run `npm run recovery -- fetch`, set another " +
                        "class in the manifest's settings, and name that file with --manifest.",
                ],
                [
                    "a restore job of a database",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:DescribeRestoreJob": () =>
                                restoreJob(JOB, "RUNNING", undefined, undefined, SNAPSHOT, "RDS"),
                            "backup:GetRestoreJobMetadata": () =>
                                restoreMetadata(JOB, { DBInstanceIdentifier: "restored", MultiAZ: "false" }),
                        },
                    },
                    `--restore-job: ${SNAPSHOT}: ` +
                        'no such recovery set. `npm run recovery -- status` lists them, such as --unit "2026-11-23 05:02".',
                ],
            ];
        for (const [what, { args = [], handlers = {}, before }, line] of REFUSED) {
            it(what, async () => {
                before?.();
                const outcome = await restore(handlers, ["--yes", ...args]);

                expect({ ...outcome, done }).to.deep.equal({
                    status: 1,
                    out: "",
                    err: `${line}\n`,
                    done: [],
                });
            });
        }
    });
});

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";

/** The settings in a stack's file as it is printed, under its name. */
function configIn(text: string): Record<string, unknown> {
    const { config } = parse(text.split("\n").slice(1).join("\n"), { version: "1.1" }) as {
        config: Record<string, unknown>;
    };
    return config;
}
