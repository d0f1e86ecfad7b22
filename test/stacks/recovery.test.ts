import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatConfigError } from "../../stacks/configError";
import { readRestore } from "../../stacks/readRestore";
import { COPIES, MANIFEST } from "../recoveryManifest";
import { type Config, errorsOf, settingsOf, STACK } from "./config";

const FILES = {
    adopt: "fs-fedcba98765432100",
    subPath: "aws-backup-restore_1",
    takenAt: "2026-11-20T08:00:00Z",
};
const RECOVERY = {
    from: "manifest.json",
    database: { pointInTime: "2026-11-20T09:00:00Z" },
    fileSystem: FILES,
};

const SNAPSHOT = "arn:aws:rds:us-east-1:111122223333:snapshot:awsbackup:job-1";

/** The errors of a complete restore with other keys. */
function errorsWith(changes: Config): string[] {
    return errorsOf({ "posit-connect:recovery": { ...RECOVERY, ...changes } });
}

describe("settings of a restore", () => {
    it("accept a point in time of the database, or a snapshot, and files from the same run", () => {
        for (const database of [
            { pointInTime: "2026-11-20T09:00:00Z" },
            { pointInTime: "2026-11-20T09:00:00Z", resourceId: "db-ABCDEFGHIJKL" },
            { snapshot: SNAPSHOT, takenAt: "2026-11-20T09:00:00Z" },
            { snapshot: "awsbackup:job-1", takenAt: "2026-11-20T16:00:00.0Z" },
        ]) {
            expect(errorsWith({ database })).to.deep.equal([]);
        }
        expect(settingsOf({ "posit-connect:recovery": RECOVERY }).recovery).to.deep.equal({
            ...RECOVERY,
            promoted: false,
            force: false,
        });
    });

    const WRONG: [string, Config, string[]][] = [
        [
            "nothing",
            { from: undefined, database: undefined, fileSystem: undefined },
            [
                "posit-connect:recovery.from: must be the path of a manifest, from the project's folder, or s3://BUCKET/manifest.json, got nothing.",
                "posit-connect:recovery.database: must be a table with pointInTime, or with snapshot and takenAt, got nothing.",
            ],
        ],
        [
            "a manifest elsewhere on the net",
            { from: "https://bucket/manifest.json" },
            [
                'posit-connect:recovery.from: must be the path of a manifest, from the project\'s folder, or s3://BUCKET/manifest.json, got "https://bucket/manifest.json".',
            ],
        ],
        [
            "to be promoted by a manifest in S3",
            { from: "s3://bucket/manifest.json", promoted: true },
            [
                'posit-connect:recovery.from: must be a file with recovery.promoted, as the bucket is deleted with its stack, got "s3://bucket/manifest.json". Run npm run recovery -- fetch s3://bucket/manifest.json.',
            ],
        ],
        [
            "no point of the database",
            { database: {} },
            [
                "posit-connect:recovery.database: must be a table with pointInTime, or with snapshot and takenAt, got {}. Set one of pointInTime and snapshot.",
            ],
        ],
        [
            "two points of the database",
            { database: { pointInTime: "2026-11-20T09:00:00Z", snapshot: "s" } },
            [
                'posit-connect:recovery.database: must be a table with pointInTime, or with snapshot and takenAt, got {"pointInTime":"2026-11-20T09:00:00Z","…. Set one of pointInTime and snapshot.',
            ],
        ],
        [
            "a snapshot without its time",
            { database: { snapshot: "awsbackup:job-1" }, force: true },
            ["posit-connect:recovery.database.takenAt: must be the time of the snapshot, got nothing."],
        ],
        [
            "what goes with the other form",
            { database: { snapshot: "s", takenAt: "2026-11-20T09:00:00Z", resourceId: "db-A" } },
            ['posit-connect:recovery.database.resourceId: must be left out with snapshot, got "db-A".'],
        ],
        [
            "the time of a point in time",
            { database: { pointInTime: "2026-11-20T09:00:00Z", takenAt: "2026-11-20T09:00:00Z" } },
            [
                'posit-connect:recovery.database.takenAt: must be left out with pointInTime, got "2026-11-20T09:00:00Z".',
            ],
        ],
        [
            "a snapshot of another region",
            {
                database: {
                    snapshot: SNAPSHOT.replace("us-east-1", "us-west-2"),
                    takenAt: "2026-11-20T09:00:00Z",
                },
            },
            [
                "posit-connect:recovery.database.snapshot: must be a snapshot in us-east-1, the stack's region (aws:region), got \"arn:aws:rds:us-west-2:111122223333:sna….",
            ],
        ],
        [
            "a snapshot of another account",
            {
                database: {
                    snapshot: SNAPSHOT.replace("111122223333", "444455556666"),
                    takenAt: "2026-11-20T09:00:00Z",
                },
            },
            [
                "posit-connect:recovery.database.snapshot: must be a snapshot of account 111122223333, the stack's own (aws:allowedAccountIds), got \"arn:aws:rds:us-east-1:444455556666:sna…. Copy it to that account first.",
            ],
        ],
        [
            "a time that the engine has read as one, as it stood without quotes, and a day that is none",
            {
                database: { pointInTime: "2026-11-20 09:00:00 +0000 UTC" },
                fileSystem: { ...FILES, takenAt: "2026-13-20T09:00:00Z" },
            },
            [
                'posit-connect:recovery.database.pointInTime: must be a time in UTC and in quotes, such as "2026-11-20T09:00:00Z", got "2026-11-20 09:00:00 +0000 UTC".',
                'posit-connect:recovery.fileSystem.takenAt: must be a day and time that exist, got "2026-13-20T09:00:00Z".',
            ],
        ],
        [
            "no files",
            { fileSystem: undefined },
            [
                "posit-connect:recovery.fileSystem: must be a table with adopt and takenAt, got nothing. Without its files, Connect cannot read the encrypted values in the database. Restore the files, or set force.",
            ],
        ],
        [
            "files of another run",
            { fileSystem: { ...FILES, takenAt: "2026-11-20T00:59:59Z" } },
            [
                'posit-connect:recovery.fileSystem.takenAt: must be within 8 hours of the database\'s 2026-11-20T09:00:00Z, got "2026-11-20T00:59:59Z". Choose a backup from the same run, or set force.',
            ],
        ],
    ];
    for (const [what, changes, errors] of WRONG) {
        it(`reject ${what}`, () => {
            expect(errorsWith(changes)).to.deep.equal(errors);
        });
    }

    it("accept a manifest in S3", () => {
        expect(errorsWith({ from: "s3://bucket/manifest.json" })).to.deep.equal([]);
    });

    it("accept an incomplete recovery set, or one from different runs, if force is set", () => {
        expect(errorsWith({ fileSystem: undefined, force: true })).to.deep.equal([]);
        expect(
            errorsWith({ fileSystem: { ...FILES, takenAt: "2026-11-01T00:00:00Z" }, force: true }),
        ).to.deep.equal([]);
    });
});

