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
import { HANGS_UP, type Answer, type Answers, type LocalAws } from "./localAws";
import { MANIFEST } from "../recoveryManifest";
import {
    CONTINUOUS,
    actionsIn,
    DATABASE,
    decided,
    filesOf,
    KEPT_LICENSE,
    pagesOf,
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

const STACK = "prod-drill-20261123";
const JOB = "8A6E2B51-6D3F-4D0E-9D0C-3D1C5A7C9E10";
const RESTORED = "fs-0fedcba9876543210";
const BALANCER = "k8s-drill.us-east-1.elb.amazonaws.com";
const DELETE_FILE_SYSTEM = `aws efs delete-file-system --region us-east-1 --file-system-id ${RESTORED}`;
const DELETE_RESTORED =
    `aws efs delete-file-system --region us-east-1 --file-system-id "$(aws backup describe-restore-job --region us-east-1 ` +
    `--restore-job-id ${JOB} --query CreatedResourceArn --output text | cut -d/ -f2)"`;
const WITHOUT =
    "Set --skip-rights-check to start without this check: IAM knows neither your address nor whether you signed in with MFA.\n";
const LOG_GROUP = `/aws/eks/posit-connect-${STACK}/cluster`;
const DELETE_LOGS = `aws logs delete-log-group --region us-east-1 --log-group-name ${LOG_GROUP}`;
const DELETE_BACKUPS =
    'aws rds delete-db-instance-automated-backup --region us-east-1 --dbi-resource-id "$(aws rds describe-db-instance-automated-backups ' +
    `--region us-east-1 --filters Name=db-instance-id,Values=posit-connect-${STACK} --query 'DBInstanceAutomatedBackups[0].DbiResourceId' --output text)"`;

const SECRETS: Record<string, string> = {
    "posit-connect:license": "text-of-the-license",
    "posit-connect:oidcClientSecret": "text-of-the-client-secret",
    "posit-connect:smtpPassword": "text-of-the-mail-password",
    "posit-connect:registryCredentials": "text-of-the-credentials",
};

/** The path of the drill's vault, whose name is cut off. */
const OF_DRILL = /^\/backup-vaults\/posit-connect-prod-d\w*-[0-9a-f]{8}\//;

/** Which seconds each step takes, on the test's own clock. */
/** What `create` says where another drill has made the stack. */
const TAKEN = "it is another drill's";

const SECONDS: Record<string, number> = { create: 4, up: 1080, destroy: 1020, remove: 2 };

interface World {
    /** What was done, in turn: AWS's changes and the stack's. */
    done: string[];
    /** What each ping answers; the last one for good. */
    pings: string[];
    /** What the stack refuses. */
    refuses: Partial<Record<"checkFree" | "secretsOf" | "create" | "up" | "destroy" | "remove", string>>;
    secrets: Record<string, string>;
    settings: Record<string, unknown>;
    /** What it was created with. */
    created?: { config: Record<string, unknown>; from: boolean; source: string; secrets: object };
    /** Interrupts the drill at what is done next that is called so. */
    interruptAt?: string;
    /** Interrupts the drill now; there once it runs. */
    interrupt?: () => void;
}

/** The settings of the stack prod, whose cluster gives access to one role or user alone. */
function administeredBy(arn: string): Record<string, unknown> {
    const cluster = SETTINGS["posit-connect:cluster"] as object;
    return { ...SETTINGS, "posit-connect:cluster": { ...cluster, administratorRoleArns: [arn] } };
}

/** What IAM is told of the moment that it is asked about, by condition key. */
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

describe("npm run recovery -- drill --yes, against documented shapes", () => {
    let folder: string;
    let aws: LocalAws | undefined;
    let world: World;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "recovery-"));
        world = { done: [], pings: ["200"], refuses: {}, secrets: SECRETS, settings: SETTINGS };
    });

    afterEach(async () => {
        await aws?.stop();
        aws = undefined;
        rmSync(folder, { recursive: true });
    });

    /** Performs a drill; what AWS is asked to change is done to the test's world. */
    async function drill(answers: Answers = {}, ...args: string[]): Promise<Outcome> {
        const manifest = join(folder, "manifest.json");
        writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings: world.settings }));
        const controller = new AbortController();
        let clock = NOW;
        world.interrupt = () => {
            controller.abort("SIGINT");
        };
        const does = (what: string): void => {
            world.done.push(what);
            if (what === world.interruptAt) {
                controller.abort("SIGINT");
            }
        };
        let looks = 0;
        /** For how many looks at the restored file system it is still being updated. */
        let updating = 0;
        let mode: ThroughputMode = "bursting";
        const changes: Answers = {
            "backup:StartRestoreJob": ({ body }) => {
                does("start restore");
                expect(body).to.deep.equal({
                    RecoveryPointArn:
                        "arn:aws:backup:us-east-1:123456789012:recovery-point:69607bc4-50d8-a3db-1a71-035fea3baf80",
                    IamRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
                    ResourceType: "EFS",
                    IdempotencyToken: `${STACK}-${NOW}`,
                    Metadata: {
                        "file-system-id": MANIFEST.fileSystem.id,
                        newFileSystem: "true",
                        CreationToken: STACK,
                        PerformanceMode: "generalPurpose",
                        Encrypted: "true",
                        KmsKeyId: MANIFEST.fileSystem.keyArn,
                    },
                });
                return startedRestoreJob(JOB);
            },
            "backup:DescribeRestoreJob": () => {
                looks++;
                return looks < 3 ? restoreJob(JOB, "RUNNING") : restoreJob(JOB, "COMPLETED", RESTORED);
            },
            "elasticfilesystem:UpdateFileSystem": ({ url, body }) => {
                mode = "elastic";
                does(`set ${url.pathname.split("/").at(-1) ?? ""} ${JSON.stringify(body)}`);
                updating = 1;
                return updatedFileSystem(RESTORED);
            },
            "elasticfilesystem:DescribeFileSystems": () =>
                fileSystem(RESTORED, 1, updating-- > 0 ? "updating" : "available", { ThroughputMode: mode }),
            "elasticfilesystem:DeleteFileSystem": ({ url }) => {
                does(`delete ${url.pathname.split("/").at(-1) ?? ""}`);
                return deletedFileSystem();
            },
            "rds:DeleteDBInstanceAutomatedBackup": ({ body }) => {
                does(`delete backups of ${String(body["DbiResourceId"])}`);
                return deletedAutomatedBackup();
            },
            "logs:DeleteLogGroup": ({ body }) => {
                expect(body).to.deep.equal({ logGroupName: LOG_GROUP });
                does("delete logs");
                return deletedLogGroup();
            },
        };
        const ofStack = (what: "create" | "up" | "destroy" | "remove"): void => {
            does(what);
            clock += (SECONDS[what] ?? 0) * 1000;
            const refused = world.refuses[what];
            if (refused !== undefined) {
                throw refused === TAKEN ? new StackTaken([refused]) : new UserError([refused]);
            }
        };
        const refuseTo = (what: "checkFree" | "secretsOf"): void => {
            const refused = world.refuses[what];
            if (refused !== undefined) {
                throw new UserError([refused]);
            }
        };
        await aws?.stop();
        aws = await startProd({
            "rds:DescribeDBInstanceAutomatedBackups": ({ body }) =>
                Object.values(body).includes(`posit-connect-${STACK}`)
                    ? automatedBackups({ ...DATABASE, resourceId: "db-DRILL", status: "retained" })
                    : automatedBackups({
                          ...DATABASE,
                          status: "active",
                          window: ["2026-11-09T05:09:12.345Z", "2026-11-23T11:52:12Z"],
                      }),
            ...changes,
            ...answers,
        });
        const stacks = {
            checkFree: (stack: string) => {
                expect(stack).to.equal(STACK);
                refuseTo("checkFree");
                return Promise.resolve();
            },
            secretsOf: (stack: string) => {
                expect(stack).to.equal("prod");
                refuseTo("secretsOf");
                return Promise.resolve(world.secrets);
            },
            drillStack: () => ({
                create: (text: string, source: string, secrets: Record<string, string>) =>
                    Promise.resolve().then(() => {
                        const { config } = parse(text) as { config: Record<string, unknown> };
                        const { from } = config["posit-connect:recovery"] as { from: string };
                        world.created = { config, from: existsSync(from), source, secrets };
                        ofStack("create");
                    }),
                up: () =>
                    Promise.resolve().then(() => {
                        ofStack("up");
                    }),
                loadBalancer: () => Promise.resolve(BALANCER),
                destroy: () =>
                    Promise.resolve().then(() => {
                        ofStack("destroy");
                    }),
                remove: () =>
                    Promise.resolve().then(() => {
                        ofStack("remove");
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
                            does("ping");
                            expect([url, balancer]).to.deep.equal([MANIFEST.connect.url, BALANCER]);
                            return Promise.resolve((pings.length > 1 ? pings.shift() : pings[0]) ?? "");
                        },
                        now: () => clock,
                        sleep: (milliseconds, interrupted) => {
                            does(`sleep ${milliseconds / 1000} s`);
                            interrupted?.throwIfAborted();
                            clock += milliseconds;
                            return Promise.resolve();
                        },
                        interrupted: controller.signal,
                    }),
            },
        );
    }

    it("restores, brings up, waits for health, tells the RTO and takes all of it away, in this order", async () => {
        world.pings = ["503", "connect ECONNREFUSED", "200"];

        expect(await drill()).to.deep.equal({
            status: 0,
            err: "",
            out: `Drill · posit-connect prod · ${STACK} · us-east-1 · started

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
  3. Write Pulumi.${STACK}.yaml with its id, and create the stack
     4 s
  4. Deploy ${STACK}
     18 min
  5. Check that Connect responds
     https://connect.example.com through ${BALANCER}
     RTO measured: 18 min 59 s, from the start of the restore to the first healthy response
     20 s
  6. Destroy ${STACK}
     17 min
  7. Remove ${STACK}
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

    it("asks IAM beforehand, for the role of its session, for what it will do itself and for what its stack is of", async () => {
        const questions: Record<string, unknown>[] = [];
        await drill({
            "iam:SimulatePrincipalPolicy": (question) => {
                questions.push(question.body);
                return decided(() => ({ decision: "allowed" }))(question);
            },
        });

        expect(new Set(questions.map((question) => question["PolicySourceArn"]))).to.deep.equal(
            new Set([ROLE]),
        );
        const asked = new Set(questions.flatMap(actionsIn));
        // What looks before the first change is refused by itself, and changes nothing.
        const after = (aws?.asked ?? []).slice(
            (aws?.asked ?? []).indexOf("us-east-1 backup:StartRestoreJob"),
        );
        expect(
            after.map((line) => line.split(" ")[1]).filter((action) => !asked.has(action ?? "")),
        ).to.deep.equal([]);
        expect(asked).to.include.members(["ec2:CreateVpc", "eks:CreateCluster", "rds:DeleteDBInstance"]);
    });

    it("tells IAM what it knows beforehand: who asks, where, and in whose name", async () => {
        const asked = new Map<string, object>();
        await drill({
            "iam:SimulatePrincipalPolicy": (question) => {
                for (const action of actionsIn(question.body)) {
                    asked.set(action, contextIn(question.body));
                }
                return decided(() => ({ decision: "allowed" }))(question);
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

    it("asks IAM for the region's own restore: a snapshot's, which is looked up, where a copy is restored", async () => {
        const asked = new Set<string>();
        await drill(
            {
                "iam:SimulatePrincipalPolicy": (question) => {
                    for (const action of actionsIn(question.body)) {
                        asked.add(`${action} ${String(question.body["ResourceArns.member.1"])}`);
                    }
                    return decided(() => ({ decision: "explicitDeny" }))(question);
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
            `rds:RestoreDBInstanceFromDBSnapshot ${of(`db:posit-connect-${STACK}`)}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of(`pg:posit-connect-${STACK}-postgres15`)}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of("subgrp:posit-connect-prod-drill-20261123")}`,
            `rds:RestoreDBInstanceFromDBSnapshot ${of("og:default:postgres-15")}`,
        ]);
    });

    it("tells what hangs on conditions that IAM does not know beforehand, and goes on", async () => {
        const keys = ["aws:MultiFactorAuthPresent"];
        const hanging = ["elasticfilesystem:DeleteFileSystem", "eks:CreateCluster"];
        const { status, out } = await drill({
            "iam:SimulatePrincipalPolicy": decided((action) =>
                hanging.includes(action)
                    ? { decision: "implicitDeny", missingKeys: keys }
                    : { decision: "allowed" },
            ),
        });

        expect({ status, told: out.match(/.*Not checked.*/g) }).to.deep.equal({
            status: 0,
            told: [
                "  Not checked in advance: elasticfilesystem:DeleteFileSystem, eks:CreateCluster, which IAM does not allow without a value of aws:MultiFactorAuthPresent",
            ],
        });
    });

    it("asks IAM nothing where it is told not to", async () => {
        const denied = decided(() => ({ decision: "implicitDeny" }));
        const { status } = await drill({ "iam:SimulatePrincipalPolicy": denied }, "--skip-rights-check");

        expect(status).to.equal(0);
        expect(aws?.asked.filter((asked) => asked.includes(" iam:"))).to.deep.equal([]);
    });

    it("asks IAM again where that answers fewer questions than there are", async () => {
        let throttled = 3;
        const { status } = await drill({
            "iam:SimulatePrincipalPolicy": (question) =>
                throttled-- > 0
                    ? queryError(400, "Throttling", "Rate exceeded")
                    : decided(() => ({ decision: "allowed" }))(question),
        });

        expect({ status, throttled: throttled < 0 }).to.deep.equal({ status: 0, throttled: true });
    });

    it("asks IAM for the region that each service is called in: IAM's own and Route 53's is one for all", async () => {
        const regions = new Map<string, unknown>();
        await drill(
            {
                "iam:SimulatePrincipalPolicy": (question) => {
                    for (const action of actionsIn(question.body)) {
                        const [service = ""] = action.split(":");
                        const asked = action === "iam:PassRole" ? action : service;
                        regions.set(asked, contextIn(question.body)["aws:RequestedRegion"]);
                    }
                    return decided(() => ({ decision: "explicitDeny" }))(question);
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

    it("reads all that IAM answers, page by page", async () => {
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

    it("asks IAM, as a user, for itself", async () => {
        const arn = "arn:aws:iam::123456789012:user/teams/alice";
        world.settings = administeredBy(arn);
        const sources = new Set<unknown>();
        const { status } = await drill({
            "sts:GetCallerIdentity": () => callerIdentity("123456789012", arn),
            "iam:SimulatePrincipalPolicy": (question) => {
                sources.add(question.body["PolicySourceArn"]);
                return decided(() => ({ decision: "allowed" }))(question);
            },
        });

        expect([status, ...sources]).to.deep.equal([0, arn]);
    });

    it("creates the stack with the restored files, a manifest of its own and those of the old one's secrets that its settings use, the licence that was kept among them", async () => {
        await drill();

        expect(world.created).to.deep.include({
            from: true,
            source: "prod",
            secrets: {
                "posit-connect:license": KEPT_LICENSE,
                "posit-connect:oidcClientSecret": "text-of-the-client-secret",
                "posit-connect:registryCredentials": "text-of-the-credentials",
            },
        });
        expect(world.created?.config["posit-connect:recovery"]).to.deep.include({
            fileSystem: { adopt: RESTORED, takenAt: "2026-11-23T05:02:11Z" },
        });
        expect(readdirSync(folder)).to.deep.equal(["manifest.json"]);
    });

    it("shows no secret", async () => {
        const { out, err } = await drill();

        expect(Object.values(SECRETS).filter((text) => `${out}${err}`.includes(text))).to.deep.equal([]);
    });

    it("waits for mount targets to be gone before the file system is", async () => {
        const answers = [
            () => efsError(409, "FileSystemInUse", "has mount targets"),
            () => efsError(409, "FileSystemInUse", "has mount targets"),
            deletedFileSystem,
        ];
        const { status, out } = await drill({
            "elasticfilesystem:DeleteFileSystem": () => answers.shift()?.() ?? { status: 501, body: "" },
        });

        expect({ status, last: out.split("\n").at(-2), left: answers.length }).to.deep.equal({
            status: 0,
            last: "     30 s",
            left: 0,
        });
    });

    it("deletes the backups that its own plan makes meanwhile, those in the making once they are whole, and hands RDS its own back", async () => {
        /** Each with the looks into the vault until it is whole. */
        let left: [point: Point, looks: number][] = [
            [CONTINUOUS, 1],
            [filesOf("2026-11-23T05:03:00Z"), 1],
            [filesOf("2026-11-23T05:04:00Z"), 2],
        ];
        let looks = 0;
        const { status, err } = await drill({
            "backup:ListRecoveryPointsByBackupVault": (question) => {
                if (!OF_DRILL.test(question.url.pathname)) {
                    return pagesOf([filesOf("2026-11-23T05:02:11.120Z")])(question);
                }
                looks++;
                world.done.push("look into the drill's vault");
                return recoveryPoints(
                    { name: "drill", arn: "arn" },
                    left.map(([point]) => point),
                );
            },
            "backup:DeleteRecoveryPoint": ({ url }) => {
                const asked = left.find(([{ arn }]) => decodeURIComponent(url.pathname).endsWith(arn));
                if (asked === undefined || looks < asked[1]) {
                    return backupError(400, "InvalidResourceStateException", "is being made");
                }
                left = left.filter((other) => other !== asked);
                world.done.push(`delete ${asked[0].created}`);
                return deletedRecoveryPoint();
            },
            "backup:DisassociateRecoveryPoint": ({ url }) => {
                const asked = left.find(([{ arn }]) => decodeURIComponent(url.pathname).includes(`/${arn}/`));
                left = left.filter((other) => other !== asked);
                world.done.push(`hand back ${asked?.[0].created ?? "nothing"}`);
                return deletedRecoveryPoint();
            },
        });

        expect({ status, err, done: world.done.slice(world.done.indexOf("ping")) }).to.deep.equal({
            status: 0,
            err: "",
            done: [
                "ping",
                "look into the drill's vault",
                `hand back ${CONTINUOUS.created}`,
                "delete 2026-11-23T05:03:00Z",
                "sleep 15 s",
                "look into the drill's vault",
                "delete 2026-11-23T05:04:00Z",
                "sleep 15 s",
                "look into the drill's vault",
                "destroy",
                "remove",
                "delete backups of db-DRILL",
                "delete logs",
                `delete ${RESTORED}`,
            ],
        });
    });

    it("leaves to the destroy what does not go, or may not be looked at", async () => {
        for (const answer of [
            recoveryPoints({ name: "drill", arn: "arn" }, [filesOf("2026-11-23T05:03:00Z")]),
            backupError(400, "InvalidParameterValueException", "no"),
        ]) {
            world.done = [];
            const { status } = await drill({
                "backup:ListRecoveryPointsByBackupVault": (question) =>
                    OF_DRILL.test(question.url.pathname)
                        ? answer
                        : pagesOf([filesOf("2026-11-23T05:02:11.120Z")])(question),
                "backup:DeleteRecoveryPoint": () =>
                    backupError(400, "InvalidResourceStateException", "is being made"),
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

    describe("fails with exit status 1 and leaves nothing behind where", () => {
        const stackGone = [
            "destroy",
            "remove",
            "delete backups of db-DRILL",
            "delete logs",
            `delete ${RESTORED}`,
        ];

        it("AWS Backup does not take the job", async () => {
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
                        "backup:DescribeRestoreJob": () => restoreJob(JOB, state, created, "The key is gone"),
                    });

                    expect({ status, err, done: world.done }).to.deep.equal({
                        status: 1,
                        err: `Restore job ${JOB}: ${state}, The key is gone\n`,
                        done: ["start restore", ...(created === undefined ? [] : [`delete ${RESTORED}`])],
                    });
                    await aws?.stop();
                }
            });
        }

        it("a look at the restore job fails: it is waited for all the same", async () => {
            let looks = 0;
            const { status, err } = await drill({
                "backup:DescribeRestoreJob": () =>
                    ++looks === 1
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
                world.refuses = { [what]: `${what} failed` };
                const { status, err } = await drill();

                expect({ status, err }).to.deep.equal({ status: 1, err: `${what} failed\n` });
                expect(world.done.slice(world.done.indexOf(what) + 1)).to.deep.equal(stackGone);
            });
        }

        it("another drill has made the stack meanwhile, of which nothing is taken away", async () => {
            world.refuses = { create: TAKEN };
            const { status, err } = await drill();

            expect({ status, err }).to.deep.equal({ status: 1, err: `${TAKEN}\n` });
            expect(world.done.slice(world.done.indexOf("create") + 1)).to.deep.equal([`delete ${RESTORED}`]);
        });

        it("it does not serve within 15 minutes", async () => {
            world.pings = ["503"];
            const { status, err } = await drill();

            expect({ status, err }).to.deep.equal({
                status: 1,
                err: `https://connect.example.com does not respond through ${BALANCER}: 503.\n`,
            });
            expect(world.done.filter((what) => what === "sleep 10 s")).to.have.length(90);
            expect(world.done.slice(-5)).to.deep.equal(stackGone);
        });

        it("it is interrupted during the restore, whose end is waited for", async () => {
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
                ).to.deep.equal(stackGone);
            });
        }
    });

    describe("tells what is left, with the command that takes it away, where", () => {
        it("AWS Backup was asked for the restore and has not answered", async () => {
            const { status, err } = await drill({ "backup:StartRestoreJob": () => HANGS_UP });

            expect({ status, done: world.done }).to.deep.equal({ status: 1, done: [] });
            expect(err.split("\n")).to.deep.equal([
                `backup:StartRestoreJob: ${POINT} in us-east-1 cannot be reached (TimeoutError). If the region is down, name another with --region.`,
                "Possibly left behind: a restore job, which creates a file system: aws backup list-restore-jobs --region us-east-1 " +
                    `--by-resource-type EFS --query "RestoreJobs[?RecoveryPointArn=='${POINT}'].[RestoreJobId,CreationDate,Status,CreatedResourceArn]"`,
                "",
            ]);
        });

        it("the stack cannot be destroyed: the rest would not be free", async () => {
            world.refuses = { up: "up failed", destroy: "destroy failed" };
            const { status, err } = await drill();

            expect({ status, err, last: world.done.at(-1) }).to.deep.equal({
                status: 1,
                err: [
                    "up failed",
                    "destroy failed",
                    `Left behind: pulumi destroy --stack ${STACK}`,
                    `Then: pulumi stack rm ${STACK}`,
                    `Then: ${DELETE_BACKUPS}`,
                    `Then: ${DELETE_LOGS}`,
                    `Then: ${DELETE_FILE_SYSTEM}`,
                    "",
                ].join("\n"),
                last: "destroy",
            });
        });

        it("the stack cannot be removed, and nothing after it can be deleted", async () => {
            world.refuses = { remove: "remove failed" };
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
                `Left behind: pulumi stack rm ${STACK}`,
                `Left behind: ${DELETE_BACKUPS}`,
                `Left behind: ${DELETE_LOGS}`,
                `Left behind: ${DELETE_FILE_SYSTEM}`,
                "",
            ]);
        });

        it("mount targets do not go", async () => {
            const { status, err } = await drill({
                "elasticfilesystem:DeleteFileSystem": () =>
                    efsError(409, "FileSystemInUse", "has mount targets"),
            });

            expect({ status, err }).to.deep.equal({
                status: 1,
                err: `elasticfilesystem:DeleteFileSystem: file system ${RESTORED} is still in use.\nLeft behind: ${DELETE_FILE_SYSTEM}\n`,
            });
        });

        it("the restore job's end cannot be learned", async () => {
            const { status, err } = await drill({
                "backup:DescribeRestoreJob": () => backupError(403, "AccessDeniedException", "no"),
            });

            expect(status).to.equal(1);
            expect(err.split("\n").slice(2)).to.deep.equal([
                `Left behind: the file system that restore job ${JOB} creates; once the job has ended: ${DELETE_RESTORED}`,
                "",
            ]);
        });

        it("the restore was into the old stack's own file system, which is never deleted", async () => {
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

    describe("makes nothing, and tells why in one line, where", () => {
        for (const what of ["checkFree", "secretsOf"] as const) {
            it(`the stacks refuse: ${what}`, async () => {
                world.refuses = { [what]: `${what} refused` };

                expect({ ...(await drill()), done: world.done }).to.deep.equal({
                    status: 1,
                    out: "",
                    err: `${what} refused\n`,
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

        it("the rights that it needs are not there, each in a line, whoever takes them away", async () => {
            const taken: Record<string, Decision> = {
                "elasticfilesystem:UpdateFileSystem": { decision: "implicitDeny" },
                "backup:DeleteRecoveryPoint": { decision: "explicitDeny" },
                "ec2:CreateVpc": { decision: "implicitDeny", byBoundary: false },
                "kms:CreateKey": { decision: "implicitDeny" },
                "iam:CreateRole": { decision: "implicitDeny" },
                "eks:TagResource": { decision: "implicitDeny" },
                "rds:DeleteDBInstanceAutomatedBackup": { decision: "implicitDeny", byOrganization: false },
            };
            const outcome = await drill({
                "iam:SimulatePrincipalPolicy": decided((action) => taken[action] ?? { decision: "allowed" }),
            });

            const told = [
                "kms:CreateKey: not allowed on *",
                "elasticfilesystem:UpdateFileSystem: not allowed on arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-00000000000000000",
                "backup:DeleteRecoveryPoint: not allowed on arn:aws:backup:us-east-1:123456789012:recovery-point:00000000-0000-0000-0000-000000000000",
                "rds:DeleteDBInstanceAutomatedBackup: not allowed on arn:aws:rds:us-east-1:123456789012:auto-backup:ab-0",
                "ec2:CreateVpc: not allowed on arn:aws:ec2:us-east-1:123456789012:vpc/vpc-2bcc56f77d8648046",
                `eks:TagResource: not allowed on arn:aws:eks:us-east-1:123456789012:cluster/posit-connect-${STACK} and 4 more`,
                `iam:CreateRole: not allowed on arn:aws:iam::123456789012:role/posit-connect-${STACK}-flow-logs-us-east-1`,
            ];
            expect({ ...outcome, done: world.done }).to.deep.equal({
                status: 1,
                out: "",
                err: [
                    ...told.map((line) => `${line}. Add the action to the policy of your role.\n`),
                    WITHOUT,
                ].join(""),
                done: [],
            });
        });

        it("IAM does not tell, as it may not be asked", async () => {
            const denied = (): Answer => queryError(403, "AccessDenied", "User is not authorized");

            expect({
                role: await drill({ "iam:GetRole": denied }),
                policy: await drill({ "iam:SimulatePrincipalPolicy": denied }),
                done: world.done,
            }).to.deep.equal({
                role: {
                    status: 1,
                    out: "",
                    err: `iam:GetRole: not allowed on role operator in us-east-1. Add the action to the policy of your role.\n${WITHOUT}`,
                },
                policy: {
                    status: 1,
                    out: "",
                    err: `iam:SimulatePrincipalPolicy: not allowed on ${ROLE} in us-east-1. Add the action to the policy of your role.\n${WITHOUT}`,
                },
                done: [],
            });
        });

        it("IAM cannot tell of whom the credentials are", async () => {
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

        for (const [who, arn] of [
            ["a role that the cluster gives no access", ROLE],
            ["the root user, to which EKS gives none", "arn:aws:iam::123456789012:root"],
        ] as const) {
            it(`the credentials are of ${who}`, async () => {
                world.settings = administeredBy("arn:aws:iam::123456789012:role/deployer");
                const identity: Answers =
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

        it("the Kubernetes API could not be reached", async () => {
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

        it("it is interrupted while IAM is asked", async () => {
            const { status, out, err } = await drill({
                "iam:SimulatePrincipalPolicy": (question) => {
                    world.interrupt?.();
                    return decided(() => ({ decision: "allowed" }))(question);
                },
            });

            expect({ status, out, err, started: world.done.includes("start restore") }).to.deep.equal({
                status: 1,
                out: "",
                err: "Interrupted: nothing was created.\n",
                started: false,
            });
        });

        it("the settings are not taken", async () => {
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

describe("a time to the second", () => {
    it("leaves out what is zero", () => {
        expect([0, 499, 61_000, 3_600_000, 3_725_000].map(formatSeconds)).to.deep.equal([
            "0 s",
            "0 s",
            "1 min 1 s",
            "1 h",
            "1 h 2 min 5 s",
        ]);
    });
});
