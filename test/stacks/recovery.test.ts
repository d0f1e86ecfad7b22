import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRestore } from "../../stacks/readRestore";
import { COPIES, MANIFEST } from "../recoveryManifest";
import { type Config, mistakesOf, settingsOf, STACK } from "./config";

const FILES = {
    adopt: "fs-fedcba98765432100",
    subPath: "aws-backup-restore_1",
    takenAt: "2026-11-20T08:00:00Z",
};
const UNIT = { from: "manifest.json", database: { pointInTime: "2026-11-20T09:00:00Z" }, fileSystem: FILES };

const SNAPSHOT = "arn:aws:rds:us-east-1:111122223333:snapshot:awsbackup:job-1";

/** The mistakes of a whole restore with other keys. */
function mistakes(changes: Config): string[] {
    return mistakesOf({ "posit-connect:recovery": { ...UNIT, ...changes } });
}

describe("settings of a restore", () => {
    it("take a point in time of the database, or a snapshot, and files of the same run", () => {
        for (const database of [
            { pointInTime: "2026-11-20T09:00:00Z" },
            { pointInTime: "2026-11-20T09:00:00Z", resourceId: "db-ABCDEFGHIJKL" },
            { snapshot: SNAPSHOT, takenAt: "2026-11-20T09:00:00Z" },
            { snapshot: "awsbackup:job-1", takenAt: "2026-11-20T16:00:00.0Z" },
        ]) {
            expect(mistakes({ database })).to.deep.equal([]);
        }
        expect(settingsOf({ "posit-connect:recovery": UNIT }).recovery).to.deep.equal({
            ...UNIT,
            live: false,
            force: false,
        });
    });

    const WRONG: [string, Config, string[]][] = [
        [
            "nothing",
            { from: undefined, database: undefined, fileSystem: undefined },
            [
                "posit-connect:recovery.from | not set; must be the path of a manifest, from the project's folder, or s3://BUCKET/manifest.json",
                "posit-connect:recovery.database | not set; needs pointInTime, or snapshot with takenAt",
            ],
        ],
        [
            "a manifest elsewhere on the net",
            { from: "https://bucket/manifest.json" },
            [
                'posit-connect:recovery.from | "https://bucket/manifest.json" | must be the path of a manifest, from the project\'s folder, or s3://BUCKET/manifest.json',
            ],
        ],
        [
            "to go live by a manifest in S3",
            { from: "s3://bucket/manifest.json", live: true },
            [
                'posit-connect:recovery.from | "s3://bucket/manifest.json" | must be a file once recovery.live is true, as the bucket goes with its stack: npm run recovery -- fetch s3://bucket/manifest.json',
            ],
        ],
        [
            "no point of the database",
            { database: {} },
            ["posit-connect:recovery.database | {} | needs pointInTime, or snapshot with takenAt"],
        ],
        [
            "two points of the database",
            { database: { pointInTime: "2026-11-20T09:00:00Z", snapshot: "s" } },
            [
                'posit-connect:recovery.database | {"pointInTime":"2026-11-20T09:00:00Z","… | has both pointInTime and snapshot: choose one',
            ],
        ],
        [
            "a snapshot of nobody knows when",
            { database: { snapshot: "awsbackup:job-1" }, force: true },
            ["posit-connect:recovery.database.takenAt | not set; it is needed with snapshot"],
        ],
        [
            "what goes with the other form",
            { database: { snapshot: "s", takenAt: "2026-11-20T09:00:00Z", resourceId: "db-A" } },
            ['posit-connect:recovery.database.resourceId | "db-A" | must be left out with snapshot'],
        ],
        [
            "the time of a point in time",
            { database: { pointInTime: "2026-11-20T09:00:00Z", takenAt: "2026-11-20T09:00:00Z" } },
            [
                'posit-connect:recovery.database.takenAt | "2026-11-20T09:00:00Z" | must be left out with pointInTime',
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
                'posit-connect:recovery.database.snapshot | "arn:aws:rds:us-west-2:111122223333:sna… | must be a snapshot in us-east-1, which aws:region names',
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
                'posit-connect:recovery.database.snapshot | "arn:aws:rds:us-east-1:444455556666:sna… | must be a snapshot of account 111122223333, which aws:allowedAccountIds names: copy it there first',
            ],
        ],
        [
            "a time that the engine has read as one, as it stood without quotes, and a day that is none",
            {
                database: { pointInTime: "2026-11-20 09:00:00 +0000 UTC" },
                fileSystem: { ...FILES, takenAt: "2026-13-20T09:00:00Z" },
            },
            [
                'posit-connect:recovery.database.pointInTime | "2026-11-20 09:00:00 +0000 UTC" | must be a moment in UTC and in quotes, such as "2026-11-20T09:00:00Z"',
                'posit-connect:recovery.fileSystem.takenAt | "2026-13-20T09:00:00Z" | must be a day and time that there is',
            ],
        ],
        [
            "no files",
            { fileSystem: undefined },
            [
                "posit-connect:recovery.fileSystem | not set; without its files Connect cannot read what it has encrypted in the database: restore them, or set force",
            ],
        ],
        [
            "files of another run",
            { fileSystem: { ...FILES, takenAt: "2026-11-20T00:59:59Z" } },
            [
                'posit-connect:recovery.fileSystem.takenAt | "2026-11-20T00:59:59Z" | must be within 8 hours of the database\'s 2026-11-20T09:00:00Z; choose a matching backup, or set force',
            ],
        ],
    ];
    for (const [what, changes, told] of WRONG) {
        it(`refuse ${what}`, () => {
            expect(mistakes(changes)).to.deep.equal(told);
        });
    }

    it("take a manifest in S3", () => {
        expect(mistakes({ from: "s3://bucket/manifest.json" })).to.deep.equal([]);
    });

    it("take half a unit, or two halves of different runs, where that is forced", () => {
        expect(mistakes({ fileSystem: undefined, force: true })).to.deep.equal([]);
        expect(
            mistakes({ fileSystem: { ...FILES, takenAt: "2026-11-01T00:00:00Z" }, force: true }),
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

    /** What a manifest with other keys, and settings with others, make of each other. */
    function restore(
        changed: object = {},
        recovery: Config = {},
        others: Config = {},
        stack = STACK,
    ): ReturnType<typeof readRestore> {
        writeFileSync(from, JSON.stringify({ ...manifest, ...changed }));
        const config = { ...others, "posit-connect:recovery": { ...UNIT, from, ...recovery } };
        return read(config, stack);
    }

    function read(
        config: Config,
        stack = STACK,
        readObject: Parameters<typeof readRestore>[2] = () => Promise.reject(new Error("S3 is not asked")),
    ): ReturnType<typeof readRestore> {
        return readRestore(settingsOf(config), { project: "posit-connect", stack }, readObject);
    }

    it("is none where none is set", async () => {
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

    it("takes the old database's key, name and the files' place", async () => {
        expect(await restore()).to.deep.equal(WHOLE);
    });

    it("takes a manifest out of S3, in the region that its bucket's name ends with", async () => {
        const from = "s3://prod-recovery-111122223333-us-west-2/manifest.json";
        const asked: unknown[] = [];
        const found = await read({ "posit-connect:recovery": { ...UNIT, from } }, STACK, (object) => {
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

    it("is refused by a manifest in S3 that cannot be read, in one line", async () => {
        const from = "s3://bucket/manifest.json";
        const found = await read({ "posit-connect:recovery": { ...UNIT, from } }, STACK, () =>
            Promise.reject(new Error("s3:GetObject is denied:\n  add it")),
        );
        expect(found?.mistakes).to.deep.equal([
            {
                key: "posit-connect:recovery.from",
                value: JSON.stringify(from),
                problem: "s3:GetObject is denied: add it",
            },
        ]);
    });

    it("takes the vault's key in the region of the copies", async () => {
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

    const KEY = "posit-connect:recovery";
    const REFUSED: [string, Parameters<typeof restore>, string[]][] = [
        [
            "of another account",
            [{ account: "444455556666" }],
            [
                `${KEY}.from | must be a manifest of account 111122223333, which aws:allowedAccountIds names: this one is of 444455556666`,
            ],
        ],
        [
            "of the very stack",
            [{ stack: STACK }],
            [
                `${KEY}.from | is the manifest of this stack: a restore over a living database would lose what it holds; make a new stack, pulumi stack init, and restore there`,
            ],
        ],
        [
            "of the very stack in another region",
            [
                { stack: STACK, region: "us-west-2" },
                { database: { snapshot: "awsbackup:copyjob-1", takenAt: "2026-11-20T09:00:00Z" } },
            ],
            [
                `${KEY}.from | is the manifest of this stack: its state has what is in us-west-2, which Pulumi would replace, and so delete; make a new stack, pulumi stack init, and restore there`,
            ],
        ],
        [
            "without backups in the region",
            [{ region: "eu-west-1", vaults: manifest.vaults.slice(1) }],
            ["aws:region | must be us-west-2, where the manifest has backups"],
        ],
        [
            "of a point in time in another region",
            [{ region: "us-west-2" }],
            [
                `${KEY}.database.pointInTime | goes in us-west-2 alone: from copies in us-east-1, restore a snapshot`,
            ],
        ],
        [
            "on the old stack's own file system",
            [{}, { fileSystem: { ...FILES, adopt: manifest.fileSystem.id } }],
            [
                `${KEY}.fileSystem.adopt | is the old stack's own, which has it mounted in its network: restore the backup to a new file system; or, once that stack is gone, set force`,
            ],
        ],
        [
            "whose files were in a directory that the one named does not end with",
            [{ fileSystem: { ...manifest.fileSystem, subPath: "aws-backup-restore_0" } }],
            [
                `${KEY}.fileSystem.subPath | must end with aws-backup-restore_0, the directory that the files were in when they were backed up; or leave it out, or set force`,
            ],
        ],
        [
            "with newer versions",
            [
                {},
                {},
                {
                    "posit-connect:database": { engineVersion: "16" },
                    "posit-connect:connect": { version: "2027.01.0" },
                },
            ],
            [
                `posit-connect:connect.version | must be "${settings.connect.version}", as in the manifest, until posit-connect:recovery.live is true`,
                'posit-connect:database.engineVersion | must be "15", as in the manifest, until posit-connect:recovery.live is true',
            ],
        ],
        [
            "that is live, with older versions",
            [{ connect: { ...manifest.connect, version: "2026.10.0" } }, { live: true }],
            [
                'posit-connect:connect.version | must not be older than "2026.10.0", which the manifest was written with',
            ],
        ],
        [
            "by a manifest of a newer program",
            [{ schemaVersion: 3 }],
            [
                `${KEY}.from | ${from} has schemaVersion 3, and this program reads up to 2: update the program.`,
            ],
        ],
        [
            "by a manifest with mistakes, with all of them in one line",
            [{ account: "1", vaults: [] }],
            [
                `${KEY}.from | ${from} is no recovery manifest; \`npm run recovery -- fetch s3://BUCKET/manifest.json\` gets it again: ` +
                    'account: must be an account id of 12 digits, such as "123456789012", got "1"; ' +
                    "vaults: must be a list of vaults, one at least, got []",
            ],
        ],
    ];
    for (const [what, changes, told] of REFUSED) {
        it(`is refused ${what}`, async () => {
            const found = await restore(...changes);
            const { mistakes: all = [] } = found ?? {};
            expect(all.map(({ key, problem }) => `${key} | ${problem}`)).to.deep.equal(told);
        });
    }

    it("takes no region out of the name of a bucket that only looks as if it ended with one", async () => {
        const asked: unknown[] = [];
        for (const bucket of ["acme-dr-us-east-1", "acme-of-no-region-1", "us-east-1"]) {
            const from = `s3://${bucket}/manifest.json`;
            await read({ "posit-connect:recovery": { ...UNIT, from } }, STACK, (object) => {
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

    it("is refused by a manifest that cannot be opened, with the file system's reason", async () => {
        const from = join(folder, "folder.json");
        mkdirSync(from);
        const found = await read({ "posit-connect:recovery": { ...UNIT, from } });
        expect(found?.mistakes?.map(({ problem }) => problem)).to.deep.equal([
            "cannot be read: EISDIR: illegal operation on a directory, read; npm run recovery -- fetch s3://BUCKET/manifest.json writes one",
        ]);
    });

    it("is refused by a manifest that is not there", async () => {
        const found = await read({ "posit-connect:recovery": { ...UNIT, from: "none.json" } });
        expect(found).to.deep.equal({
            mistakes: [
                {
                    key: "posit-connect:recovery.from",
                    value: '"none.json"',
                    problem: `is not there, looked in ${process.cwd()}; npm run recovery -- fetch s3://BUCKET/manifest.json writes one`,
                },
            ],
        });
    });

    it("finds the files of a stack that was restored itself: by a directory that ends with theirs, or by theirs", async () => {
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

    it("goes on to newer versions once it is live", async () => {
        const newer = { "posit-connect:database": { engineVersion: "16" } };
        const found = await restore({}, { live: true }, newer);
        expect(found?.mistakes).to.equal(undefined);
    });
});
