import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStatus, type VaultStatus } from "../../recovery/status";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import { inEnvironment, NOW, recovery, type Outcome } from "./command";
import { NO_RESPONSE, type AwsHandlers, type AwsRequest, type AwsResponse, type LocalAws } from "./localAws";
import { BUCKET, COPIES_BUCKET, COPIES, KEYS, MANIFEST, VAULT } from "../recoveryManifest";
import { DATABASE, filesPoint, GIB, keyStates, pointPages, snapshotPoint, startProd } from "./prodStack";
import {
    automatedBackups,
    callerIdentity,
    dbInstance,
    dbSnapshots,
    backupError,
    efsError,
    kmsError,
    key,
    objects,
    queryError,
    s3Error,
    type Point,
} from "./wireShapes";

const S3 = "s3://posit-connect-prod-recovery-123456789012-us-east-1/manifest.json";

const { databaseMinutes, fileSystemHours } = MANIFEST.backup.rpo;
const WITHIN = `within the RPO of ${fileSystemHours} h`;
const DATABASE_WITHIN = `database within its RPO of ${databaseMinutes} min`;

describe("npm run recovery -- status, with documented responses", () => {
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

    /** Writes a manifest into a file and returns its path. */
    function manifest(parts: Record<string, unknown> = {}): string {
        const file = join(folder, "manifest.json");
        writeFileSync(file, JSON.stringify({ ...MANIFEST, ...parts }));
        return file;
    }

    /** Runs the command with the stack prod in AWS, and other responses to some actions. */
    async function status(handlers: AwsHandlers, ...args: string[]): Promise<Outcome> {
        aws = await startProd(handlers);
        return recovery({ AWS_ENDPOINT_URL: aws.endpoint }, ["status", ...args]);
    }

    /** Reads the status with other responses to some actions. */
    async function read(
        handlers: AwsHandlers,
        vaults = MANIFEST.vaults.slice(0, 1),
        parts: Partial<RecoveryManifest> = {},
    ): Promise<VaultStatus[]> {
        await aws?.stop();
        aws = await startProd(handlers);
        return inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, () =>
            readStatus({ ...MANIFEST, ...parts }, vaults, NOW),
        );
    }

    /** Reads the status of the stack's own vault with these recovery points. */
    async function readPoints(points: Point[], handlers: AwsHandlers = {}): Promise<VaultStatus | undefined> {
        const [vault] = await read({
            "backup:ListRecoveryPointsByBackupVault": pointPages(points),
            ...handlers,
        });
        return vault;
    }

    /** The databases of the recovery sets, and the times between the backups in minutes. */
    function databasesOf(vault: VaultStatus | undefined): unknown[] {
        return (vault?.recoverySets ?? []).map(({ database, skewMs }) => [
            database.kind === "snapshot" ? database.arn : database.resourceId,
            new Date(database.at).toISOString(),
            Math.round(skewMs / 60_000),
        ]);
    }

    it("lists the recovery sets of every region and the unusable recovery points, and exits with 0", async () => {
        expect(await status({}, "--manifest", S3)).to.deep.equal({
            status: 0,
            err: "",
            out: [
                "Recovery · posit-connect · prod · 123456789012 · 2026-11-23 12:00 UTC",
                "",
                "us-east-1 · vault posit-connect-prod",
                "  database     available, restorable to any second of 2026-11-09 05:09 – 2026-11-23 11:57  ✓",
                "  file system  available, 212.0 GiB",
                "  bucket       manifest.json, values.yaml, license.lic  ✓",
                "",
                "  recovery set, UTC          age      files  database       RPO",
                "  2026-11-23 05:02    6 h 58 min  210.5 GiB  point in time  ✓",
                "  2026-11-22 17:03   18 h 57 min  210.5 GiB  point in time  ✓",
                `  2026-11-22 05:02   30 h 58 min  209.2 GiB  point in time  – files 30 h 58 min old, at most ${fileSystemHours} h`,
                "",
                "  unusable recovery points",
                "  2026-11-23 11:58  files     still being created: check again once its job has ended",
                "  2026-11-21 05:02  files     partial: its job did not end in time",
                "  2026-10-25 17:02  files     no database backup within 8 h",
                "  2026-08-24 17:03  files     expired: past its retention, and not deleted yet",
                "  2026-08-23 17:03  files     being deleted",
                "",
                "us-west-2 · vault posit-connect-prod",
                "  bucket       manifest.json, values.yaml, license.lic  ✓",
                "",
                "  recovery set, UTC         age      files  database                         RPO",
                "  2026-11-23 05:02   6 h 58 min  210.5 GiB  snapshot, 8 min apart, 20.0 GiB  ✓",
                "",
                `4 recovery sets, 3 ${WITHIN}; ${DATABASE_WITHIN}: recoverable`,
                "",
            ].join("\n"),
        });
    });

    it("uses RDS's time of a copied snapshot, not that of the continuous backup that it was copied from", async () => {
        const copy = snapshotPoint("2026-09-01T05:09:12.345Z", {
            arn: "arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-1",
            keyArn: KEYS.copies,
        });
        const [vault] = await read(
            {
                "backup:ListRecoveryPointsByBackupVault": pointPages([
                    filesPoint("2026-11-23T05:02:11Z", { keyArn: KEYS.copies }),
                    copy,
                ]),
                "rds:DescribeDBSnapshots": () =>
                    dbSnapshots([
                        {
                            arn: copy.arn,
                            identifier: DATABASE.identifier,
                            created: "2026-11-23T07:09:30Z",
                            originallyCreated: "2026-11-23T05:09:30Z",
                            storageGiB: 20,
                            keyArn: KEYS.copies,
                        },
                    ]),
            },
            [COPIES],
        );

        expect(databasesOf(vault)).to.deep.equal([[copy.arn, "2026-11-23T05:09:30.000Z", 7]]);
    });

    it("sends no request twice, and to each region only its own", async () => {
        await status({}, "--manifest", S3);

        expect([...(aws?.requests ?? [])].sort()).to.deep.equal([
            "us-east-1 backup:ListRecoveryPointsByBackupVault",
            "us-east-1 backup:ListRecoveryPointsByBackupVault",
            "us-east-1 elasticfilesystem:DescribeFileSystems",
            "us-east-1 kms:DescribeKey",
            "us-east-1 kms:DescribeKey",
            "us-east-1 kms:DescribeKey",
            "us-east-1 kms:DescribeKey",
            "us-east-1 rds:DescribeDBInstanceAutomatedBackups",
            "us-east-1 rds:DescribeDBInstances",
            "us-east-1 rds:DescribeDBSnapshots",
            "us-east-1 s3:GetObject",
            "us-east-1 s3:ListBucket",
            "us-east-1 sts:GetCallerIdentity",
            "us-west-2 backup:ListRecoveryPointsByBackupVault",
            "us-west-2 backup:ListRecoveryPointsByBackupVault",
            "us-west-2 kms:DescribeKey",
            "us-west-2 kms:DescribeKey",
            "us-west-2 rds:DescribeDBSnapshots",
            "us-west-2 s3:ListBucket",
        ]);
    });

    it("reads the keys that the manifest names, and once each key that only backups name", async () => {
        const keyArn = "arn:aws:kms:us-east-1:123456789012:key/77777777-7777-4777-8777-777777777777";
        const requested: unknown[] = [];
        await readPoints(
            [filesPoint("2026-11-23T05:02:11Z", { keyArn }), filesPoint("2026-11-22T05:02:11Z", { keyArn })],
            {
                "kms:DescribeKey": ({ body }) => {
                    requested.push(body["KeyId"]);
                    return key(String(body["KeyId"]), "Enabled");
                },
            },
        );

        expect({ first: requested.slice(0, -1).sort(), last: requested.at(-1) }).to.deep.equal({
            first: [KEYS.database, KEYS.files, KEYS.vault, KEYS.bucket],
            last: keyArn,
        });
    });

    it("checks only the region of --region, such as that of the copies", async () => {
        const { status: exit, out } = await status({}, "--manifest", S3, "--region", "us-west-2");

        expect([exit, ...(out.match(/^.* · vault .*$/gm) ?? [])]).to.deep.equal([
            0,
            "us-west-2 · vault posit-connect-prod",
        ]);
        expect(new Set(aws?.requests.map((asked) => asked.split(" ")[0]))).to.deep.equal(
            new Set(["us-west-2"]),
        );
    });

    for (const [name, bucket, args, region] of [
        [
            "the region in the bucket's name",
            "posit-connect-prod-recovery-123456789012-us-west-2",
            [],
            "us-west-2",
        ],
        ["the region at the end of another bucket's name", "manifests-us-west-2", [], "us-west-2"],
        ["us-east-1 if the name has no region", "manifests", [], "us-east-1"],
        ["the region that --region names", "manifests", ["--region", "us-west-2"], "us-west-2"],
    ] as const) {
        it(`asks for the manifest in ${name}`, async () => {
            await status({}, "--manifest", `s3://${bucket}/manifest.json`, ...args);

            expect(aws?.requests[0]).to.equal(`${region} s3:GetObject`);
        });
    }

    it("prints only data with --json", async () => {
        const { status: exit, out, err } = await status({}, "--json", "--manifest", S3);

        const files = (created: string, bytes = 210.5 * GIB) => ({
            arn: filesPoint(created).arn,
            at: new Date(created).toISOString(),
            bytes,
        });
        const recoverySet = (half: ReturnType<typeof files>, faults: string[]) => ({
            files: half,
            database: { pointInTime: half.at, resourceId: DATABASE.resourceId },
            skewSeconds: 0,
            restoreKeyArn: KEYS.files,
            usable: true,
            meetsRpo: faults.length === 0,
            faults,
        });
        expect({ exit, err, data: JSON.parse(out) as unknown }).to.deep.equal({
            exit: 0,
            err: "",
            data: {
                project: "posit-connect",
                stack: "prod",
                account: "123456789012",
                rpo: MANIFEST.backup.rpo,
                meetsRpo: true,
                vaults: [
                    {
                        name: "posit-connect-prod",
                        region: "us-east-1",
                        database: {
                            status: "available",
                            windows: [
                                {
                                    earliest: "2026-11-09T05:09:12.345Z",
                                    latest: "2026-11-23T11:57:12.000Z",
                                    resourceId: DATABASE.resourceId,
                                },
                            ],
                            usable: true,
                            meetsRpo: true,
                            faults: [],
                        },
                        fileSystem: { status: "available", bytes: 212 * GIB, keyState: "Enabled" },
                        bucket: { name: BUCKET.name, usable: true, faults: [] },
                        recoverySets: [
                            recoverySet(files("2026-11-23T05:02:11.120Z"), []),
                            recoverySet(files("2026-11-22T17:03:01.400Z"), []),
                            recoverySet(files("2026-11-22T05:02:10.002Z", 209.2 * GIB), [
                                `files 30 h 58 min old, at most ${fileSystemHours} h`,
                            ]),
                        ],
                        unusablePoints: [
                            {
                                of: "files",
                                ...files("2026-11-23T11:58:00Z", 0),
                                why: "still being created: check again once its job has ended",
                            },
                            {
                                of: "files",
                                ...files("2026-11-21T05:02:10Z", 13 * GIB),
                                why: "partial: its job did not end in time",
                            },
                            {
                                of: "files",
                                ...files("2026-10-25T17:02:59Z"),
                                why: "no database backup within 8 h",
                            },
                            {
                                of: "files",
                                ...files("2026-08-24T17:03:00Z"),
                                why: "expired: past its retention, and not deleted yet",
                            },
                            { of: "files", ...files("2026-08-23T17:03:00Z"), why: "being deleted" },
                        ],
                    },
                    {
                        name: "posit-connect-prod",
                        region: "us-west-2",
                        bucket: { name: COPIES_BUCKET.name, usable: true, faults: [] },
                        recoverySets: [
                            {
                                files: {
                                    arn: "arn:aws:backup:us-west-2:123456789012:recovery-point:copy",
                                    at: "2026-11-23T05:02:11.120Z",
                                    bytes: 210.5 * GIB,
                                },
                                database: {
                                    snapshot:
                                        "arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-19704517",
                                    at: "2026-11-23T05:09:30.000Z",
                                    bytes: 20 * GIB,
                                },
                                skewSeconds: 439,
                                restoreKeyArn: KEYS.copies,
                                usable: true,
                                meetsRpo: true,
                                faults: [],
                            },
                        ],
                        unusablePoints: [],
                    },
                ],
            },
        });
    });

    it("exits with 5 if the RPO is not met", async () => {
        const { status: exit, out } = await status(
            { "backup:ListRecoveryPointsByBackupVault": pointPages([filesPoint("2026-11-21T05:02:11Z")]) },
            ...["--manifest", manifest(), "--region", "us-east-1"],
        );

        expect([exit, out.trimEnd().split("\n").at(-1)]).to.deep.equal([
            5,
            `1 recovery set, 0 ${WITHIN}; ${DATABASE_WITHIN}: recoverable, with more data lost than the RPO allows`,
        ]);
    });

    it("reads every page", async () => {
        const hours = Array.from({ length: 600 }, (_, i) =>
            filesPoint(new Date(Date.parse("2026-11-23T11:00:00Z") - i * 3_600_000).toISOString()),
        );
        const vault = await readPoints(hours, {
            "rds:DescribeDBInstanceAutomatedBackups": () =>
                automatedBackups({
                    ...DATABASE,
                    status: "active",
                    window: ["2026-10-01T00:00:00Z", "2026-11-23T11:52:12Z"],
                }),
        });

        expect(vault?.recoverySets.map(({ files }) => files.arn)).to.deep.equal(hours.map(({ arn }) => arn));
        const pages = aws?.requests.filter((request) => request.includes("ListRecoveryPoints"));
        expect(pages).to.have.lengthOf(3 + 1);
    });

    it("reads the backups of a deleted database and deleted files", async () => {
        const vault = await readPoints(
            [filesPoint("2026-11-23T05:02:11Z"), snapshotPoint("2026-11-22T17:06:40Z")],
            {
                "rds:DescribeDBInstances": () =>
                    queryError(404, "DBInstanceNotFound", "DBInstance posit-connect-prod not found."),
                "rds:DescribeDBInstanceAutomatedBackups": () =>
                    automatedBackups({
                        ...DATABASE,
                        status: "retained",
                        window: ["2026-11-09T05:09:12Z", "2026-11-23T11:56:00Z"],
                    }),
                "elasticfilesystem:DescribeFileSystems": () =>
                    efsError(404, "FileSystemNotFound", "File system 'fs-0123456789abcdef0' does not exist."),
            },
        );

        expect({
            database: vault?.source?.database,
            files: vault?.source?.fileSystem.status,
            sets: databasesOf(vault),
        }).to.deep.equal({
            database: {
                status: "deleted",
                windows: [
                    {
                        earliest: Date.parse("2026-11-09T05:09:12Z"),
                        latest: Date.parse("2026-11-23T11:56:00Z"),
                        resourceId: DATABASE.resourceId,
                        exists: false,
                        keyArn: KEYS.database,
                        storageGiB: 20,
                    },
                ],
                usable: true,
                faults: [],
            },
            files: "deleted",
            sets: [[DATABASE.resourceId, "2026-11-23T05:02:11.000Z", 0]],
        });
    });

    describe("checks the objects in the bucket, and reports if", () => {
        const listed = (sizes: Record<string, number>): AwsHandlers => ({
            "s3:ListBucket": () => objects(BUCKET.name, sizes),
        });
        const BUCKET_FAULTS: Record<string, [handlers: AwsHandlers, faults: string[]]> = {
            "nothing is missing": [{}, []],
            "one is missing": [
                listed({ "manifest.json": 9000, "values.yaml": 2000 }),
                [`no license.lic in ${BUCKET.name}`],
            ],
            "some are empty": [
                listed({ "manifest.json": 9000, "values.yaml": 0, "license.lic": 0 }),
                [`no values.yaml, license.lic in ${BUCKET.name}`],
            ],
            "the bucket is deleted": [
                {
                    "s3:ListBucket": () =>
                        s3Error(404, "NoSuchBucket", "The specified bucket does not exist"),
                },
                [`no manifest.json, values.yaml, license.lic in ${BUCKET.name}`],
            ],
            "the bucket's key cannot be used": [
                { "kms:DescribeKey": keyStates({ [BUCKET.keyArn]: "PendingDeletion" }) },
                [`key of ${BUCKET.name} is PendingDeletion`],
            ],
        };
        for (const [name, [handlers, faults]] of Object.entries(BUCKET_FAULTS)) {
            it(name, async () => {
                expect((await read(handlers))[0]?.bucket?.faults).to.deep.equal(faults);
            });
        }
    });

    it("checks no bucket in a region for which the manifest names none", async () => {
        const [vault] = await read({}, [VAULT], { buckets: [COPIES_BUCKET] });

        expect([vault?.bucket, aws?.requests.includes("us-east-1 s3:ListBucket")]).to.deep.equal([
            undefined,
            false,
        ]);
    });

    it("distinguishes the windows of a deleted database and of a new one with its name", async () => {
        const vault = await readPoints(
            [filesPoint("2026-11-22T05:02:11Z"), filesPoint("2026-11-23T11:00:00Z")],
            {
                "rds:DescribeDBInstanceAutomatedBackups": () =>
                    automatedBackups(
                        {
                            ...DATABASE,
                            resourceId: "db-THEFIRSTONE",
                            status: "retained",
                            window: ["2026-11-09T05:09:12Z", "2026-11-22T11:56:00Z"],
                        },
                        {
                            ...DATABASE,
                            status: "active",
                            window: ["2026-11-22T18:00:00Z", "2026-11-23T11:52:12Z"],
                        },
                    ),
            },
        );

        expect(databasesOf(vault)).to.deep.equal([
            [DATABASE.resourceId, "2026-11-23T11:00:00.000Z", 0],
            ["db-THEFIRSTONE", "2026-11-22T05:02:11.000Z", 0],
        ]);
    });

    it("uses snapshots if there is no point-in-time recovery yet", async () => {
        const snapshot = snapshotPoint("2026-11-23T06:12:11Z");
        const vault = await readPoints([filesPoint("2026-11-23T05:02:11Z"), snapshot], {
            "rds:DescribeDBInstanceAutomatedBackups": () =>
                automatedBackups({ ...DATABASE, status: "creating" }),
        });

        expect([vault?.source?.database.faults, databasesOf(vault)]).to.deep.equal([
            [`no restorable time in the last ${databaseMinutes} min`],
            [[snapshot.arn, "2026-11-23T06:12:11.000Z", 70]],
        ]);
    });

    it("uses the newest restorable time that RDS reports for the instance", async () => {
        const vault = await readPoints([], {
            "rds:DescribeDBInstances": () => dbInstance(DATABASE, "2026-11-23T11:38:00Z", "available"),
            "rds:DescribeDBInstanceAutomatedBackups": () =>
                automatedBackups({
                    ...DATABASE,
                    status: "active",
                    window: ["2026-11-09T05:09:12Z", "2026-11-23T11:38:00Z"],
                }),
        });

        expect(vault?.source?.database.faults).to.deep.equal([
            `newest restorable time 22 min old, at most ${databaseMinutes} min`,
        ]);
    });

    it("lists recovery points that are still being created as unusable", async () => {
        const vault = await readPoints(
            [
                filesPoint("2026-11-23T11:30:00Z", { status: "CREATING" }),
                snapshotPoint("2026-11-23T11:31:00Z", { status: "CREATING" }),
            ],
            { "rds:DescribeDBInstanceAutomatedBackups": () => automatedBackups() },
        );

        expect({
            sets: vault?.recoverySets,
            points: vault?.unusablePoints.map(({ of, why }) => [of, why]),
        }).to.deep.equal({
            sets: [],
            points: [
                ["database", "still being created: check again once its job has ended"],
                ["files", "still being created: check again once its job has ended"],
            ],
        });
    });

    for (const [state, handler] of [
        ["PendingDeletion", keyStates({ [KEYS.vault]: "PendingDeletion" })],
        ["Disabled", keyStates({ [KEYS.vault]: "Disabled" })],
        [
            "deleted",
            (request: AwsRequest) =>
                request.body["KeyId"] === KEYS.vault
                    ? kmsError(400, "NotFoundException", `Key '${KEYS.vault}' does not exist`)
                    : keyStates({})(request),
        ],
    ] as const) {
        it(`cannot use files whose key is ${state}`, async () => {
            const vault = await readPoints([filesPoint("2026-11-23T05:02:11Z")], {
                "kms:DescribeKey": handler,
            });

            expect(vault?.recoverySets.map(({ usable, faults }) => ({ usable, faults }))).to.deep.equal([
                { usable: false, faults: [`not usable: key of the files is ${state}`] },
            ]);
        });
    }

    it("restores with the backup's key if that of the file system is lost", async () => {
        const vaults = await read(
            { "kms:DescribeKey": keyStates({ [KEYS.files]: "PendingDeletion" }) },
            MANIFEST.vaults,
        );

        expect([
            vaults[0]?.source?.fileSystem.keyState,
            ...vaults.map(({ recoverySets }) => recoverySets[0]?.restoreKeyArn),
        ]).to.deep.equal(["PendingDeletion", KEYS.vault, KEYS.copies]);
    });

    describe("rejects in one line, with exit status 1 and no other output:", () => {
        async function errorOf(handlers: AwsHandlers, ...args: string[]): Promise<string> {
            const { status: exit, out, err } = await status(handlers, ...args);
            expect({ exit, out }).to.deep.equal({ exit: 1, out: "" });
            return err;
        }

        const denyByRds = (action: string): AwsHandlers[string] => {
            const principal = "User: arn:aws:sts::123456789012:assumed-role/operator/alice";
            return () =>
                queryError(403, "AccessDenied", `${principal} is not authorized to perform: ${action}`);
        };
        const FAILURES: Record<string, [handlers: AwsHandlers, message: string]> = {
            "credentials of another account": [
                { "sts:GetCallerIdentity": () => callerIdentity("999999999999") },
                "The credentials belong to account 999999999999 (arn:aws:sts::999999999999:assumed-role/operator/alice), but " +
                    "the manifest's stack, posit-connect prod, is in 123456789012. Name a profile of that account in AWS_PROFILE, or assume a role there.",
            ],
            "expired credentials": [
                {
                    "sts:GetCallerIdentity": () =>
                        queryError(
                            403,
                            "ExpiredToken",
                            "The security token included in the request is expired",
                        ),
                },
                "sts:GetCallerIdentity: AWS rejects the credentials (ExpiredToken). Sign in again, and check AWS_PROFILE.",
            ],
            "a wrong clock that only the signature shows": [
                {
                    "sts:GetCallerIdentity": () =>
                        queryError(
                            403,
                            "SignatureDoesNotMatch",
                            "Signature expired: 20261123T110000Z is now earlier than 20261123T114500Z (20261123T120000Z - 15 min.)",
                        ),
                },
                "sts:GetCallerIdentity: AWS rejects the time of this machine (SignatureDoesNotMatch). Set its clock.",
            ],
            "a vault that does not exist": [
                {
                    "backup:ListRecoveryPointsByBackupVault": (request) =>
                        request.region === "us-west-2"
                            ? backupError(404, "ResourceNotFoundException", "Backup vault was not found.")
                            : pointPages([])(request),
                },
                "backup:ListRecoveryPointsByBackupVault: vault posit-connect-prod in us-west-2 does not exist. Use the newest manifest, which " +
                    "`pulumi stack output recoveryManifests` prints, or name the region of another vault with --region.",
            ],
            "throttling by several services": [
                {
                    "backup:ListRecoveryPointsByBackupVault": () =>
                        backupError(429, "TooManyRequestsException", "Too many requests"),
                    "kms:DescribeKey": () => kmsError(400, "ThrottlingException", "Rate exceeded"),
                    "rds:DescribeDBInstances": () => queryError(400, "Throttling", "Rate exceeded"),
                },
                "backup:ListRecoveryPointsByBackupVault: too many requests for vault posit-connect-prod in us-east-1 and 1 more " +
                    "(TooManyRequestsException). Try again in a few minutes.\n" +
                    "rds:DescribeDBInstances: too many requests for database posit-connect-prod in us-east-1 (Throttling). Try again in a few minutes.\n" +
                    `kms:DescribeKey: too many requests for key ${KEYS.vault} in us-east-1 and 5 more (ThrottlingException). Try again in a few minutes.`,
            ],
            "no permission to list recovery points": [
                {
                    "backup:ListRecoveryPointsByBackupVault": (request) =>
                        request.region === "us-east-1"
                            ? backupError(
                                  403,
                                  "AccessDeniedException",
                                  "Insufficient privileges to perform this action.",
                              )
                            : pointPages([])(request),
                },
                "backup:ListRecoveryPointsByBackupVault: not allowed on vault posit-connect-prod in us-east-1, or it does not exist. " +
                    "Add the action to the policy of your role.",
            ],
            "several missing permissions, all at once": [
                {
                    "rds:DescribeDBInstances": denyByRds("rds:DescribeDBInstances"),
                    "rds:DescribeDBInstanceAutomatedBackups": denyByRds(
                        "rds:DescribeDBInstanceAutomatedBackups",
                    ),
                    "elasticfilesystem:DescribeFileSystems": () =>
                        efsError(403, "AccessDeniedException", "not authorized"),
                },
                "rds:DescribeDBInstances: not allowed on database posit-connect-prod in us-east-1. " +
                    "Add the action to the policy of your role.\n" +
                    "rds:DescribeDBInstanceAutomatedBackups: not allowed on database posit-connect-prod in us-east-1. " +
                    "Add the action to the policy of your role.\n" +
                    "elasticfilesystem:DescribeFileSystems: not allowed on file system fs-0123456789abcdef0 in us-east-1. " +
                    "Add the action to the policy of your role.",
            ],
            "missing permissions for recovery points and for keys, both at once": [
                {
                    "backup:ListRecoveryPointsByBackupVault": () =>
                        backupError(
                            403,
                            "AccessDeniedException",
                            "Insufficient privileges to perform this action.",
                        ),
                    "kms:DescribeKey": () => kmsError(400, "AccessDeniedException", "not authorized"),
                },
                "backup:ListRecoveryPointsByBackupVault: not allowed on vault posit-connect-prod in us-east-1 and 1 more, or it does not exist. " +
                    "Add the action to the policy of your role.\n" +
                    `kms:DescribeKey: not allowed on key ${KEYS.vault} in us-east-1 and 5 more. Add the action to the policy of your role.`,
            ],
            "no permission to read a key": [
                {
                    "kms:DescribeKey": ({ body }) =>
                        body["KeyId"] === KEYS.copies
                            ? kmsError(400, "AccessDeniedException", "not authorized")
                            : key(String(body["KeyId"]), "Enabled"),
                },
                `kms:DescribeKey: not allowed on key ${KEYS.copies} in us-west-2. Add the action to the policy of your role.`,
            ],
            "a region that does not respond": [
                {
                    "kms:DescribeKey": ({ body, region }) =>
                        region === "us-west-2" ? NO_RESPONSE : key(String(body["KeyId"]), "Enabled"),
                },
                `kms:DescribeKey: key ${KEYS.copies} and 1 more in us-west-2 cannot be reached (TimeoutError). ` +
                    "If the region is down, name another with --region.",
            ],
            "another error of AWS": [
                { "kms:DescribeKey": () => kmsError(400, "InvalidArnException", "Invalid\nARN") },
                `kms:DescribeKey: failed for key ${KEYS.vault} in us-east-1 and 5 more: InvalidArnException: Invalid ARN`,
            ],
        };
        for (const [name, [handlers, message]] of Object.entries(FAILURES)) {
            it(name, async () => {
                const lines = (await errorOf(handlers, "--manifest", manifest())).trimEnd().split("\n");

                expect(lines.sort()).to.deep.equal(message.split("\n").sort());
            });
        }

        it("no permission to read the manifest, or its key", async () => {
            expect(
                await errorOf(
                    { "s3:GetObject": () => s3Error(403, "AccessDenied", "Access Denied") },
                    "--manifest",
                    S3,
                ),
            ).to.equal(
                `s3:GetObject: not allowed on ${S3} in us-east-1, or it does not exist. ` +
                    "Add the action to the policy of your role.\n",
            );
            await aws?.stop();
            const denied = "User: x is not authorized to perform: kms:Decrypt on this resource";
            expect(
                await errorOf(
                    { "s3:GetObject": () => s3Error(403, "AccessDenied", denied) },
                    "--manifest",
                    S3,
                ),
            ).to.equal(
                `kms:Decrypt: not allowed on ${S3} in us-east-1. Add the action to the policy of your role.\n`,
            );
        });

        const ENABLE =
            "Run `aws kms enable-key`; if the key is scheduled for deletion, `aws kms cancel-key-deletion` first.";
        const S3_FAILURES: Record<string, [response: AwsResponse, message: string]> = {
            "a manifest whose key is disabled": [
                s3Error(400, "KMS.DisabledException", `${KEYS.bucket} is disabled.`),
                `${S3} in us-east-1 is encrypted with a key that cannot be used (KMS.DisabledException: ${KEYS.bucket} is disabled). ${ENABLE}`,
            ],
            "a manifest whose key is scheduled for deletion": [
                s3Error(400, "KMS.KMSInvalidStateException", `${KEYS.bucket} is pending deletion.`),
                `${S3} in us-east-1 is encrypted with a key that cannot be used (KMS.KMSInvalidStateException: ${KEYS.bucket} is pending deletion). ${ENABLE}`,
            ],
            "an invalid session token": [
                s3Error(400, "InvalidToken", "The provided token is malformed or otherwise not valid."),
                "AWS rejects the credentials (InvalidToken). Sign in again, and check AWS_PROFILE.",
            ],
            "a wrong clock": [
                s3Error(
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the server's time is too large.",
                ),
                "AWS rejects the time of this machine (RequestTimeTooSkewed). Set its clock.",
            ],
        };
        for (const [name, [response, message]] of Object.entries(S3_FAILURES)) {
            it(name, async () => {
                expect(await errorOf({ "s3:GetObject": () => response }, "--manifest", S3)).to.equal(
                    `s3:GetObject: ${message}\n`,
                );
            });
        }

        it("a bucket in another account than the credentials", async () => {
            for (const uri of [S3, S3.replace("prod-recovery", "cut-off-0a1b2c3d")]) {
                expect(
                    await errorOf(
                        {
                            "s3:GetObject": () => s3Error(403, "AccessDenied", "Access Denied"),
                            "sts:GetCallerIdentity": () => callerIdentity("999999999999"),
                        },
                        "--manifest",
                        uri,
                    ),
                ).to.equal(
                    "The credentials belong to account 999999999999 (arn:aws:sts::999999999999:assumed-role/operator/alice), but " +
                        `bucket ${uri.split("/")[2] ?? ""} is in 123456789012. Name a profile of that account in AWS_PROFILE, or assume a role there.\n`,
                );
                await aws?.stop();
            }
        });

        it("no permission to read a bucket whose name has no account", async () => {
            const uri = "s3://manifests/manifest.json";
            expect(
                await errorOf(
                    { "s3:GetObject": () => s3Error(403, "AccessDenied", "Access Denied") },
                    "--manifest",
                    uri,
                ),
            ).to.equal(
                `s3:GetObject: not allowed on ${uri} in us-east-1, or it does not exist. ` +
                    "Add the action to the policy of your role.\n",
            );
            expect(aws?.requests).to.deep.equal(["us-east-1 s3:GetObject"]);
        });

        it("no credentials", async () => {
            aws = await startProd();
            const environment = {
                AWS_ENDPOINT_URL: aws.endpoint,
                AWS_ACCESS_KEY_ID: undefined,
                AWS_SECRET_ACCESS_KEY: undefined,
            };

            expect(await recovery(environment, ["status", "--manifest", manifest()])).to.deep.equal({
                status: 1,
                out: "",
                err:
                    "sts:GetCallerIdentity: found no AWS credentials (Could not load credentials from any providers). " +
                    "Set AWS_PROFILE, or sign in with `aws sso login`.\n",
            });
            expect(aws.requests).to.deep.equal([]);
        });

        it("a region that cannot be reached", async () => {
            aws = await startProd();
            const { endpoint } = aws;
            await aws.stop();

            expect(
                await recovery({ AWS_ENDPOINT_URL: endpoint }, ["status", "--manifest", manifest()]),
            ).to.deep.equal({
                status: 1,
                out: "",
                err:
                    "sts:GetCallerIdentity: the caller's identity in us-east-1 cannot be reached (ECONNREFUSED). " +
                    "If the region is down, name another with --region.\n",
            });
        });

        it("a region without a vault", async () => {
            expect(await errorOf({}, "--manifest", manifest(), "--region", "eu-west-1")).to.equal(
                "--region eu-west-1: must be a region with a vault: us-east-1 and us-west-2.\n",
            );
            expect(aws?.requests).to.deep.equal([]);
        });

        it("a manifest that does not exist or is a folder", async () => {
            const missing = join(folder, "none.json");
            const remedy = "`npm run recovery -- fetch s3://BUCKET/manifest.json` writes a manifest.\n";

            expect(await errorOf({}, "--manifest", missing)).to.equal(
                `--manifest ${missing} does not exist; ${remedy}`,
            );
            await aws?.stop();
            expect(await errorOf({}, "--manifest", folder)).to.equal(
                `--manifest ${folder} is a folder; ${remedy}`,
            );
        });

        it("a manifest of a newer program, from a file or from S3", async () => {
            const newer = { schemaVersion: 3, more: true };
            const message = "has schemaVersion 3, and this program reads 2. Update the program.\n";

            const file = manifest(newer);
            expect(await errorOf({}, "--manifest", file)).to.equal(`${file} ${message}`);
            await aws?.stop();
            const response = { status: 200, body: JSON.stringify({ ...MANIFEST, ...newer }) };
            expect(await errorOf({ "s3:GetObject": () => response }, "--manifest", S3)).to.equal(
                `${S3} ${message}`,
            );
        });

        it("a URI of no object", async () => {
            for (const uri of ["s3://bucket", "s3://bucket/", "s3:///manifest.json"]) {
                expect(await errorOf({}, "--manifest", uri)).to.equal(
                    `${uri}: must be s3://BUCKET/manifest.json, as \`pulumi stack output recoveryManifests\` prints it.\n`,
                );
                await aws?.stop();
            }
        });
    });

    describe("rejects wrong usage with exit status 2:", () => {
        for (const [args, message] of [
            [["status"], "error: required option '--manifest <place>' not specified"],
            [["status", "--manifest", "x", "--jsn"], "error: unknown option '--jsn'\n(Did you mean --json?)"],
            [
                ["status", "--manifest", "x", "y"],
                "error: too many arguments for 'status'. Expected 0 arguments but got 1.",
            ],
            [["stauts"], "error: unknown command 'stauts'\n(Did you mean status?)"],
            [["fetch"], "error: missing required argument 'uri'"],
            [
                ["restore", "--manifest", "x", "--stack", "x", "--unit", "2026-11-23 05:02"],
                "error: option '--unit <minute>' argument '2026-11-23 05:02' is invalid. Its name is --recovery-set.",
            ],
        ] as const) {
            it(args.join(" "), async () => {
                expect(await recovery({}, [...args])).to.deep.equal({
                    status: 2,
                    out: "",
                    err:
                        `${message}\n(Options follow two dashes: npm run recovery -- status --manifest manifest.json. ` +
                        "--help lists them.)\n",
                });
            });
        }
    });

    it("prints marks and verdict in color on a terminal", async () => {
        aws = await startProd();
        const args = ["status", "--manifest", S3];
        const colored = (await recovery({ AWS_ENDPOINT_URL: aws.endpoint }, args, true)).out;

        expect(colored.match(/\u001b\[32m[^\u001b]+/g)).to.deep.equal([
            ...Array.from({ length: 6 }, () => "\u001b[32m✓"),
            "\u001b[32mrecoverable",
        ]);
        expect(colored.replaceAll(/\u001b\[\d+m/g, "")).to.equal(
            (await recovery({ AWS_ENDPOINT_URL: aws.endpoint }, args)).out,
        );
    });

    it("prints its options with --help", async () => {
        const { status: exit, out } = await recovery({}, ["status", "--help"]);

        expect(exit).to.equal(0);
        for (const option of ["--manifest", "--region", "--json"]) {
            expect(out).to.include(option);
        }
    });
});
