import { expect } from "chai";
import { UserError } from "../../lib/userError";
import { chooseRecoverySet, type RecoverySetChoice } from "../../recovery/chooseRecoverySet";
import type { VaultStatus } from "../../recovery/status";
import { keysIn, point, recoverySet, source, vaultStatus, window } from "./backups";

const NEWEST = recoverySet(7);
const OLDER = recoverySet(31);
const UNPAIRED = { files: point("unpaired", 700), restoreKeyArn: "key" };

/** A vault with two recovery sets and a file backup without a database. */
function vault(parts: Partial<VaultStatus> = {}): VaultStatus {
    return vaultStatus({ source: source(), recoverySets: [NEWEST, OLDER], unpaired: [UNPAIRED], ...parts });
}

function choose(choice: RecoverySetChoice, parts: Partial<VaultStatus> = {}) {
    return chooseRecoverySet([vault(parts)], choice);
}

describe("the choice of a recovery set", () => {
    it("is the newest usable one by default, and none if none is usable", () => {
        const unusable = { ...NEWEST, usable: false };

        expect(choose({})).to.deep.equal(NEWEST);
        expect(choose({}, { recoverySets: [unusable, OLDER] })).to.deep.equal(OLDER);
        expect(choose({}, { recoverySets: [unusable] })).to.equal(undefined);
    });

    for (const minute of ["2026-11-22 05:00", "2026-11-22T05:00"]) {
        it(`is the one of a minute: ${minute}`, () => {
            expect(choose({ minute })).to.deep.equal(OLDER);
        });
    }

    it("is the one with the files of a restore job", () => {
        expect(choose({ files: OLDER.files.arn })).to.deep.equal(OLDER);
    });

    it("has the database at another time, within the window of point-in-time recovery", () => {
        expect(choose({ pointInTime: "2026-11-23T09:30:00Z" })).to.deep.equal({
            ...NEWEST,
            database: { ...NEWEST.database, at: Date.parse("2026-11-23T09:30:00Z"), storageGiB: undefined },
            skewMs: 4.5 * 3_600_000,
        });
    });

    it("has it at a time of another run of the backups with force, even for files without a database", () => {
        const choice = { minute: "2026-10-25 08:00", pointInTime: "2026-11-20T09:30:00Z", force: true };
        const chosen = choose(choice);

        expect([chosen?.files, chosen?.database.at]).to.deep.equal([
            UNPAIRED.files,
            Date.parse("2026-11-20T09:30:00Z"),
        ]);
    });

    it("has a deleted database at a time of its own window, with the newest files", () => {
        const deleted = { ...window(3 * 24 * 60), exists: false, resourceId: "db-deleted" };
        const choice = { pointInTime: "2026-11-20T09:30:00Z", force: true };

        expect(choose(choice, { source: source([deleted]) })).to.deep.include({
            files: NEWEST.files,
            database: {
                kind: "pointInTime",
                at: Date.parse("2026-11-20T09:30:00Z"),
                resourceId: "db-deleted",
                exists: false,
                keyArn: "key",
                storageGiB: undefined,
            },
        });
    });

    const UNUSABLE = { ...NEWEST, usable: false, faults: ["not usable: key of the database is Disabled"] };
    const REJECTED: [name: string, RecoverySetChoice, Partial<VaultStatus>, message: string][] = [
        [
            "a minute without a recovery set",
            { minute: "2026-11-23 05:03" },
            {},
            '--recovery-set 2026-11-23 05:03: no such recovery set. `npm run recovery -- status` lists them, such as --recovery-set "2026-11-23 05:02".',
        ],
        [
            "a restore job of another resource",
            { files: "snapshot" },
            {},
            '--restore-job: snapshot: no such recovery set. `npm run recovery -- status` lists them, such as --recovery-set "2026-11-23 05:02".',
        ],
        [
            "files without a database from about the same time",
            { minute: "2026-10-25 08:00" },
            {},
            "--recovery-set 2026-10-25 08:00: has no database backup within 8 h. Set --point-in-time and --force.",
        ],
        [
            "a recovery set whose key cannot be used",
            { minute: "2026-11-23 05:00" },
            { recoverySets: [UNUSABLE] },
            "--recovery-set 2026-11-23 05:00: not usable: key of the database is Disabled. `npm run recovery -- status` lists others.",
        ],
        [
            "a time whose key cannot be used",
            { pointInTime: "2026-11-23T09:00:00Z" },
            {
                source: source([window(3, "database key")]),
                keys: new Map([...keysIn("Enabled"), ["database key", "PendingDeletion"]]),
            },
            "--point-in-time 2026-11-23T09:00:00Z: not usable: key of the database is PendingDeletion.",
        ],
        [
            "a time outside of the window of point-in-time recovery",
            { pointInTime: "2026-11-23T13:00:00Z" },
            {},
            "--point-in-time 2026-11-23T13:00:00Z: must be within 2026-11-09 12:00 UTC – 2026-11-23 11:57 UTC, the window of point-in-time recovery.",
        ],
        [
            "a time without point-in-time recovery",
            { pointInTime: "2026-11-23T09:00:00Z" },
            { source: source([]) },
            "--point-in-time 2026-11-23T09:00:00Z: this region has no point-in-time recovery. Leave the option out to restore a snapshot.",
        ],
        [
            "a time of another run of the backups without force",
            { pointInTime: "2026-11-20T09:00:00Z" },
            {},
            "--point-in-time 2026-11-20T09:00:00Z: is 2 d 20 h from the file backup of 2026-11-23 05:00; a recovery set spans at most 8 h. Choose files from about that time, or back them up now and set --force.",
        ],
    ];
    for (const [name, choice, parts, message] of REJECTED) {
        it(`rejects ${name}`, () => {
            expect(() => choose(choice, parts))
                .to.throw(UserError)
                .with.property("message", message);
        });
    }
});
