import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    deleteDatabase,
    listFiles,
    objectOf,
    objectsOf,
    manifestOf,
    restoreFiles,
    takeSnapshot,
    writeData,
} from "./backups";
import { EngineStack, engineSuite, errorsOf, type SavedStack } from "./harness";
import { expectSuccess, unprotect } from "./lifecycle";

const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const VOLUME = "kubernetes:core/v1:PersistentVolume";
const KEY = "aws:kms/key:Key";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

const BACKED_UP = "2026-11-20T09:00:00Z";
const SUB_PATH = "aws-backup-restore_2026-11-20T11-00-00-000Z";
const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1";
/** RDS's resource id of the old database. */
const RESOURCE_ID = "db-ABCDEFGHIJKL";

type Config = Record<string, unknown>;

engineSuite("a stack that is restored from another one's backups", () => {
    const folder = mkdtempSync(join(tmpdir(), "recovery-"));
    const manifest = join(folder, "manifest.json");
    let old: EngineStack;
    let backedUp: SavedStack;
    /** File system into which AWS Backup restored the files. */
    let files: string;
    const started: EngineStack[] = [];

    before(async () => {
        old = await EngineStack.start("dev");
        expectSuccess(await old.up());
        writeData(old.cloud, "dev", "2026-11-20T08:00:00Z", "before the backup");
        takeSnapshot(old.cloud, "dev", SNAPSHOT, BACKED_UP);
        writeData(old.cloud, "dev", "2026-11-20T10:00:00Z", "after the backup");
        files = await restoreFiles(old.cloud, "dev", BACKED_UP, SUB_PATH);
        writeFileSync(manifest, manifestOf(old.cloud, "dev").text);
        backedUp = old.save();
    });

    beforeEach(() => {
        old.reset(backedUp);
    });

    afterEach(() => {
        started.splice(0).forEach((stack) => {
            stack.stop();
        });
    });

    after(() => {
        old.stop();
        rmSync(folder, { recursive: true });
    });

    /** Starts a new stack next to the old one, with these changes to a restore of database and files. */
    async function startRestored(changes: Config = {}, name = "restored"): Promise<EngineStack> {
        const stack = await EngineStack.start(name, {
            cloudOf: old,
            example: "dev",
            settings: (config) => {
                config["posit-connect:recovery"] = {
                    from: manifest,
                    database: { pointInTime: BACKED_UP },
                    fileSystem: { adopt: files, subPath: SUB_PATH, takenAt: BACKED_UP },
                    ...changes,
                };
            },
        });
        started.push(stack);
        return stack;
    }

    const forms: Record<string, () => Config> = {
        "a point in time, with the files moved to the root": () => ({
            database: { pointInTime: BACKED_UP },
            fileSystem: { adopt: files, takenAt: BACKED_UP },
        }),
        "a snapshot of AWS Backup, with the files in their directory and the manifest in S3": () => ({
            from: manifestOf(old.cloud, "dev").uri,
            database: { snapshot: SNAPSHOT, takenAt: BACKED_UP },
        }),
    };
    for (const [form, changes] of Object.entries(forms)) {
        it(`has the data and the files from before the backup, and no further changes: ${form}`, async () => {
            const stack = await startRestored(changes());
            expectSuccess(await stack.up());

            const texts = (written: { text: string }[] = []): string[] => written.map(({ text }) => text);
            const { cloud } = stack;
            expect(texts(objectOf(cloud, "restored", INSTANCE).written)).to.deep.equal(["before the backup"]);
            const volumes = objectsOf(cloud, "restored").filter(({ type }) => type === VOLUME);
            expect(volumes).to.have.length(2);
            for (const { inputs } of volumes) {
                const { volumeHandle } = (inputs["spec"] as { csi: { volumeHandle: string } }).csi;
                expect(listFiles(cloud, volumeHandle)).to.deep.equal([
                    { at: "2026-11-20T08:00:00Z", path: "bundles/1.tar.gz", text: "before the backup" },
                ]);
            }
            expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
            expect(expectSuccess(await stack.refresh()).steps).to.deep.equal([]);
            expect(expectSuccess(await stack.preview("--expect-no-changes")).steps).to.deep.equal([]);
        });
    }

    it("can be restored again, with files that were in a directory of their file system", async () => {
        const { cloud } = old;
        expectSuccess(await (await startRestored()).up());
        const from = join(folder, "restored.json");
        writeFileSync(from, manifestOf(cloud, "restored").text);
        const again = await startRestored(
            {
                from,
                fileSystem: {
                    adopt: await restoreFiles(cloud, "restored", BACKED_UP, "aws-backup-restore_again"),
                    takenAt: BACKED_UP,
                },
            },
            "again",
        );
        expectSuccess(await again.up());

        const [volume] = objectsOf(cloud, "again").filter(({ type }) => type === VOLUME);
        const { volumeHandle } = (volume?.inputs["spec"] as { csi: { volumeHandle: string } }).csi;
        expect(listFiles(cloud, volumeHandle).map(({ path, text }) => ({ path, text }))).to.deep.equal([
            { path: "bundles/1.tar.gz", text: "before the backup" },
        ]);
    });

    it("does not change the old stack and its backups, neither when it is created nor when it is destroyed", async () => {
        const before = structuredClone(objectsOf(old.cloud, "dev"));
        const leftovers = structuredClone(old.cloud.leftovers);
        const adopted = structuredClone(old.cloud.find(FILE_SYSTEM, files));
        const stack = await startRestored();
        expectSuccess(await stack.up());
        stack.settings(unprotect);
        expectSuccess(await stack.up());
        expectSuccess(await stack.destroy());

        expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
        expect(objectsOf(old.cloud, "dev")).to.deep.equal(before);
        expect(old.cloud.find(FILE_SYSTEM, files)).to.deep.equal(adopted);
        expect(old.cloud.leftovers.slice(0, leftovers.length)).to.deep.equal(leftovers);
        expect(expectSuccess(await old.preview("--expect-no-changes")).steps).to.deep.equal([]);
    });

    it("can be created after the old stack's up --refresh, and only this, has restored a deleted file of its bucket", async () => {
        const findBuckets = (): unknown[] =>
            objectsOf(old.cloud, "dev")
                .filter(({ type, inputs }) => type === OBJECT && inputs["key"] === "license.lic")
                .map(({ inputs }) => inputs["bucket"]);
        const kept = findBuckets();
        for (const object of old.cloud.all(OBJECT).filter(({ inputs }) => inputs["key"] === "license.lic")) {
            old.cloud.remove(object);
        }
        expect(expectSuccess(await old.up()).steps).to.deep.equal([]);
        expect(findBuckets()).to.deep.equal([]);
        expectSuccess(await old.up("--refresh"));

        expect([kept.length, findBuckets()]).to.deep.equal([1, kept]);
    });

    it("keeps the keys of its data if the old stack is destroyed except for these keys", async () => {
        const stack = await startRestored();
        expectSuccess(await stack.up());
        const used = [
            objectOf(old.cloud, "restored", INSTANCE).inputs["kmsKeyId"],
            old.cloud.find(FILE_SYSTEM, files)?.inputs["kmsKeyId"],
        ];
        const keys = old.cloud.all(KEY).filter(({ outputs }) => used.includes(outputs["arn"]));
        for (const { urn } of keys) {
            await old.protect(urn);
        }
        expectSuccess(await old.destroy("--exclude-protected"));

        expect(objectsOf(old.cloud, "dev")).to.deep.equal(keys);
        expect(keys.map(({ name }) => name).sort()).to.deep.equal(["database-key", "file-system-key"]);
        expect(expectSuccess(await stack.refresh()).steps).to.deep.equal([]);
        expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
    });

    it("is rejected before any resource is created if the key of its database, or of its files, is pending deletion", async () => {
        const keys = [INSTANCE, FILE_SYSTEM].map(
            (type) => objectOf(old.cloud, "dev", type).inputs["kmsKeyId"],
        );
        for (const key of old.cloud.all(KEY).filter(({ outputs }) => keys.includes(outputs["arn"]))) {
            old.cloud.remove(key);
            old.cloud.leftovers.push({ kind: "scheduled key", id: key.id });
        }
        const stack = await startRestored();
        const outcome = await stack.up();

        const [databaseKey, filesKey] = keys.map(String);
        expect(errorsOf(outcome).join("\n")).to.contain(
            [
                "The stack cannot be restored with these settings. Nothing was created.",
                "",
                ...[
                    ["database", databaseKey],
                    ["files", filesKey],
                ].map(
                    ([data, key]) =>
                        `  key of the ${data}, ${key}, is PendingDeletion and must be Enabled. Enable it again with ` +
                        "aws kms cancel-key-deletion and aws kms enable-key.",
                ),
            ].join("\n"),
        );
        expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
    });

    const REJECTED: Record<string, { database: Config; change?: () => void; error: string }> = {
        "a snapshot that does not exist": {
            database: { snapshot: "awsbackup:job-2", takenAt: BACKED_UP },
            error: "snapshot awsbackup:job-2 does not exist: npm run recovery -- status --json lists those that exist.",
        },
        "a snapshot that is being created": {
            database: { snapshot: SNAPSHOT, takenAt: BACKED_UP },
            change: () => {
                old.cloud.leftovers = old.cloud.leftovers.map((each) =>
                    each.id === SNAPSHOT ? { ...each, status: "creating" } : each,
                );
            },
            error:
                `snapshot ${SNAPSHOT} is creating and must be available: if it is being created, try again when it is complete. ` +
                "Otherwise choose another.",
        },
        "a snapshot of another time": {
            database: { snapshot: SNAPSHOT, takenAt: "2026-11-20T12:00:01Z" },
            error:
                `snapshot ${SNAPSHOT} was taken at ${BACKED_UP}, and posit-connect:recovery.database.takenAt is 2026-11-20T12:00:01Z: ` +
                "set it to that time, and adopt files from the same run.",
        },
        "a point in time of a deleted database without its id": {
            database: { pointInTime: BACKED_UP },
            change: () => {
                deleteDatabase(old.cloud, "dev", RESOURCE_ID);
            },
            error:
                "database posit-connect-dev does not exist: to restore it from its retained automated backups, set " +
                "posit-connect:recovery.database.resourceId to the DbiResourceId of aws rds describe-db-instance-automated-backups " +
                "--filters Name=db-instance-id,Values=posit-connect-dev.",
        },
    };
    for (const [source, { database, change, error }] of Object.entries(REJECTED)) {
        it(`is rejected before any resource is created: ${source}`, async () => {
            change?.();
            const stack = await startRestored({ database });
            const outcome = await stack.up();

            expect(errorsOf(outcome).join("\n")).to.contain(
                `The stack cannot be restored with these settings. Nothing was created.\n\n  ${error}`,
            );
            expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
        });
    }

    it("has the data of a deleted database whose resource id is set", async () => {
        deleteDatabase(old.cloud, "dev", RESOURCE_ID);
        const stack = await startRestored({ database: { pointInTime: BACKED_UP, resourceId: RESOURCE_ID } });
        expectSuccess(await stack.up());

        const { written = [] } = objectOf(old.cloud, "restored", INSTANCE);
        expect(written.map(({ text }) => text)).to.deep.equal(["before the backup"]);
    });

    it("has no changes after its backup has expired", async () => {
        const stack = await startRestored({ database: { snapshot: SNAPSHOT, takenAt: BACKED_UP } });
        expectSuccess(await stack.up());
        old.cloud.leftovers = old.cloud.leftovers.filter(({ id }) => id !== SNAPSHOT);

        expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
    });

    it("is rejected if its database exists and was restored from another point in time", async () => {
        const stack = await startRestored();
        expectSuccess(await stack.up());
        const database = structuredClone(objectOf(old.cloud, "restored", INSTANCE));
        stack.settings((config) => {
            config["posit-connect:recovery"] = {
                ...(config["posit-connect:recovery"] as Config),
                database: { pointInTime: "2026-11-20T08:30:00Z" },
            };
        });
        const outcome = await stack.up();

        expect(errorsOf(outcome).join("\n")).to.contain(
            "database posit-connect-restored already exists, restored from posit-connect-dev@2026-11-20T09:00:00Z: " +
                "a restore from posit-connect-dev@2026-11-20T08:30:00Z would lose its data. Create a new stack for it.",
        );
        expect(objectOf(old.cloud, "restored", INSTANCE)).to.deep.equal(database);
    });

    it("is rejected without files, or with files of another run, unless it is forced", async () => {
        const filesOfAnotherRun = { adopt: files, subPath: SUB_PATH, takenAt: "2026-11-19T09:00:00Z" };
        for (const fileSystem of [undefined, filesOfAnotherRun]) {
            old.reset(backedUp);
            const stack = await startRestored({ fileSystem });
            const outcome = await stack.up();
            expect(errorsOf(outcome).join("\n")).to.match(/posit-connect:recovery\.fileSystem.*set force/);
            expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
            stack.settings((config) => {
                config["posit-connect:recovery"] = {
                    ...(config["posit-connect:recovery"] as Config),
                    force: true,
                };
            });
            expectSuccess(await stack.up());
        }
    });
});
