import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    deleteDatabase,
    filesAt,
    objectOf,
    objectsOf,
    manifestOf,
    restoreFiles,
    takeSnapshot,
    write,
} from "./backups";
import { EngineStack, engineSuite, errorsOf, type Moment } from "./harness";
import { succeeded, unprotect } from "./lifecycle";

const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const VOLUME = "kubernetes:core/v1:PersistentVolume";
const KEY = "aws:kms/key:Key";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

const BACKED_UP = "2026-11-20T09:00:00Z";
const SUB_PATH = "aws-backup-restore_2026-11-20T11-00-00-000Z";
const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1";
/** RDS's own id of the old database. */
const RESOURCE_ID = "db-ABCDEFGHIJKL";

type Config = Record<string, unknown>;

engineSuite("a stack that is restored from another one's backups", () => {
    const folder = mkdtempSync(join(tmpdir(), "recovery-"));
    const manifest = join(folder, "manifest.json");
    let old: EngineStack;
    let backedUp: Moment;
    /** File system that AWS Backup has restored the files into. */
    let files: string;
    const started: EngineStack[] = [];

    before(async () => {
        old = await EngineStack.start("dev");
        succeeded(await old.up());
        write(old.cloud, "dev", "2026-11-20T08:00:00Z", "before the backup");
        takeSnapshot(old.cloud, "dev", SNAPSHOT, BACKED_UP);
        write(old.cloud, "dev", "2026-11-20T10:00:00Z", "after the backup");
        files = await restoreFiles(old.cloud, "dev", BACKED_UP, SUB_PATH);
        writeFileSync(manifest, manifestOf(old.cloud, "dev").text);
        backedUp = old.moment();
    });

    beforeEach(() => {
        old.goBack(backedUp);
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

    /** A new stack beside the old one, with these changes to a restore of the whole unit. */
    async function restored(changes: Config = {}, name = "restored"): Promise<EngineStack> {
        const stack = await EngineStack.start(name, {
            beside: old,
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
        "a point in time, the files moved to the root": () => ({
            database: { pointInTime: BACKED_UP },
            fileSystem: { adopt: files, takenAt: BACKED_UP },
        }),
        "a snapshot of AWS Backup's, the files in their directory, by the manifest in S3": () => ({
            from: manifestOf(old.cloud, "dev").uri,
            database: { snapshot: SNAPSHOT, takenAt: BACKED_UP },
        }),
    };
    for (const [form, changes] of Object.entries(forms)) {
        it(`has the data and the files from before the backup, and stays as it is: ${form}`, async () => {
            const stack = await restored(changes());
            succeeded(await stack.up());

            const texts = (written: { text: string }[] = []): string[] => written.map(({ text }) => text);
            const { cloud } = stack;
            expect(texts(objectOf(cloud, "restored", INSTANCE).written)).to.deep.equal(["before the backup"]);
            const volumes = objectsOf(cloud, "restored").filter(({ type }) => type === VOLUME);
            expect(volumes).to.have.length(2);
            for (const { inputs } of volumes) {
                const { volumeHandle } = (inputs["spec"] as { csi: { volumeHandle: string } }).csi;
                expect(filesAt(cloud, volumeHandle)).to.deep.equal([
                    { at: "2026-11-20T08:00:00Z", path: "bundles/1.tar.gz", text: "before the backup" },
                ]);
            }
            expect(succeeded(await stack.up()).steps).to.deep.equal([]);
            expect(succeeded(await stack.refresh()).steps).to.deep.equal([]);
            expect(succeeded(await stack.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
        });
    }

    it("is restored itself, with the files that were in a directory of their file system", async () => {
        const { cloud } = old;
        succeeded(await (await restored()).up());
        const from = join(folder, "restored.json");
        writeFileSync(from, manifestOf(cloud, "restored").text);
        const again = await restored(
            {
                from,
                fileSystem: {
                    adopt: await restoreFiles(cloud, "restored", BACKED_UP, "aws-backup-restore_again"),
                    takenAt: BACKED_UP,
                },
            },
            "again",
        );
        succeeded(await again.up());

        const [volume] = objectsOf(cloud, "again").filter(({ type }) => type === VOLUME);
        const { volumeHandle } = (volume?.inputs["spec"] as { csi: { volumeHandle: string } }).csi;
        expect(filesAt(cloud, volumeHandle).map(({ path, text }) => ({ path, text }))).to.deep.equal([
            { path: "bundles/1.tar.gz", text: "before the backup" },
        ]);
    });

    it("leaves the old stack and its backups as they are, when it is made and when it goes", async () => {
        const before = structuredClone(objectsOf(old.cloud, "dev"));
        const leftovers = structuredClone(old.cloud.leftovers);
        const adopted = structuredClone(old.cloud.find(FILE_SYSTEM, files));
        const stack = await restored();
        succeeded(await stack.up());
        stack.settings(unprotect);
        succeeded(await stack.up());
        succeeded(await stack.destroy());

        expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
        expect(objectsOf(old.cloud, "dev")).to.deep.equal(before);
        expect(old.cloud.find(FILE_SYSTEM, files)).to.deep.equal(adopted);
        expect(old.cloud.leftovers.slice(0, leftovers.length)).to.deep.equal(leftovers);
        expect(succeeded(await old.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
    });

    it("can still be made once the old stack has put back, by up --refresh alone, what was taken out of its bucket", async () => {
        const license = (): unknown[] =>
            objectsOf(old.cloud, "dev")
                .filter(({ type, inputs }) => type === OBJECT && inputs["key"] === "license.lic")
                .map(({ inputs }) => inputs["bucket"]);
        const kept = license();
        for (const object of old.cloud.all(OBJECT).filter(({ inputs }) => inputs["key"] === "license.lic")) {
            old.cloud.remove(object);
        }
        expect(succeeded(await old.up()).steps).to.deep.equal([]);
        expect(license()).to.deep.equal([]);
        succeeded(await old.up({ refresh: true }));

        expect([kept.length, license()]).to.deep.equal([1, kept]);
    });

    it("keeps the keys of its data where the old stack is destroyed all but these", async () => {
        const stack = await restored();
        succeeded(await stack.up());
        const used = [
            objectOf(old.cloud, "restored", INSTANCE).inputs["kmsKeyId"],
            old.cloud.find(FILE_SYSTEM, files)?.inputs["kmsKeyId"],
        ];
        const keys = old.cloud.all(KEY).filter(({ outputs }) => used.includes(outputs["arn"]));
        keys.forEach(({ urn }) => {
            old.protect(urn);
        });
        succeeded(await old.destroy({ excludeProtected: true }));

        expect(objectsOf(old.cloud, "dev")).to.deep.equal(keys);
        expect(keys.map(({ name }) => name).sort()).to.deep.equal(["database-key", "file-system-key"]);
        expect(succeeded(await stack.refresh()).steps).to.deep.equal([]);
        expect(succeeded(await stack.up()).steps).to.deep.equal([]);
    });

    it("is refused before anything is made where the key of its database, or of its files, is gone", async () => {
        const keys = [INSTANCE, FILE_SYSTEM].map(
            (type) => objectOf(old.cloud, "dev", type).inputs["kmsKeyId"],
        );
        for (const key of old.cloud.all(KEY).filter(({ outputs }) => keys.includes(outputs["arn"]))) {
            old.cloud.remove(key);
            old.cloud.leftovers.push({ kind: "scheduled key", id: key.id });
        }
        const stack = await restored();
        const outcome = await stack.up();

        const [databaseKey, filesKey] = keys.map(String);
        expect(errorsOf(outcome).join("\n")).to.contain(
            [
                "The stack cannot be restored like this; nothing was made.",
                "",
                ...[
                    ["database", databaseKey],
                    ["files", filesKey],
                ].map(
                    ([of, key]) =>
                        `  key of the ${of}, ${key}, is PendingDeletion and must be Enabled: call it back with ` +
                        "aws kms cancel-key-deletion and aws kms enable-key.",
                ),
            ].join("\n"),
        );
        expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
    });

    const REFUSED: Record<string, { database: Config; change?: () => void; told: string }> = {
        "a snapshot that is not there": {
            database: { snapshot: "awsbackup:job-2", takenAt: BACKED_UP },
            told: "snapshot awsbackup:job-2 is not there: npm run recovery -- status --json lists those that are.",
        },
        "a snapshot that is being made": {
            database: { snapshot: SNAPSHOT, takenAt: BACKED_UP },
            change: () => {
                old.cloud.leftovers = old.cloud.leftovers.map((each) =>
                    each.id === SNAPSHOT ? { ...each, status: "creating" } : each,
                );
            },
            told:
                `snapshot ${SNAPSHOT} is creating and must be available: where it is being made, look again once it is done; ` +
                "else choose another.",
        },
        "a snapshot of another time": {
            database: { snapshot: SNAPSHOT, takenAt: "2026-11-20T12:00:01Z" },
            told:
                `snapshot ${SNAPSHOT} was taken at ${BACKED_UP}, and posit-connect:recovery.database.takenAt is 2026-11-20T12:00:01Z: ` +
                "set it to that, and adopt files of the same run.",
        },
        "a point in time of a deleted database without its id": {
            database: { pointInTime: BACKED_UP },
            change: () => {
                deleteDatabase(old.cloud, "dev", RESOURCE_ID);
            },
            told:
                "database posit-connect-dev is not there: to restore it from automated backups that it has left, set " +
                "posit-connect:recovery.database.resourceId to the DbiResourceId of aws rds describe-db-instance-automated-backups " +
                "--filters Name=db-instance-id,Values=posit-connect-dev.",
        },
    };
    for (const [what, { database, change, told }] of Object.entries(REFUSED)) {
        it(`is refused before anything is made from ${what}`, async () => {
            change?.();
            const stack = await restored({ database });
            const outcome = await stack.up();

            expect(errorsOf(outcome).join("\n")).to.contain(
                `The stack cannot be restored like this; nothing was made.\n\n  ${told}`,
            );
            expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
        });
    }

    it("has the data of a deleted database whose id is given", async () => {
        deleteDatabase(old.cloud, "dev", RESOURCE_ID);
        const stack = await restored({ database: { pointInTime: BACKED_UP, resourceId: RESOURCE_ID } });
        succeeded(await stack.up());

        const { written = [] } = objectOf(old.cloud, "restored", INSTANCE);
        expect(written.map(({ text }) => text)).to.deep.equal(["before the backup"]);
    });

    it("stays as it is once the backup that it was made from has expired", async () => {
        const stack = await restored({ database: { snapshot: SNAPSHOT, takenAt: BACKED_UP } });
        succeeded(await stack.up());
        old.cloud.leftovers = old.cloud.leftovers.filter(({ id }) => id !== SNAPSHOT);

        expect(succeeded(await stack.up()).steps).to.deep.equal([]);
    });

    it("is refused over a database that lives already, restored from another point", async () => {
        const stack = await restored();
        succeeded(await stack.up());
        const database = structuredClone(objectOf(old.cloud, "restored", INSTANCE));
        stack.settings((config) => {
            config["posit-connect:recovery"] = {
                ...(config["posit-connect:recovery"] as Config),
                database: { pointInTime: "2026-11-20T08:30:00Z" },
            };
        });
        const outcome = await stack.up();

        expect(errorsOf(outcome).join("\n")).to.contain(
            "database posit-connect-restored is there already, restored from posit-connect-dev@2026-11-20T09:00:00Z: " +
                "a restore from posit-connect-dev@2026-11-20T08:30:00Z would lose what it holds; make a new stack for it.",
        );
        expect(objectOf(old.cloud, "restored", INSTANCE)).to.deep.equal(database);
    });

    it("is refused without its files, or with those of another run, unless it is forced", async () => {
        const apart = { adopt: files, subPath: SUB_PATH, takenAt: "2026-11-19T09:00:00Z" };
        for (const fileSystem of [undefined, apart]) {
            old.goBack(backedUp);
            const stack = await restored({ fileSystem });
            const outcome = await stack.up();
            expect(errorsOf(outcome).join("\n")).to.match(/posit-connect:recovery\.fileSystem.*set force/);
            expect(objectsOf(old.cloud, "restored")).to.deep.equal([]);
            stack.settings((config) => {
                config["posit-connect:recovery"] = {
                    ...(config["posit-connect:recovery"] as Config),
                    force: true,
                };
            });
            succeeded(await stack.up());
        }
    });
});
