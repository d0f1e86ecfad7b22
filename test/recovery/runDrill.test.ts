import type { ThroughputMode } from "@aws-sdk/client-efs";
import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { formatSeconds } from "../../recovery/format";
import { StackTaken } from "../../recovery/pulumiStacks";
import { UserError } from "../../lib/userError";
import { NOW, recovery, type Outcome } from "./command";
import { NO_RESPONSE, type AwsResponse, type AwsHandlers, type LocalAws } from "./localAws";
import { MANIFEST } from "../recoveryManifest";
import {
    CONTINUOUS,
    actionsIn,
    DATABASE,
    decisions,
    DRILL,
    filesPoint,
    JOB,
    RESTORED,
    STORED_LICENSE,
    pointPages,
    ROLE,
    SETTINGS,
    startProd,
} from "./prodStack";
import {
    automatedBackups,
    callerIdentity,
    deletedAutomatedBackup,
    deletedFileSystem,
    deletedLogGroup,
    deletedRecoveryPoint,
    fileSystem,
    backupError,
    efsError,
    logsError,
    queryError,
    simulatedPolicy,
    recoveryPoints,
    restoreJob,
    startedRestoreJob,
    updatedFileSystem,
    type Decision,
    type Point,
} from "./wireShapes";

const BALANCER = "k8s-drill.us-east-1.elb.amazonaws.com";
const DELETE_FILE_SYSTEM = `aws efs delete-file-system --region us-east-1 --file-system-id ${RESTORED}`;
const DELETE_RESTORED =
    `aws efs delete-file-system --region us-east-1 --file-system-id "$(aws backup describe-restore-job --region us-east-1 ` +
    `--restore-job-id ${JOB} --query CreatedResourceArn --output text | cut -d/ -f2)"`;
const SKIP =
    "Set --skip-rights-check to start without this check: IAM knows neither your address nor whether you signed in with MFA.\n";
const LOG_GROUP = `/aws/eks/posit-connect-${DRILL}/cluster`;
const DELETE_LOGS = `aws logs delete-log-group --region us-east-1 --log-group-name ${LOG_GROUP}`;
const DELETE_BACKUPS =
    'aws rds delete-db-instance-automated-backup --region us-east-1 --dbi-resource-id "$(aws rds describe-db-instance-automated-backups ' +
    `--region us-east-1 --filters Name=db-instance-id,Values=posit-connect-${DRILL} --query 'DBInstanceAutomatedBackups[0].DbiResourceId' --output text)"`;

const SECRETS: Record<string, string> = {
    "posit-connect:license": "text-of-the-license",
    "posit-connect:oidcClientSecret": "text-of-the-client-secret",
    "posit-connect:smtpPassword": "text-of-the-mail-password",
    "posit-connect:registryCredentials": "text-of-the-credentials",
};

/** The path of the drill's vault, whose name is shortened. */
const DRILL_VAULT_PATH = /^\/backup-vaults\/posit-connect-prod-d\w*-[0-9a-f]{8}\//;

/** The error if another drill has created the stack. */
const TAKEN = "it is another drill's";

/** Seconds that each operation takes on the test's clock. */
const SECONDS: Record<string, number> = { create: 4, up: 1080, destroy: 1020, remove: 2 };

interface World {
    /** Changes in AWS and of the stack, in order. */
    done: string[];
    /** Responses to the health checks; the last one is repeated. */
    pings: string[];
    /** Errors of the stack's operations. */
    failures: Partial<Record<"checkFree" | "secretsOf" | "create" | "up" | "destroy" | "remove", string>>;
    secrets: Record<string, string>;
    settings: Record<string, unknown>;
    /** The arguments that the stack was created with. */
    created?: { config: Record<string, unknown>; from: boolean; source: string; secrets: object };
    /** The change at which the drill is interrupted. */
    interruptAt?: string;
    /** Interrupts the running drill. */
    interrupt?: () => void;
}

/** The settings of the stack prod, with only one administrator of its cluster. */
function administeredBy(arn: string): Record<string, unknown> {
    const cluster = SETTINGS["posit-connect:cluster"] as object;
    return { ...SETTINGS, "posit-connect:cluster": { ...cluster, administratorRoleArns: [arn] } };
}

/** Values of condition keys in a request to IAM. */
function contextIn(body: Record<string, unknown>): Record<string, unknown> {
    const entries: Record<string, unknown> = {};
    for (let n = 1; `ContextEntries.member.${n}.ContextKeyName` in body; n++) {
        const part = (name: string): string => String(body[`ContextEntries.member.${n}.${name}`]);
        const value = part("ContextKeyValues.member.1");
        entries[part("ContextKeyName")] = part("ContextKeyType") === "boolean" ? value === "true" : value;
    }
    return entries;
}

const POINT = "arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80";