describe("a restore by its manifest", () => {
    const folder = mkdtempSync(join(tmpdir(), "manifest-"));
    const from = join(folder, "manifest.json");

    after(() => {
        rmSync(folder, { recursive: true });
    });

    const settings = settingsOf();
    const manifest = { ...MANIFEST, account: "111122223333" };

    /** The restore from a manifest with other keys, into a stack with other settings. */
    function restore(
        changed: object = {},
        recovery: Config = {},
        others: Config = {},
        stack = STACK,
    ): ReturnType<typeof readRestore> {
        writeFileSync(from, JSON.stringify({ ...manifest, ...changed }));
        const config = { ...others, "posit-connect:recovery": { ...RECOVERY, from, ...recovery } };
        return read(config, stack);
    }

    function read(
        config: Config,
        stack = STACK,
        readObject: Parameters<typeof readRestore>[2] = () => Promise.reject(new Error("S3 is not asked")),
    ): ReturnType<typeof readRestore> {
        return readRestore(settingsOf(config), { project: "posit-connect", stack }, readObject);
    }

    it("does not exist if none is set", async () => {
        expect(await read({})).to.equal(undefined);
    });

    const WHOLE = {
        restore: {
            database: {
                keyArn: manifest.database.keyArn,
                pointInTime: { time: "2026-11-20T09:00:00Z", identifier: "posit-connect-prod" },
            },
            fileSystem: { id: FILES.adopt, subPath: FILES.subPath, backedUpSubPath: "" },
        },
    };

    it("uses the old database's key and name, and the files' directory", async () => {
        expect(await restore()).to.deep.equal(WHOLE);
    });

    it("reads a manifest from S3, in the region at the end of its bucket's name", async () => {
        const from = "s3://prod-recovery-111122223333-us-west-2/manifest.json";
        const asked: unknown[] = [];
        const found = await read({ "posit-connect:recovery": { ...RECOVERY, from } }, STACK, (object) => {
            asked.push(object);
            return Promise.resolve(JSON.stringify(manifest));
        });
        expect({ asked, found }).to.deep.equal({
            asked: [
                {
                    bucket: "prod-recovery-111122223333-us-west-2",
                    key: "manifest.json",
                    region: "us-west-2",
                },
            ],
            found: WHOLE,
        });
    });

    it("is rejected if the manifest in S3 cannot be read, in one line", async () => {
        const from = "s3://bucket/manifest.json";
        const found = await read({ "posit-connect:recovery": { ...RECOVERY, from } }, STACK, () =>
            Promise.reject(new Error("s3:GetObject is denied:\n  add it")),
        );
        expect(found?.errors).to.deep.equal([
            {
                key: "posit-connect:recovery.from",
                allowed: "a recovery manifest that can be read",
                got: JSON.stringify(from),
                advice: "s3:GetObject is denied: add it",
            },
        ]);
    });

    it("uses the vault's key in the region of the copies", async () => {
        const snapshot = "awsbackup:copyjob-1";
        const database = { snapshot, takenAt: "2026-11-20T09:00:00Z" };
        const elsewhere = {
            "aws:region": "us-west-2",
            "posit-connect:network": { availabilityZones: ["us-west-2a", "us-west-2b"] },
        };
        expect(await restore({}, { database, fileSystem: undefined, force: true }, elsewhere)).to.deep.equal({
            restore: { database: { keyArn: COPIES.keyArn, ...database } },
        });
    });

    const REFUSED: [string, Parameters<typeof restore>, string[]][] = [
        [
            "of another account",
            [{ account: "444455556666" }],
            [
                `posit-connect:recovery.from: must be a manifest of account 111122223333, the stack's own (aws:allowedAccountIds), got "${from}". This one belongs to account 444455556666.`,
            ],
        ],
        [
            "of the same stack",
            [{ stack: STACK }],
            [
                `posit-connect:recovery.from: must be the manifest of another stack, got "${from}". A restore over the stack's database would lose its data. Create a new stack with pulumi stack init, and restore there.`,
            ],
        ],
        [
            "of the same stack in another region",
            [
                { stack: STACK, region: "us-west-2" },
                { database: { snapshot: "awsbackup:copyjob-1", takenAt: "2026-11-20T09:00:00Z" } },
            ],
            [
                `posit-connect:recovery.from: must be the manifest of another stack, got "${from}". The stack's state has resources in us-west-2, which Pulumi would replace, and so delete. Create a new stack with pulumi stack init, and restore there.`,
            ],
        ],
        [
            "without backups in the region",
            [{ region: "eu-west-1", vaults: manifest.vaults.slice(1) }],
            ['aws:region: must be us-west-2, where the manifest has backups, got "us-east-1".'],
        ],
        [
            "of a point in time in another region",
            [{ region: "us-west-2" }],
            [
                'posit-connect:recovery.database.pointInTime: must be left out in us-east-1, as a point in time exists only in us-west-2, got "2026-11-20T09:00:00Z". Restore a snapshot.',
            ],
        ],
        [
            "on the old stack's own file system",
            [{}, { fileSystem: { ...FILES, adopt: manifest.fileSystem.id } }],
            [
                'posit-connect:recovery.fileSystem.adopt: must be another file system than the old stack\'s own, which the old stack has mounted, got "fs-0123456789abcdef0". Restore the backup to a new file system; or, once that stack is deleted, set force.',
            ],
        ],
        [
            "whose files were in another directory",
            [{ fileSystem: { ...manifest.fileSystem, subPath: "aws-backup-restore_0" } }],
            [
                'posit-connect:recovery.fileSystem.subPath: must be a directory that ends with aws-backup-restore_0, the directory of the files when they were backed up, got "aws-backup-restore_1". Leave it out, or set force.',
            ],
        ],
        [
            "with newer versions",
            [
                {},
                {},
                {
                    "posit-connect:database": { engineVersion: "16" },
                    "posit-connect:connect": { version: "2027.01.0", allowUntestedVersions: true },
                },
            ],
            [
                `posit-connect:connect.version: must be "${settings.connect.version}", as in the manifest, until posit-connect:recovery.promoted is true, got "2027.01.0".`,
                'posit-connect:database.engineVersion: must be "15", as in the manifest, until posit-connect:recovery.promoted is true, got "16".',
            ],
        ],
        [
            "that is promoted, with older versions",
            [{ connect: { ...manifest.connect, version: "2026.10.0" } }, { promoted: true }],
            [
                `posit-connect:connect.version: must be "2026.10.0" or newer, as the manifest has that version, got "${settings.connect.version}".`,
            ],
        ],
        [
            "with a manifest of a newer program",
            [{ schemaVersion: 3 }],
            [
                `posit-connect:recovery.from: must be a recovery manifest that can be read, got "${from}". ${from} has schemaVersion 3, and this program reads 2. Update the program.`,
            ],
        ],
        [
            "with an invalid manifest, with all errors in one line",
            [{ account: "1", vaults: [] }],
            [
                `posit-connect:recovery.from: must be a recovery manifest that can be read, got "${from}". ${from} is not a recovery manifest. \`npm run recovery -- fetch s3://BUCKET/manifest.json\` fetches it again: account: must be an account id of 12 digits, such as "123456789012", got "1"; vaults: must be a list of one or more vaults, got []`,
            ],
        ],
    ];
    for (const [what, changes, errors] of REFUSED) {
        it(`is rejected ${what}`, async () => {
            const found = await restore(...changes);
            const { errors: all = [] } = found ?? {};
            expect(all.map(formatConfigError)).to.deep.equal(errors);
        });
    }

    it("reads no region from a bucket's name that only appears to end with one", async () => {
        const asked: unknown[] = [];
        for (const bucket of ["acme-dr-us-east-1", "acme-of-no-region-1", "us-east-1"]) {
            const from = `s3://${bucket}/manifest.json`;
            await read({ "posit-connect:recovery": { ...RECOVERY, from } }, STACK, (object) => {
                asked.push(object);
                return Promise.reject(new Error("enough"));
            });
        }
        expect(asked).to.deep.equal([
            { bucket: "acme-dr-us-east-1", key: "manifest.json", region: "us-east-1" },
            { bucket: "acme-of-no-region-1", key: "manifest.json" },
            { bucket: "us-east-1", key: "manifest.json" },
        ]);
    });

    it("is rejected if the manifest cannot be opened, with the file system's reason", async () => {
        const from = join(folder, "folder.json");
        mkdirSync(from);
        const found = await read({ "posit-connect:recovery": { ...RECOVERY, from } });
        expect(found?.errors?.map(({ advice }) => advice)).to.deep.equal([
            "EISDIR: illegal operation on a directory, read. `npm run recovery -- fetch s3://BUCKET/manifest.json` writes one.",
        ]);
    });

    it("is rejected if the manifest does not exist", async () => {
        const found = await read({ "posit-connect:recovery": { ...RECOVERY, from: "none.json" } });
        expect(found).to.deep.equal({
            errors: [
                {
                    key: "posit-connect:recovery.from",
                    allowed: "a recovery manifest that can be read",
                    got: '"none.json"',
                    advice: `It is missing in ${process.cwd()}. \`npm run recovery -- fetch s3://BUCKET/manifest.json\` writes one.`,
                },
            ],
        });
    });

    it("finds the files of a stack that was itself restored: in a directory that ends with theirs, or in theirs", async () => {
        const old = { fileSystem: { ...manifest.fileSystem, subPath: "aws-backup-restore_0" } };
        const there = { ...FILES, subPath: "aws-backup-restore_1/aws-backup-restore_0" };
        const unnamed = { ...FILES, subPath: undefined };
        const found = [there, unnamed].map((fileSystem) => restore(old, { fileSystem }));

        const { database } = WHOLE.restore;
        const [id, backedUpSubPath] = [FILES.adopt, "aws-backup-restore_0"];
        expect(await Promise.all(found)).to.deep.equal([
            { restore: { database, fileSystem: { id, subPath: there.subPath, backedUpSubPath } } },
            { restore: { database, fileSystem: { id, backedUpSubPath } } },
        ]);
    });

    it("allows newer versions once it is promoted", async () => {
        const newer = { "posit-connect:database": { engineVersion: "16" } };
        const found = await restore({}, { promoted: true }, newer);
        expect(found?.errors).to.equal(undefined);
    });
});
