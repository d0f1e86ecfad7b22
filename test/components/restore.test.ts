import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSource } from "../../components/databaseSource";
import { restoreSource } from "../../components/restoreSource";
import type { Graph } from "../../graph/graph";
import { requirements } from "../../graph/requirements";
import { requirementFindings } from "../policy/requirementFindings";
import { simulateStack } from "../program";

const FILES = "fs-0123456789abcdef0";
const MOMENT = "2026-11-20T09:00:00Z";

describe("a stack that is restored", () => {
    const folder = mkdtempSync(join(tmpdir(), "restore-"));
    const from = join(folder, "manifest.json");
    let old: Graph;

    before(async () => {
        old = await simulateStack("prod");
        const [kept] = old
            .all("aws:s3/bucketObjectv2:BucketObjectv2")
            .filter(({ inputs }) => inputs.key === "manifest.json");
        writeFileSync(from, String(kept?.inputs.content).replace('"stack": "prod"', '"stack": "old"'));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function recovery(changes: object): object {
        return {
            from,
            database: { pointInTime: MOMENT },
            fileSystem: { adopt: FILES, subPath: "aws-backup-restore_1", takenAt: MOMENT },
            ...changes,
        };
    }

    function restored(changes: object = {}): Promise<Graph> {
        return simulateStack("prod", "update", { sections: { recovery: recovery(changes) } });
    }

    it("has the old database's data with its key and its size", async () => {
        const graph = await restored();

        const { kmsKeyId } = old.only("aws:rds/instance:Instance").inputs;
        const { inputs } = graph.only("aws:rds/instance:Instance");
        expect(inputs).to.deep.include({
            restoreToPointInTime: { restoreTime: MOMENT, sourceDbInstanceIdentifier: "posit-connect-prod" },
            kmsKeyId,
            storageEncrypted: true,
            multiAz: true,
        });
        expect(inputs).to.not.have.any.keys("allocatedStorage", "snapshotIdentifier");
        expect((inputs.tags as Record<string, string>)["posit-connect:restored-from"]).to.equal(
            `posit-connect-prod@${MOMENT}`,
        );
    });

    it("is restored from a snapshot, or from a deleted instance's automated backups, if that is set", async () => {
        const snapshot = await restored({ database: { snapshot: "awsbackup:job-1", takenAt: MOMENT } });
        const deleted = await restored({ database: { pointInTime: MOMENT, resourceId: "db-ABC" } });

        const [one, other] = [snapshot, deleted].map(
            (graph) => graph.only("aws:rds/instance:Instance").inputs,
        );
        expect(one?.snapshotIdentifier).to.equal("awsbackup:job-1");
        expect(one).to.not.have.any.keys("restoreToPointInTime");
        expect(other?.restoreToPointInTime).to.deep.equal({
            restoreTime: MOMENT,
            sourceDbiResourceId: "db-ABC",
        });
    });

    it("mounts the directory that AWS Backup restored to, and creates no file system", async () => {
        const graph = await restored();

        expect(graph.all("aws:efs/fileSystem:FileSystem")).to.deep.equal([]);
        const [targets, policies] = [
            "aws:efs/mountTarget:MountTarget",
            "aws:efs/fileSystemPolicy:FileSystemPolicy",
        ].map((type) => graph.all(type).map(({ inputs }) => inputs.fileSystemId));
        expect(targets).to.deep.equal([FILES, FILES, FILES]);
        expect(policies).to.deep.equal([FILES]);
        const handles = graph
            .all("kubernetes:core/v1:PersistentVolume")
            .map(({ inputs }) => (inputs.spec as { csi: { volumeHandle: string } }).csi.volumeHandle);
        expect(handles.sort()).to.deep.equal([
            `${FILES}:/aws-backup-restore_1`,
            `${FILES}:/aws-backup-restore_1/`,
        ]);
        const selection = graph.only("aws:backup/selection:Selection").inputs.resources as string[];
        expect(selection.filter((arn) => arn.endsWith(`/${FILES}`))).to.have.length(1);
    });

    it("moves them to the root before Connect starts if no directory is set", async () => {
        const JOB = "kubernetes:batch/v1:Job";
        const graph = await restored({ fileSystem: { adopt: FILES, takenAt: MOMENT } });

        const job = graph.only(JOB);
        const { containers, volumes } = (
            job.inputs.spec as {
                template: { spec: { containers: { image: string; env: object[] }[]; volumes: unknown[] } };
            }
        ).template.spec;
        expect(containers.map(({ image, env }) => ({ image, env }))).to.deep.equal([
            {
                image: "posit/connect:2026.08.0-ubuntu-24.04",
                env: [{ name: "DIRECTORY", value: "" }],
            },
        ]);
        expect(volumes).to.deep.equal([
            { name: "files", persistentVolumeClaim: { claimName: "posit-connect-files" } },
        ]);
        expect(job.ignoreChanges).to.deep.equal(["spec"]);
        const release = graph.all("kubernetes:helm.sh/v3:Release").find(({ name }) => name === "connect");
        expect(release !== undefined && graph.dependsOn(release, job)).to.equal(true);
        const handles = graph
            .all("kubernetes:core/v1:PersistentVolume")
            .map(({ inputs }) => (inputs.spec as { csi: { volumeHandle: string } }).csi.volumeHandle);
        expect(handles.sort()).to.deep.equal([FILES, `${FILES}:/`]);
        expect((await restored()).all(JOB)).to.deep.equal([]);
        expect(old.all(JOB)).to.deep.equal([]);
    });

    it("leaves the domain to the old stack until it is promoted", async () => {
        const records = (graph: Graph): unknown[] =>
            graph.all("aws:route53/record:Record").map(({ inputs }) => inputs.type);

        expect(records(old)).to.have.members(["A", "CNAME"]);
        expect(records(await restored())).to.deep.equal(["CNAME"]);
        expect(records(await restored({ promoted: true }))).to.have.members(["A", "CNAME"]);
    });

    it("leaves the mail to the old stack until it is promoted", async () => {
        const connect = {
            authentication: { provider: "password" },
            smtp: { host: "mail.example.com", user: "connect", senderEmail: "connect@example.com" },
        };
        const mail = async (promoted: boolean): Promise<unknown> => {
            const graph = await simulateStack("prod", "update", {
                sections: { connect, recovery: recovery({ promoted }) },
                secrets: ["license", "smtpPassword"],
            });
            const release = graph.all("kubernetes:helm.sh/v3:Release").find(({ name }) => name === "connect");
            const { config } = release?.inputs.values as { config: Record<string, object> };
            return {
                server: Object.keys(config["Server"] ?? {}),
                host: (config["SMTP"] as { Host: string } | undefined)?.Host,
                passwords: graph
                    .all("kubernetes:core/v1:Secret")
                    .filter(({ name }) => name === "connect-smtp").length,
            };
        };

        expect([await mail(false), await mail(true)]).to.deep.equal([
            { server: ["Address"], host: undefined, passwords: 0 },
            {
                server: ["Address", "EmailProvider", "SenderEmail"],
                host: "mail.example.com",
                passwords: 1,
            },
        ]);
    });

    it("keeps a manifest of its own, with the place of the files", async () => {
        const graph = await restored();
        const [kept] = graph
            .all("aws:s3/bucketObjectv2:BucketObjectv2")
            .filter(({ inputs }) => inputs.key === "manifest.json");
        const { fileSystem } = JSON.parse(String(kept?.inputs.content)) as Record<string, unknown>;
        expect(fileSystem).to.deep.include({ id: FILES, subPath: "aws-backup-restore_1" });
    });

    it("meets the reference architecture like any other stack", async () => {
        const graph = await restored();

        expect(requirementFindings(graph)).to.deep.equal([]);
        expect(
            Object.fromEntries(requirements.map(({ id, evidence }) => [id, evidence(graph)])),
        ).to.deep.include({
            R5: "database › PostgreSQL 15 (default minor), db.m5.large, as many GiB as its backup, gp3",
            R6: 'database › database "posit_connect", restored',
            R9: `${FILES} › adopted; connect › sharedStorage.mount true, mountContent true`,
        });
    });

    const KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/77777777-7777-4777-8777-777777777777";
    const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1";

    /** AWS's answers for a restore without problems. */
    const WHOLE: Record<string, (args: Record<string, unknown>) => object> = {
        getInstances: () => ({ instanceIdentifiers: [] }),
        getInstance: () => ({ allocatedStorage: 20, tags: {} }),
        getSnapshot: () => ({
            status: "available",
            allocatedStorage: 20,
            encrypted: true,
            kmsKeyId: KEY_ARN,
            originalSnapshotCreateTime: MOMENT,
            snapshotCreateTime: "2026-11-21T09:00:00Z",
        }),
        getKey: () => ({ keyState: "Enabled" }),
        getFileSystem: () => ({ arn: "arn", encrypted: true, kmsKeyId: "key-of-files" }),
    };

    /** The problems of a restore if AWS answers like this. */
    async function refusal(
        answers: typeof WHOLE,
        database: Partial<DatabaseSource> = { snapshot: SNAPSHOT, takenAt: MOMENT },
    ): Promise<string[]> {
        await pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
                call: ({ token, inputs }) =>
                    ({ ...WHOLE, ...answers })[token.split(":").at(-1) ?? ""]?.(
                        inputs as Record<string, unknown>,
                    ) ?? {},
            },
            "posit-connect",
            "new",
        );
        try {
            await restoreSource({
                identifier: "posit-connect-new",
                database: { keyArn: KEY_ARN, maxStorageGiB: 100, ...database },
                fileSystem: { id: FILES, backedUpSubPath: "" },
            });
            return [];
        } catch (error) {
            expect(pulumi.RunError.isInstance(error)).to.equal(true);
            const [head, empty, ...lines] = (error as Error).message.split("\n");
            expect([head, empty]).to.deep.equal([
                "The stack cannot be restored with these settings. Nothing was created.",
                "",
            ]);
            return lines;
        }
    }

    /** An answer in the form of gRPC, whose details the program receives. */
    function fails(details: string): () => never {
        return () => {
            throw Object.assign(new Error(), { details });
        };
    }

    it("requires keys, files and an unused name, and reports all problems at once", async () => {
        expect(
            await refusal({
                getInstances: () => ({ instanceIdentifiers: ["posit-connect-new"] }),
                getKey: () => ({ keyState: "Disabled" }),
                getFileSystem: () => ({ arn: "arn", encrypted: false }),
            }),
        ).to.deep.equal([
            `  database posit-connect-new already exists, and was not restored: a restore from ${SNAPSHOT} would lose its data. Create a new stack for it.`,
            `  key of the database, ${KEY_ARN}, is Disabled and must be Enabled. Enable it again with aws kms cancel-key-deletion and aws kms enable-key.`,
            `  file system ${FILES} is not encrypted. Restore the backup to an encrypted one.`,
        ]);
    });

    it("finds AWS Backup's snapshots, RDS's own and manual ones by their type in RDS", async () => {
        const asked: unknown[] = [];
        for (const snapshot of [SNAPSHOT, "awsbackup:job-2", "rds:old-2026-11-20-09-00", "by-hand"]) {
            const lines = await refusal(
                {
                    getSnapshot: ({ dbSnapshotIdentifier, snapshotType }) => {
                        asked.push([dbSnapshotIdentifier, snapshotType]);
                        return WHOLE["getSnapshot"]?.({}) ?? {};
                    },
                },
                { snapshot, takenAt: MOMENT },
            );
            expect(lines).to.deep.equal([]);
        }
        expect(asked).to.deep.equal([
            ["awsbackup:job-1", "awsbackup"],
            ["awsbackup:job-2", "awsbackup"],
            ["rds:old-2026-11-20-09-00", "automated"],
            ["by-hand", undefined],
        ]);
    });

    const SNAPSHOTS: Record<string, [object, string[]]> = {
        "that is being created": [
            { status: "creating", encrypted: false },
            [
                `  snapshot ${SNAPSHOT} is creating and must be available: if it is being created, try again when it is complete. Otherwise choose another.`,
            ],
        ],
        "without encryption, and from another time": [
            { encrypted: false, kmsKeyId: "", originalSnapshotCreateTime: "2026-11-20T12:00:01Z" },
            [
                `  snapshot ${SNAPSHOT} is not encrypted and must be under ${KEY_ARN}, as in the manifest: copy it under that key with aws rds copy-db-snapshot --kms-key-id.`,
                `  snapshot ${SNAPSHOT} was taken at 2026-11-20T12:00:01Z, and posit-connect:recovery.database.takenAt is ${MOMENT}: set it to that time, and adopt files from the same run.`,
            ],
        ],
        "under another key": [
            { kmsKeyId: "key-2" },
            [
                `  snapshot ${SNAPSHOT} is under the key key-2 and must be under ${KEY_ARN}, as in the manifest: copy it under that key with aws rds copy-db-snapshot --kms-key-id.`,
            ],
        ],
        "from another time, for a copy": [
            { originalSnapshotCreateTime: "" },
            [
                `  snapshot ${SNAPSHOT} was taken at 2026-11-21T09:00:00Z, and posit-connect:recovery.database.takenAt is ${MOMENT}: set it to that time, and adopt files from the same run.`,
            ],
        ],
        "that is too large for maxStorageGiB": [
            { allocatedStorage: 91 },
            [
                `  snapshot ${SNAPSHOT} has 91 GiB, and posit-connect:database.maxStorageGiB is 100: set it to 101 or more.`,
            ],
        ],
        "that has room to grow": [{ allocatedStorage: 90 }, []],
        "within three hours of the time that is set": [
            { originalSnapshotCreateTime: "2026-11-20T06:00:00Z" },
            [],
        ],
    };
    for (const [what, [changes, errors]] of Object.entries(SNAPSHOTS)) {
        it(`${errors.length === 0 ? "accepts" : "rejects"} a snapshot ${what}`, async () => {
            const getSnapshot = () => ({ ...WHOLE["getSnapshot"]?.({}), ...changes });
            expect(await refusal({ getSnapshot })).to.deep.equal(errors);
        });
    }

    it("needs the database of a point in time, or its ID if it is deleted", async () => {
        const getInstance = fails("no matching RDS DB Instance found");
        const pointInTime = { time: MOMENT, identifier: "posit-connect-old" };

        expect(await refusal({}, { pointInTime })).to.deep.equal([]);
        expect(
            await refusal({ getInstance: () => ({ allocatedStorage: 100, tags: {} }) }, { pointInTime }),
        ).to.deep.equal([
            "  database posit-connect-old has 100 GiB, and posit-connect:database.maxStorageGiB is 100: set it to 110 or more.",
        ]);
        expect(await refusal({ getInstance }, { pointInTime })).to.deep.equal([
            "  database posit-connect-old does not exist: to restore it from its retained automated backups, set posit-connect:recovery.database.resourceId to the DbiResourceId of aws rds describe-db-instance-automated-backups --filters Name=db-instance-id,Values=posit-connect-old.",
        ]);
        expect(
            await refusal({ getInstance }, { pointInTime: { ...pointInTime, resourceId: "db-ABC" } }),
        ).to.deep.equal([]);
    });

    it("needs no source once the database is restored from it", async () => {
        expect(
            await refusal({
                getInstances: () => ({ instanceIdentifiers: ["posit-connect-new"] }),
                getInstance: () => ({ tags: { "posit-connect:restored-from": SNAPSHOT } }),
                getSnapshot: fails("couldn't find resource"),
            }),
        ).to.deep.equal([]);
    });

    const GONE = [
        `  snapshot ${SNAPSHOT} does not exist: npm run recovery -- status --json lists those that exist.`,
        `  key of the database, ${KEY_ARN}, does not exist: data under this key is lost. Choose a backup that is under another key.`,
        `  file system ${FILES} does not exist: restore the file backup to a new file system, and adopt that one.`,
    ];
    const WORDS: Record<string, [Record<string, () => never>, string[]]> = {
        "that does not exist, in the provider's words": [
            {
                getSnapshot: fails("Your query returned no results. Please change your search criteria."),
                getKey: fails("reading KMS Key (key-1): couldn't find resource"),
                getFileSystem: fails("no matching EFS file system found"),
            },
            GONE,
        ],
        "that does not exist, in AWS's words": [
            {
                getSnapshot: fails("DBSnapshotNotFound: DBSnapshot awsbackup:job-1 not found."),
                getKey: fails("NotFoundException: Key does not exist"),
                getFileSystem: fails("FileSystemNotFound: File system does not exist."),
            },
            GONE,
        ],
        "that AWS denies, with the action that is missing": [
            {
                getInstances: fails("AccessDenied: not allowed"),
                getSnapshot: fails("AccessDenied: not allowed"),
                getKey: fails("AccessDeniedException: not allowed"),
                getFileSystem: fails(
                    "AccessDeniedException: User: u is not authorized to perform: elasticfilesystem:DescribeLifecycleConfiguration on the resource",
                ),
            },
            [
                ["database posit-connect-new", "rds:DescribeDBInstances"],
                [`snapshot ${SNAPSHOT}`, "rds:DescribeDBSnapshots"],
                [`key of the database, ${KEY_ARN},`, "kms:DescribeKey"],
                [`file system ${FILES}`, "elasticfilesystem:DescribeLifecycleConfiguration"],
            ].map(
                ([what, action]) =>
                    `  ${what} cannot be read: ${action} is denied. Add the action to the policy of the role that you use.`,
            ),
        ],
        "that AWS does not answer for, a line each": [
            {
                getInstances: fails("invoking it: 1 error occurred:\n\t* no answer\n\n"),
                getSnapshot: fails("no answer"),
                getKey: fails("no answer\n"),
                getFileSystem: fails("no\nanswer"),
            },
            [
                "  database posit-connect-new cannot be read: invoking it: 1 error occurred: * no answer",
                `  snapshot ${SNAPSHOT} cannot be read: no answer`,
                `  key of the database, ${KEY_ARN}, cannot be read: no answer`,
                `  file system ${FILES} cannot be read: no answer`,
            ],
        ],
    };
    for (const [what, [answers, errors]] of Object.entries(WORDS)) {
        it(`does not accept a resource without AWS's answer: ${what}`, async () => {
            expect(await refusal(answers)).to.deep.equal(errors);
        });
    }

    it("does not restore over a database that AWS lists but does not describe", async () => {
        expect(
            await refusal({
                getInstances: () => ({ instanceIdentifiers: ["posit-connect-new"] }),
                getInstance: fails("AccessDenied: not allowed"),
            }),
        ).to.deep.equal([
            "  database posit-connect-new cannot be read: rds:DescribeDBInstances is denied. Add the action to the policy of the role that you use.",
        ]);
    });
});
