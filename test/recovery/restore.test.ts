import type { LifecyclePolicy } from "@aws-sdk/client-efs";
import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { BUCKET, KEYS, MANIFEST } from "../recoveryManifest";
import { NOW, recovery, type Outcome } from "./command";
import { NO_RESPONSE, type AwsHandlers, type LocalAws } from "./localAws";
import { decisions, filesPoint, JOB, RESTORED, SETTINGS, snapshotPoint, startProd } from "./prodStack";
import {
    backupError,
    deletedFileSystem,
    efsError,
    fileSystem,
    lifecycle,
    restoreJob,
    restoreMetadata,
    startedRestoreJob,
    updatedFileSystem,
} from "./wireShapes";

const NEWEST = filesPoint("2026-11-23T05:02:11.120Z").arn;
/** Metadata of a job that restores all files to a new file system. */
const ALL_FILES = {
    "file-system-id": MANIFEST.fileSystem.id,
    newFileSystem: "true",
    CreationToken: "prod-2",
    PerformanceMode: "generalPurpose",
    Encrypted: "true",
    KmsKeyId: KEYS.files,
};
const SNAPSHOT = snapshotPoint("2026-11-22T17:06:40Z").arn;
const CONTINUE = `run the same command with --restore-job ${JOB} and without --recovery-set to continue from there.\n`;
const DELETE = `aws efs delete-file-system --region us-east-1 --file-system-id ${RESTORED}`;

describe("npm run recovery -- restore, with documented responses", () => {
    let root: string;
    let aws: LocalAws | undefined;
    /** Changes in AWS, in order. */
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

    /** Restores the stack prod as prod-2, in a folder with only the manifest. */
    async function restore(
        handlers: AwsHandlers,
        args: string[] = [],
        settings: Record<string, unknown> = SETTINGS,
    ): Promise<Outcome> {
        const manifest = join(root, "prod.json");
        writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings }));
        let clock = NOW;
        let polls = 0;
        await aws?.stop();
        aws = await startProd({
            "backup:StartRestoreJob": ({ body }) => {
                const { CreationToken: token } = body["Metadata"] as Record<string, string>;
                done.push(`restore ${String(body["RecoveryPointArn"])} as ${token ?? ""}`);
                return startedRestoreJob(JOB);
            },
            "backup:DescribeRestoreJob": () =>
                polls++ < 1
                    ? restoreJob(JOB, "RUNNING", undefined, undefined, NEWEST)
                    : restoreJob(JOB, "COMPLETED", RESTORED, undefined, NEWEST),
            "backup:GetRestoreJobMetadata": () => restoreMetadata(JOB, ALL_FILES),
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

    /** The files in the folder, without the manifest. */
    const written = (): string[] => readdirSync(root).filter((name) => name !== "prod.json");

    it("plans a restore: the stack's file, the steps of --yes and the user's own, and creates nothing", async () => {
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
  vCPUs of on-demand standard instances: 48 for prod + 48 for prod-2 = 96; default 5
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
       pulumi config set --stack prod-2 --path posit-connect:recovery.promoted true
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

    it("restores the files with --yes, configures their file system, and writes the stack's file and the manifest", async () => {
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

    it("continues an earlier restore job, with its recovery set", async () => {
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

    it("takes the stack with its organization, for the commands of the Pulumi CLI", async () => {
        const { status, out } = await restore({}, ["--stack", "acme/prod-2"]);

        expect(status).to.equal(0);
        expect(out.split("\n").filter((line) => /Restore ·|manifest\.|stack init/.test(line))).to.deep.equal([
            "Restore · posit-connect prod · prod-2 · us-east-1 · planned, nothing was created",
            "      from: manifest.prod-2.json",
            "  3. Write manifest.prod-2.json, and Pulumi.prod-2.yaml with its id",
            "       pulumi stack init acme/prod-2",
        ]);
    });

    it("writes neither file if one was created in the meantime, and prints how to continue", async () => {
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

    describe("prints how to continue, or everything that is left, if", () => {
        const FAILURES: [string, AwsHandlers, { err: string; done: string[] }][] = [
            [
                "AWS Backup does not respond",
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
                "the job cannot be read",
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
                "the job fails: its file system is deleted",
                { "backup:DescribeRestoreJob": () => restoreJob(JOB, "FAILED", RESTORED, "no space") },
                {
                    err: `Restore job ${JOB}: FAILED, no space\n`,
                    done: [`restore ${NEWEST} as prod-2-${NOW}`, "delete the file system"],
                },
            ],
            [
                "the file system of a failed job cannot be deleted",
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
                "the file system cannot be configured",
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

    it("starts nothing without its own permissions, unless --skip-rights-check is set", async () => {
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

    describe("rejects in one line:", () => {
        const createFile = (name: string): void => {
            writeFileSync(join(root, name), "");
        };
        const REJECTED: [string, { args?: string[]; handlers?: AwsHandlers; before?: () => void }, string][] =
            [
                [
                    "a stack whose file exists",
                    {
                        before: () => {
                            createFile("Pulumi.prod-2.yaml");
                        },
                    },
                    "--stack prod-2: Pulumi.prod-2.yaml already exists. Name another stack, or remove the file.",
                ],
                [
                    "a recovery set that does not exist",
                    { args: ["--recovery-set", "2026-11-23 05:03"] },
                    '--recovery-set 2026-11-23 05:03: no such recovery set. `npm run recovery -- status` lists them, such as --recovery-set "2026-11-23 05:02".',
                ],
                [
                    "a restore job whose file system is deleted",
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
                    "a restore job that does not exist",
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
                    "a restore job of only some files",
                    {
                        args: ["--restore-job", JOB],
                        handlers: {
                            "backup:GetRestoreJobMetadata": () =>
                                restoreMetadata(JOB, { ...ALL_FILES, itemsToRestore: '["/apps/7"]' }),
                        },
                    },
                    `--restore-job ${JOB}: restores only ["/apps/7"]. Start another restore, without this option.`,
                ],
                [
                    "a restore job to an existing file system",
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
                        'no such recovery set. `npm run recovery -- status` lists them, such as --recovery-set "2026-11-23 05:02".',
                ],
            ];
        for (const [what, { args = [], handlers = {}, before }, line] of REJECTED) {
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

/** The settings in a printed stack's file. */
function configIn(text: string): Record<string, unknown> {
    const { config } = parse(text.split("\n").slice(1).join("\n"), { version: "1.1" }) as {
        config: Record<string, unknown>;
    };
    return config;
}