describe("npm run recovery -- drill --yes, with documented responses", () => {
    let folder: string;
    let aws: LocalAws | undefined;
    let world: World;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "recovery-"));
        world = { done: [], pings: ["200"], failures: {}, secrets: SECRETS, settings: SETTINGS };
    });

    afterEach(async () => {
        await aws?.stop();
        aws = undefined;
        rmSync(folder, { recursive: true });
    });

    /** Runs a drill, and records all changes. */
    async function drill(handlers: AwsHandlers = {}, ...args: string[]): Promise<Outcome> {
        const manifest = join(folder, "manifest.json");
        writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings: world.settings }));
        const controller = new AbortController();
        let clock = NOW;
        world.interrupt = () => {
            controller.abort("SIGINT");
        };
        const record = (what: string): void => {
            world.done.push(what);
            if (what === world.interruptAt) {
                controller.abort("SIGINT");
            }
        };
        let polls = 0;
        /** Number of responses in which the restored file system is still being updated. */
        let updating = 0;
        let mode: ThroughputMode = "bursting";
        const changes: AwsHandlers = {
            "backup:StartRestoreJob": ({ body }) => {
                record("start restore");
                expect(body).to.deep.equal({
                    RecoveryPointArn:
                        "arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80",
                    IamRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
                    ResourceType: "EFS",
                    IdempotencyToken: `${DRILL}-${NOW}`,
                    Metadata: {
                        "file-system-id": MANIFEST.fileSystem.id,
                        newFileSystem: "true",
                        CreationToken: DRILL,
                        PerformanceMode: "generalPurpose",
                        Encrypted: "true",
                        KmsKeyId: MANIFEST.fileSystem.keyArn,
                    },
                });
                return startedRestoreJob(JOB);
            },
            "backup:DescribeRestoreJob": () => {
                polls++;
                return polls < 3 ? restoreJob(JOB, "RUNNING") : restoreJob(JOB, "COMPLETED", RESTORED);
            },
            "elasticfilesystem:UpdateFileSystem": ({ url, body }) => {
                mode = "elastic";
                record(`set ${url.pathname.split("/").at(-1) ?? ""} ${JSON.stringify(body)}`);
                updating = 1;
                return updatedFileSystem(RESTORED);
            },
            "elasticfilesystem:DescribeFileSystems": () =>
                fileSystem(RESTORED, 1, updating-- > 0 ? "updating" : "available", { ThroughputMode: mode }),
            "elasticfilesystem:DeleteFileSystem": ({ url }) => {
                record(`delete ${url.pathname.split("/").at(-1) ?? ""}`);
                return deletedFileSystem();
            },
            "rds:DeleteDBInstanceAutomatedBackup": ({ body }) => {
                record(`delete backups of ${String(body["DbiResourceId"])}`);
                return deletedAutomatedBackup();
            },
            "logs:DeleteLogGroup": ({ body }) => {
                expect(body).to.deep.equal({ logGroupName: LOG_GROUP });
                record("delete logs");
                return deletedLogGroup();
            },
        };
        const runStack = (what: "create" | "up" | "destroy" | "remove"): void => {
            record(what);
            clock += (SECONDS[what] ?? 0) * 1000;
            const failure = world.failures[what];
            if (failure !== undefined) {
                throw failure === TAKEN ? new StackTaken([failure]) : new UserError([failure]);
            }
        };
        const failIf = (what: "checkFree" | "secretsOf"): void => {
            const failure = world.failures[what];
            if (failure !== undefined) {
                throw new UserError([failure]);
            }
        };
        await aws?.stop();
        aws = await startProd({
            "rds:DescribeDBInstanceAutomatedBackups": ({ body }) =>
                Object.values(body).includes(`posit-connect-${DRILL}`)
                    ? automatedBackups({ ...DATABASE, resourceId: "db-DRILL", status: "retained" })
                    : automatedBackups({
                          ...DATABASE,
                          status: "active",
                          window: ["2026-11-09T05:09:12.345Z", "2026-11-23T11:52:12Z"],
                      }),
            ...changes,
            ...handlers,
        });
        const stacks = {
            checkFree: (stack: string) => {
                expect(stack).to.equal(DRILL);
                failIf("checkFree");
                return Promise.resolve();
            },
            secretsOf: (stack: string) => {
                expect(stack).to.equal("prod");
                failIf("secretsOf");
                return Promise.resolve(world.secrets);
            },
            drillStack: () => ({
                create: (text: string, source: string, secrets: Record<string, string>) =>
                    Promise.resolve().then(() => {
                        const { config } = parse(text) as { config: Record<string, unknown> };
                        const { from } = config["posit-connect:recovery"] as { from: string };
                        world.created = { config, from: existsSync(from), source, secrets };
                        runStack("create");
                    }),
                up: () =>
                    Promise.resolve().then(() => {
                        runStack("up");
                    }),
                loadBalancer: () => Promise.resolve(BALANCER),
                destroy: () =>
                    Promise.resolve().then(() => {
                        runStack("destroy");
                    }),
                remove: () =>
                    Promise.resolve().then(() => {
                        runStack("remove");
                    }),
            }),
        };
        const pings = [...world.pings];
        return recovery(
            { AWS_ENDPOINT_URL: aws.endpoint },
            ["drill", "--yes", "--manifest", manifest, ...args],
            false,
            {
                createDrillContext: () =>
                    Promise.resolve({
                        stacks,
                        ping: (url, balancer) => {
                            record("ping");
                            expect([url, balancer]).to.deep.equal([MANIFEST.connect.url, BALANCER]);
                            return Promise.resolve((pings.length > 1 ? pings.shift() : pings[0]) ?? "");
                        },
                        now: () => clock,
                        sleep: (milliseconds, interrupted) => {
                            record(`sleep ${milliseconds / 1000} s`);
                            interrupted?.throwIfAborted();
                            clock += milliseconds;
                            return Promise.resolve();
                        },
                        interrupted: controller.signal,
                    }),
            },
        );
    }

    it("restores, deploys, waits until Connect responds, prints the RTO and deletes everything, in this order", async () => {
        world.pings = ["503", "connect ECONNREFUSED", "200"];

        expect(await drill()).to.deep.equal({
            status: 0,
            err: "",
            out: `Drill · posit-connect prod · ${DRILL} · us-east-1 · started

Recovery set of 2026-11-23T05:02:11Z, 6 h 58 min old
  files     arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80
  database  point in time, 2026-11-23T05:02:11Z

Connect responds about 38 min after the first step at the earliest, and is deleted about 17 min later.
AWS restores files at 200 MB or 1,500 files per second, whichever is slower; the times of \`pulumi up\` and \`pulumi destroy\`
are typical ones of catalog/, and a large database takes longer. The restored content runs, including its schedules,
on everything that the drill's network reaches. It sends no mail, and the domain does not change.

Steps
  1. Restore the files to a new file system
     restore job ${JOB}
     ${RESTORED}
     30 s
  2. Set its throughput mode to elastic
     5 s
  3. Write Pulumi.${DRILL}.yaml with its id, and create the stack
     4 s
  4. Deploy ${DRILL}
     18 min
  5. Check that Connect responds
     https://connect.example.com through ${BALANCER}
     RTO measured: 18 min 59 s, from the start of the restore to the first healthy response
     20 s
  6. Destroy ${DRILL}
     17 min
  7. Remove ${DRILL}
     2 s
  8. Delete the automated backups of its database
     0 s
  9. Delete the log group of its cluster, if EKS has recreated it
     0 s
  10. Delete the restored file system
     0 s
`,
        });
        expect(world.done).to.deep.equal([
            "start restore",
            "sleep 15 s",
            "sleep 15 s",
            `set ${RESTORED} {"ThroughputMode":"elastic"}`,
            "sleep 5 s",
            "create",
            "up",
            "ping",
            "sleep 10 s",
            "ping",
            "sleep 10 s",
            "ping",
            "destroy",
            "remove",
            "delete backups of db-DRILL",
            "delete logs",
            `delete ${RESTORED}`,
        ]);
    });

    it("asks IAM about the role of its session: its own actions, and those of its stack's resources", async () => {
        const bodies: Record<string, unknown>[] = [];
        await drill({
            "iam:SimulatePrincipalPolicy": (request) => {
                bodies.push(request.body);
                return decisions(() => ({ decision: "allowed" }))(request);
            },
        });

        expect(new Set(bodies.map((body) => body["PolicySourceArn"]))).to.deep.equal(new Set([ROLE]));
        const asked = new Set(bodies.flatMap(actionsIn));
        // Reading requests before the first change fail by themselves, and change nothing.
        const after = (aws?.requests ?? []).slice(
            (aws?.requests ?? []).indexOf("us-east-1 backup:StartRestoreJob"),
        );
        expect(
            after.map((line) => line.split(" ")[1]).filter((action) => !asked.has(action ?? "")),
        ).to.deep.equal([]);
        expect(asked).to.include.members(["ec2:CreateVpc", "eks:CreateCluster", "rds:DeleteDBInstance"]);
    });

    it("sends IAM the condition keys that it knows in advance: principal, region, and the service that acts for it", async () => {
        const asked = new Map<string, object>();
        await drill({
            "iam:SimulatePrincipalPolicy": (request) => {
                for (const action of actionsIn(request.body)) {
                    asked.set(action, contextIn(request.body));
                }
                return decisions(() => ({ decision: "allowed" }))(request);
            },
        });

        const always = {
            "aws:RequestedRegion": "us-east-1",
            "aws:PrincipalArn": ROLE,
            "aws:SecureTransport": true,
        };
        expect([
            asked.get("backup:StartRestoreJob"),
            asked.get("iam:PassRole"),
            asked.get("kms:CreateGrant"),
        ]).to.deep.equal([
            always,
            { ...always, "iam:PassedToService": "monitoring.rds.amazonaws.com" },
            {
                ...always,
                "kms:GrantIsForAWSResource": true,
                "kms:ViaService": "rds.us-east-1.amazonaws.com",
            },
        ]);
    });

    it("asks IAM about the restore of a snapshot, which is also read, if a copy is restored", async () => {
        const asked = new Set<string>();
        await drill(
            {
                "iam:SimulatePrincipalPolicy": (request) => {
                    for (const action of actionsIn(request.body)) {
                        asked.add(`${action} ${String(request.body["ResourceArns.member.1"])}`);
                    }
                    return decisions(() => ({ decision: "explicitDeny" }))(request);
                },
            },
            "--region",
            "us-west-2",
        );

        const copy = "arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-19704517";
        const of = (part: string): string => `arn:aws:rds:us-west-2:123456789012:${part}`;
        expect([...asked].filter((right) => /^rds:(Restore|DescribeDBSn)/.test(right))).to.deep.equal([
            `rds:DescribeDBSnapshots ${copy}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${copy}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of(`db:posit-connect-${DRILL}`)}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of(`pg:posit-connect-${DRILL}-postgres15`)}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of("subgrp:posit-connect-prod-drill-20261123")}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of("og:default:postgres-15")}`,
        ]);
    });

    it("prints permissions that depend on condition keys which IAM does not know in advance, and continues", async () => {
        const keys = ["aws:MultiFactorAuthPresent"];
        const dependent = ["elasticfilesystem:DeleteFileSystem", "eks:CreateCluster"];
        const { status, out } = await drill({
            "iam:SimulatePrincipalPolicy": decisions((action) =>
                dependent.includes(action)
                    ? { decision: "implicitDeny", missingKeys: keys }
                    : { decision: "allowed" },
            ),
        });

        expect({ status, lines: out.match(/.*Not checked.*/g) }).to.deep.equal({
            status: 0,
            lines: [
                "  Not checked in advance: elasticfilesystem:DeleteFileSystem, eks:CreateCluster, which IAM does not allow without a value of aws:MultiFactorAuthPresent",
            ],
        });
    });

    it("does not ask IAM with --skip-rights-check", async () => {
        const denied = decisions(() => ({ decision: "implicitDeny" }));
        const { status } = await drill({ "iam:SimulatePrincipalPolicy": denied }, "--skip-rights-check");

        expect(status).to.equal(0);
        expect(aws?.requests.filter((asked) => asked.includes(" iam:"))).to.deep.equal([]);
    });

    it("sends a request again if IAM throttles it", async () => {
        let throttled = 3;
        const { status } = await drill({
            "iam:SimulatePrincipalPolicy": (request) =>
                throttled-- > 0
                    ? queryError(400, "Throttling", "Rate exceeded")
                    : decisions(() => ({ decision: "allowed" }))(request),
        });

        expect({ status, throttled: throttled < 0 }).to.deep.equal({ status: 0, throttled: true });
    });

    it("asks IAM about the region of each service, which is us-east-1 for IAM and Route 53", async () => {
        const regions = new Map<string, unknown>();
        await drill(
            {
                "iam:SimulatePrincipalPolicy": (request) => {
                    for (const action of actionsIn(request.body)) {
                        const [service = ""] = action.split(":");
                        const asked = action === "iam:PassRole" ? action : service;
                        regions.set(asked, contextIn(request.body)["aws:RequestedRegion"]);
                    }
                    return decisions(() => ({ decision: "explicitDeny" }))(request);
                },
            },
            "--region",
            "us-west-2",
        );

        expect([...regions].filter(([, region]) => region !== "us-west-2")).to.deep.equal([
            ["iam", "us-east-1"],
            ["route53", "us-east-1"],
        ]);
        expect(regions.get("iam:PassRole")).to.equal("us-west-2");
    });

    it("reads all pages of IAM's decisions", async () => {
        const { status, err } = await drill({
            "iam:SimulatePrincipalPolicy": ({ body }) => {
                const at = Number(body["Marker"] ?? 0);
                const actions = actionsIn(body);
                return simulatedPolicy(
                    String(body["ResourceArns.member.1"]),
                    { [String(actions[at])]: { decision: "allowed" } },
                    at + 1 < actions.length ? String(at + 1) : undefined,
                );
            },
        });

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
    });

    it("asks IAM about the user, if the credentials belong to one", async () => {
        const arn = "arn:aws:iam::123456789012:user/teams/alice";
        world.settings = administeredBy(arn);
        const sources = new Set<unknown>();
        const { status } = await drill({
            "sts:GetCallerIdentity": () => callerIdentity("123456789012", arn),
            "iam:SimulatePrincipalPolicy": (request) => {
                sources.add(request.body["PolicySourceArn"]);
                return decisions(() => ({ decision: "allowed" }))(request);
            },
        });

        expect([status, ...sources]).to.deep.equal([0, arn]);
    });

    it("creates the stack with the restored files, a copy of the manifest, the stored license and the old stack's secrets that its settings use", async () => {
        await drill();

        expect(world.created).to.deep.include({
            from: true,
            source: "prod",
            secrets: {
                "posit-connect:license": STORED_LICENSE,
                "posit-connect:oidcClientSecret": "text-of-the-client-secret",
                "posit-connect:registryCredentials": "text-of-the-credentials",
            },
        });
        expect(world.created?.config["posit-connect:recovery"]).to.deep.include({
            fileSystem: { adopt: RESTORED, takenAt: "2026-11-23T05:02:11Z" },
        });
        expect(readdirSync(folder)).to.deep.equal(["manifest.json"]);
    });

    it("prints no secret", async () => {
        const { out, err } = await drill();

        expect(Object.values(SECRETS).filter((text) => `${out}${err}`.includes(text))).to.deep.equal([]);
    });

    it("waits until the mount targets are deleted before it deletes the file system", async () => {
        const handlers = [
            () => efsError(409, "FileSystemInUse", "has mount targets"),
            () => efsError(409, "FileSystemInUse", "has mount targets"),
            deletedFileSystem,
        ];
        const { status, out } = await drill({
            "elasticfilesystem:DeleteFileSystem": () => handlers.shift()?.() ?? { status: 501, body: "" },
        });

        expect({ status, last: out.split("\n").at(-2), left: handlers.length }).to.deep.equal({
            status: 0,
            last: "     30 s",
            left: 0,
        });
    });

    it("deletes the backups of its own plan, running ones once they have completed, and hands the point-in-time backup back to RDS", async () => {
        /** Each with the number of times that the vault is listed until it has completed. */
        let left: [point: Point, listings: number][] = [
            [CONTINUOUS, 1],
            [filesPoint("2026-11-23T05:03:00Z"), 1],
            [filesPoint("2026-11-23T05:04:00Z"), 2],
        ];
        let listings = 0;
        const { status, err } = await drill({
            "backup:ListRecoveryPointsByBackupVault": (request) => {
                if (!DRILL_VAULT_PATH.test(request.url.pathname)) {
                    return pointPages([filesPoint("2026-11-23T05:02:11.120Z")])(request);
                }
                listings++;
                world.done.push("list the drill's vault");
                return recoveryPoints(
                    { name: "drill", arn: "arn" },
                    left.map(([point]) => point),
                );
            },
            "backup:DeleteRecoveryPoint": ({ url }) => {
                const requested = left.find(([{ arn }]) => decodeURIComponent(url.pathname).endsWith(arn));
                if (requested === undefined || listings < requested[1]) {
                    return backupError(400, "InvalidResourceStateException", "is being created");
                }
                left = left.filter((other) => other !== requested);
                world.done.push(`delete ${requested[0].created}`);
                return deletedRecoveryPoint();
            },
            "backup:DisassociateRecoveryPoint": ({ url }) => {
                const requested = left.find(([{ arn }]) =>
                    decodeURIComponent(url.pathname).includes(`/${arn}/`),
                );
                left = left.filter((other) => other !== requested);
                world.done.push(`hand back ${requested?.[0].created ?? "nothing"}`);
                return deletedRecoveryPoint();
            },
        });

        expect({ status, err, done: world.done.slice(world.done.indexOf("ping")) }).to.deep.equal({
            status: 0,
            err: "",
            done: [
                "ping",
                "list the drill's vault",
                `hand back ${CONTINUOUS.created}`,
                "delete 2026-11-23T05:03:00Z",
                "sleep 15 s",
                "list the drill's vault",
                "delete 2026-11-23T05:04:00Z",
                "sleep 15 s",
                "list the drill's vault",
                "destroy",
                "remove",
                "delete backups of db-DRILL",
                "delete logs",
                `delete ${RESTORED}`,
            ],
        });
    });

    it("leaves backups that cannot be deleted or listed to the destroy", async () => {
        for (const response of [
            recoveryPoints({ name: "drill", arn: "arn" }, [filesPoint("2026-11-23T05:03:00Z")]),
            backupError(400, "InvalidParameterValueException", "no"),
        ]) {
            world.done = [];
            const { status } = await drill({
                "backup:ListRecoveryPointsByBackupVault": (request) =>
                    DRILL_VAULT_PATH.test(request.url.pathname)
                        ? response
                        : pointPages([filesPoint("2026-11-23T05:02:11.120Z")])(request),
                "backup:DeleteRecoveryPoint": () =>
                    backupError(400, "InvalidResourceStateException", "is being created"),
            });

            expect({ status, last: world.done.slice(-5) }).to.deep.equal({
                status: 0,
                last: [
                    "destroy",
                    "remove",
                    "delete backups of db-DRILL",
                    "delete logs",
                    `delete ${RESTORED}`,
                ],
            });
            await aws?.stop();
        }
    });

    describe("fails with exit status 1 and leaves nothing behind if", () => {
        const cleanup = [
            "destroy",
            "remove",
            "delete backups of db-DRILL",
            "delete logs",
            `delete ${RESTORED}`,
        ];

        it("AWS Backup rejects the job", async () => {
            const { status, err } = await drill({
                "backup:StartRestoreJob": () =>
                    backupError(403, "AccessDeniedException", "User is not authorized"),
            });

            expect({ status, err, done: world.done }).to.deep.equal({
                status: 1,
                err:
                    "backup:StartRestoreJob: not allowed on arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80 in us-east-1, " +
                    "or it does not exist. Add the action to the policy of your role.\n",
                done: [],
            });
        });

        for (const state of ["ABORTED", "FAILED"] as const) {
            it(`the restore job ends as ${state}, with a file system and without`, async () => {
                for (const created of [RESTORED, undefined]) {
                    world.done = [];
                    const { status, err } = await drill({
                        "backup:DescribeRestoreJob": () =>
                            restoreJob(JOB, state, created, "The key is disabled"),
                    });

                    expect({ status, err, done: world.done }).to.deep.equal({
                        status: 1,
                        err: `Restore job ${JOB}: ${state}, The key is disabled\n`,
                        done: ["start restore", ...(created === undefined ? [] : [`delete ${RESTORED}`])],
                    });
                    await aws?.stop();
                }
            });
        }

        it("the restore job cannot be read once: its end is waited for", async () => {
            let polls = 0;
            const { status, err } = await drill({
                "backup:DescribeRestoreJob": () =>
                    ++polls === 1
                        ? backupError(400, "ResourceNotFoundException", "no such job")
                        : restoreJob(JOB, "COMPLETED", RESTORED),
            });

            expect({ status, err, done: world.done }).to.deep.equal({
                status: 1,
                err: `backup:DescribeRestoreJob: restore job ${JOB} in us-east-1 does not exist.\n`,
                done: ["start restore", `delete ${RESTORED}`],
            });
        });

        it("the file system's throughput mode cannot be set", async () => {
            const { status, err } = await drill({
                "elasticfilesystem:UpdateFileSystem": () => efsError(403, "AccessDeniedException", "no"),
            });

            expect({ status, err, last: world.done.slice(-2) }).to.deep.equal({
                status: 1,
                err: `elasticfilesystem:UpdateFileSystem: not allowed on file system ${RESTORED} in us-east-1. Add the action to the policy of your role.\n`,
                last: ["sleep 15 s", `delete ${RESTORED}`],
            });
        });

        for (const what of ["create", "up"] as const) {
            it(`the stack's ${what} fails`, async () => {
                world.failures = { [what]: `${what} failed` };
                const { status, err } = await drill();

                expect({ status, err }).to.deep.equal({ status: 1, err: `${what} failed\n` });
                expect(world.done.slice(world.done.indexOf(what) + 1)).to.deep.equal(cleanup);
            });
        }

        it("another drill has created the stack in the meantime: it is not changed", async () => {
            world.failures = { create: TAKEN };
            const { status, err } = await drill();

            expect({ status, err }).to.deep.equal({ status: 1, err: `${TAKEN}\n` });
            expect(world.done.slice(world.done.indexOf("create") + 1)).to.deep.equal([`delete ${RESTORED}`]);
        });

        it("Connect does not respond within 15 minutes", async () => {
            world.pings = ["503"];
            const { status, err } = await drill();

            expect({ status, err }).to.deep.equal({
                status: 1,
                err: `https://connect.example.com does not respond through ${BALANCER}: 503.\n`,
            });
            expect(world.done.filter((what) => what === "sleep 10 s")).to.have.length(90);
            expect(world.done.slice(-5)).to.deep.equal(cleanup);
        });

        it("it is interrupted during the restore: its end is waited for", async () => {
            world.interruptAt = "sleep 15 s";
            const { status, err, out } = await drill();

            expect({ status, err, done: world.done }).to.deep.equal({
                status: 1,
                err: "Interrupted: the drill has no result.\n",
                done: ["start restore", "sleep 15 s", "sleep 15 s", `delete ${RESTORED}`],
            });
            expect(out).to.include(
                "     failed after 0 s\n  2. Wait for the restore job to end: AWS Backup cannot stop it\n",
            );
        });

        for (const at of ["create", "up", "ping"]) {
            it(`it is interrupted at ${at}`, async () => {
                world.interruptAt = at;
                world.pings = ["503"];
                const { status, err } = await drill();

                expect({ status, err }).to.deep.equal({
                    status: 1,
                    err: "Interrupted: the drill has no result.\n",
                });
                expect(
                    world.done.slice(world.done.indexOf(at) + 1).filter((what) => !what.startsWith("sleep")),
                ).to.deep.equal(cleanup);
            });
        }
    });

    describe("prints everything that is left, with the command that deletes it, if", () => {
        it("AWS Backup does not respond to the start of the restore", async () => {
            const { status, err } = await drill({ "backup:StartRestoreJob": () => NO_RESPONSE });

            expect({ status, done: world.done }).to.deep.equal({ status: 1, done: [] });
            expect(err.split("\n")).to.deep.equal([
                `backup:StartRestoreJob: ${POINT} in us-east-1 cannot be reached (TimeoutError). If the region is down, name another with --region.`,
                "Possibly left behind: a restore job, which creates a file system: aws backup list-restore-jobs --region us-east-1 " +
                    `--by-resource-type EFS --query "RestoreJobs[?RecoveryPointArn=='${POINT}'].[RestoreJobId,CreationDate,Status,CreatedResourceArn]"`,
                "",
            ]);
        });

        it("the stack cannot be destroyed: the rest depends on it", async () => {
            world.failures = { up: "up failed", destroy: "destroy failed" };
            const { status, err } = await drill();

            expect({ status, err, last: world.done.at(-1) }).to.deep.equal({
                status: 1,
                err: [
                    "up failed",
                    "destroy failed",
                    `Left behind: pulumi destroy --stack ${DRILL}`,
                    `Then: pulumi stack rm ${DRILL}`,
                    `Then: ${DELETE_BACKUPS}`,
                    `Then: ${DELETE_LOGS}`,
                    `Then: ${DELETE_FILE_SYSTEM}`,
                    "",
                ].join("\n"),
                last: "destroy",
            });
        });

        it("the stack cannot be removed, and nothing after it can be deleted", async () => {
            world.failures = { remove: "remove failed" };
            const { status, err } = await drill({
                "elasticfilesystem:DeleteFileSystem": () => efsError(403, "AccessDeniedException", "no"),
                "rds:DeleteDBInstanceAutomatedBackup": () => queryError(403, "AccessDenied", "no"),
                "logs:DeleteLogGroup": () => logsError(400, "AccessDeniedException", "no"),
            });

            expect(status).to.equal(1);
            expect(
                err.split("\n").filter((line) => !/^(elasticfilesystem|logs|rds):/.test(line)),
            ).to.deep.equal([
                "remove failed",
                `Left behind: pulumi stack rm ${DRILL}`,
                `Left behind: ${DELETE_BACKUPS}`,
                `Left behind: ${DELETE_LOGS}`,
                `Left behind: ${DELETE_FILE_SYSTEM}`,
                "",
            ]);
        });

        it("mount targets are not deleted", async () => {
            const { status, err } = await drill({
                "elasticfilesystem:DeleteFileSystem": () =>
                    efsError(409, "FileSystemInUse", "has mount targets"),
            });

            expect({ status, err }).to.deep.equal({
                status: 1,
                err: `elasticfilesystem:DeleteFileSystem: file system ${RESTORED} is still in use.\nLeft behind: ${DELETE_FILE_SYSTEM}\n`,
            });
        });

        it("the restore job cannot be read", async () => {
            const { status, err } = await drill({
                "backup:DescribeRestoreJob": () => backupError(403, "AccessDeniedException", "no"),
            });

            expect(status).to.equal(1);
            expect(err.split("\n").slice(2)).to.deep.equal([
                `Left behind: the file system that restore job ${JOB} creates; once the job has ended: ${DELETE_RESTORED}`,
                "",
            ]);
        });

        it("the job restores to the old stack's own file system, which is never deleted", async () => {
            const { id } = MANIFEST.fileSystem;
            const { status, err } = await drill({
                "backup:DescribeRestoreJob": () => restoreJob(JOB, "COMPLETED", id),
            });

            expect({ status, err, done: world.done }).to.deep.equal({
                status: 1,
                err: `Restore job ${JOB}: restores into ${id}, the stack's own file system, which is not changed further.\n`,
                done: ["start restore"],
            });
        });
    });

    describe("creates nothing, and prints one line for each reason, if", () => {
        for (const what of ["checkFree", "secretsOf"] as const) {
            it(`the backend fails: ${what}`, async () => {
                world.failures = { [what]: `${what} failed` };

                expect({ ...(await drill()), done: world.done }).to.deep.equal({
                    status: 1,
                    out: "",
                    err: `${what} failed\n`,
                    done: [],
                });
            });
        }

        it("the old stack lacks a secret that the drill's needs", async () => {
            world.secrets = { "posit-connect:license": "text-of-the-license" };

            expect({ ...(await drill()), done: world.done }).to.deep.equal({
                status: 1,
                out: "",
                err: "posit-connect:oidcClientSecret: not set in stack prod, and the drill's stack needs it. Run: pulumi config set --secret posit-connect:oidcClientSecret --stack prod\n",
                done: [],
            });
        });

        it("permissions are missing, by whatever policy: a line for each action", async () => {
            const missing: Record<string, Decision> = {
                "elasticfilesystem:UpdateFileSystem": { decision: "implicitDeny" },
                "backup:DeleteRecoveryPoint": { decision: "explicitDeny" },
                "ec2:CreateVpc": { decision: "implicitDeny", byBoundary: false },
                "kms:CreateKey": { decision: "implicitDeny" },
                "iam:CreateRole": { decision: "implicitDeny" },
                "eks:TagResource": { decision: "implicitDeny" },
                "rds:DeleteDBInstanceAutomatedBackup": { decision: "implicitDeny", byOrganization: false },
            };
            const outcome = await drill({
                "iam:SimulatePrincipalPolicy": decisions(
                    (action) => missing[action] ?? { decision: "allowed" },
                ),
            });

            const lines = [
                "kms:CreateKey: not allowed on *",
                "elasticfilesystem:UpdateFileSystem: not allowed on arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-00000000000000000",
                "backup:DeleteRecoveryPoint: not allowed on arn:aws:backup:us-east-1:123456789012:recovery-point:00000000-0000-0000-0000-000000000000",
                "rds:DeleteDBInstanceAutomatedBackup: not allowed on arn:aws:rds:us-east-1:123456789012:auto-backup:ab-0",
                "ec2:CreateVpc: not allowed on arn:aws:ec2:us-east-1:123456789012:vpc/vpc-2bcc56f77d8648046",
                `eks:TagResource: not allowed on arn:aws:eks:us-east-1:123456789012:cluster/posit-connect-${DRILL} and 4 more`,
                `iam:CreateRole: not allowed on arn:aws:iam::123456789012:role/posit-connect-${DRILL}-flow-logs-us-east-1`,
            ];
            expect({ ...outcome, done: world.done }).to.deep.equal({
                status: 1,
                out: "",
                err: [
                    ...lines.map((line) => `${line}. Add the action to the policy of your role.\n`),
                    SKIP,
                ].join(""),
                done: [],
            });
        });

        it("IAM denies the question", async () => {
            const denied = (): AwsResponse => queryError(403, "AccessDenied", "User is not authorized");

            expect({
                role: await drill({ "iam:GetRole": denied }),
                policy: await drill({ "iam:SimulatePrincipalPolicy": denied }),
                done: world.done,
            }).to.deep.equal({
                role: {
                    status: 1,
                    out: "",
                    err: `iam:GetRole: not allowed on role operator in us-east-1. Add the action to the policy of your role.\n${SKIP}`,
                },
                policy: {
                    status: 1,
                    out: "",
                    err: `iam:SimulatePrincipalPolicy: not allowed on ${ROLE} in us-east-1. Add the action to the policy of your role.\n${SKIP}`,
                },
                done: [],
            });
        });

        it("IAM has no policies of the principal", async () => {
            const arn = "arn:aws:sts::123456789012:federated-user/alice";

            expect({
                ...(await drill({ "sts:GetCallerIdentity": () => callerIdentity("123456789012", arn) })),
                done: world.done,
            }).to.deep.equal({
                status: 1,
                out: "",
                err: `${arn} is neither a user nor a role, so IAM cannot simulate its permissions. Assume a role, or name its profile in AWS_PROFILE.\n`,
                done: [],
            });
        });

        for (const [name, arn] of [
            ["a role without access to the cluster", ROLE],
            ["the root user, which EKS gives no access", "arn:aws:iam::123456789012:root"],
        ] as const) {
            it(`the credentials belong to ${name}`, async () => {
                world.settings = administeredBy("arn:aws:iam::123456789012:role/deployer");
                const identity: AwsHandlers =
                    arn === ROLE
                        ? {}
                        : { "sts:GetCallerIdentity": () => callerIdentity("123456789012", arn) };

                expect({ ...(await drill(identity)), done: world.done }).to.deep.equal({
                    status: 1,
                    out: "",
                    err:
                        `${arn} is not in cluster.administratorRoleArns of the manifest's settings, and has no access to ` +
                        "the drill's cluster. Assume one of arn:aws:iam::123456789012:role/deployer.\n",
                    done: [],
                });
            });
        }

        it("nothing could reach the Kubernetes API", async () => {
            world.settings = {
                ...SETTINGS,
                "posit-connect:cluster": {
                    privateAccessCidrs: ["10.0.0.0/16"],
                    administratorRoleArns: [ROLE],
                },
            };
            const { status, out, err } = await drill();

            expect({ status, out, done: world.done }).to.deep.equal({ status: 1, out: "", done: [] });
            expect(err).to.match(/^--api-cidr: not set, [^\n]+\n$/);
        });

        it("it is interrupted while permissions are checked", async () => {
            const { status, out, err } = await drill({
                "iam:SimulatePrincipalPolicy": (request) => {
                    world.interrupt?.();
                    return decisions(() => ({ decision: "allowed" }))(request);
                },
            });

            expect({ status, out, err, started: world.done.includes("start restore") }).to.deep.equal({
                status: 1,
                out: "",
                err: "Interrupted: nothing was created.\n",
                started: false,
            });
        });

        it("the program rejects the settings", async () => {
            const { status, out, err } = await drill({}, "--cidr", "10.0.128.0/17");

            expect({ status, out, err, done: world.done }).to.deep.equal({
                status: 1,
                out: "",
                err: "--cidr 10.0.128.0/17: overlaps 10.0.0.0/16, the stack's own. Choose another block.\n",
                done: [],
            });
        });
    });
});

describe("formatSeconds", () => {
    it("leaves out parts that are zero", () => {
        expect([0, 499, 61_000, 3_600_000, 3_725_000].map(formatSeconds)).to.deep.equal([
            "0 s",
            "0 s",
            "1 min 1 s",
            "1 h",
            "1 h 2 min 5 s",
        ]);
    });
});
