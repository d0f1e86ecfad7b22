import { expect } from "chai";
import fc from "fast-check";
import type { Window } from "../../recovery/aws/rds";
import type { RecoveryPoint } from "../../recovery/aws/backup";
import { formatDuration } from "../../recovery/format";
import { checkDatabaseRpo, pairBackups, type RegionBackups } from "../../recovery/recoverySets";
import { MAX_APART_HOURS } from "../../stacks/sections/recovery";
import { HOUR, keysIn, MINUTE, point, window } from "./backups";
import { NOW } from "./command";

const RPO = { databaseMinutes: 5, fileSystemHours: 24 };

function backups(parts: Partial<RegionBackups>): RegionBackups {
    return { files: [], snapshots: [], windows: [], keys: keysIn("Enabled"), ...parts };
}

/** Each recovery set in a line: files, database, hours apart, faults. */
function lines(parts: Partial<RegionBackups>): string[] {
    return pairBackups(backups(parts), RPO, NOW).recoverySets.map(({ files, database, skewMs, faults }) =>
        [
            files.arn,
            database.kind === "snapshot" ? database.arn : `${database.resourceId} ${ago(database.at)}`,
            `${skewMs / HOUR} h`,
            ...faults,
        ].join(", "),
    );
}

function ago(at: number): string {
    return `${Math.round(((NOW - at) / HOUR) * 100) / 100} h ago`;
}

describe("recovery sets", () => {
    it("have the database at the time of the files if its window includes that", () => {
        expect(lines({ files: [point("new", 7), point("old", 31)], windows: [window(3)] })).to.deep.equal([
            "new, db-1 7 h ago, 0 h",
            "old, db-1 31 h ago, 0 h, files 31 h old, at most 24 h",
        ]);
    });

    it("have the database at the end of its window that is nearest to the files", () => {
        const files = [point("after", 1), point("within", 3), point("before", 8)];
        const past = {
            earliest: NOW - 5 * HOUR,
            latest: NOW - 2 * HOUR,
            resourceId: "deleted",
            exists: false,
            keyArn: "key",
        };

        expect(lines({ files, windows: [past] })).to.deep.equal([
            "after, deleted 2 h ago, 1 h",
            "within, deleted 3 h ago, 0 h",
            "before, deleted 5 h ago, 3 h",
        ]);
    });

    it("pair each file backup with the nearest snapshot, older or newer", () => {
        const files = [1, 25, 49, 73].map((hours) => point(`files-${hours}`, hours));
        const snapshots = [2, 24, 30, 50, 71].map((hours) => point(`snapshot-${hours}`, hours));

        expect(
            lines({ files, snapshots }).map((line) => line.split(", ").slice(0, 3).join(", ")),
        ).to.deep.equal([
            "files-1, snapshot-2, 1 h",
            "files-25, snapshot-24, 1 h",
            "files-49, snapshot-50, 1 h",
            "files-73, snapshot-71, 2 h",
        ]);
    });

    it("have the nearest of all snapshots, in any order of times", () => {
        const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { maxLength: 12 });
        const points = minutes.map((all) =>
            all.sort((one, other) => one - other).map((ago) => point(`${ago}`, ago / 60)),
        );
        fc.assert(
            fc.property(points, points, (files, snapshots) => {
                const { recoverySets, unpaired } = pairBackups(backups({ files, snapshots }), RPO, NOW);

                const nearest = ({ at }: RecoveryPoint): number =>
                    Math.min(...snapshots.map((snapshot) => Math.abs(snapshot.at - at)));
                const near = files.filter((file) => nearest(file) <= MAX_APART_HOURS * HOUR);
                expect(recoverySets.map(({ files: { arn }, skewMs }) => [arn, skewMs])).to.deep.equal(
                    near.map((file) => [file.arn, nearest(file)]),
                );
                expect(unpaired.map(({ files: point }) => point)).to.deep.equal(
                    files.filter((file) => !near.includes(file)),
                );
            }),
        );
    });

    it("have the snapshot or the time of a window, whichever is nearer", () => {
        const windows = [{ ...window(3), earliest: NOW - 10 * HOUR }];
        const snapshots = [point("snapshot-12", 12)];

        expect(
            lines({ files: [point("files-10.5", 10.5), point("files-11.5", 11.5)], snapshots, windows }),
        ).to.deep.equal(["files-10.5, db-1 10 h ago, 0.5 h", "files-11.5, snapshot-12, 0.5 h"]);
    });

    it("span at most eight hours; files further from every database backup are unpaired", () => {
        const files = [point("in time", 8), point("too far", 8.001)];

        const { recoverySets, unpaired } = pairBackups(
            backups({ files, snapshots: [point("snapshot", 0)] }),
            RPO,
            NOW,
        );

        expect(recoverySets.map(({ files: { arn } }) => arn)).to.deep.equal(["in time"]);
        expect(unpaired.map(({ files: { arn } }) => arn)).to.deep.equal(["too far"]);
    });

    it("are none without files or without a database", () => {
        const files = point("files", 1);

        expect(pairBackups(backups({ files: [files] }), RPO, NOW)).to.deep.equal({
            recoverySets: [],
            unpaired: [{ files, restoreKeyArn: "key" }],
        });
        expect(
            pairBackups(backups({ snapshots: [point("snapshot", 1)], windows: [window(3)] }), RPO, NOW),
        ).to.deep.equal({
            recoverySets: [],
            unpaired: [],
        });
    });

    it("are within the RPO to its last minute, and no longer", () => {
        const at = (hours: number): string[] =>
            lines({ files: [point("files", hours)], windows: [window(3)] });

        expect(at(24)).to.deep.equal(["files, db-1 24 h ago, 0 h"]);
        expect(at(24 + 1 / 60)).to.deep.equal([
            "files, db-1 24.02 h ago, 0 h, files 24 h 1 min old, at most 24 h",
        ]);
    });

    it("are as old as the older of their two backups, even if there is a newer database backup", () => {
        const snapshots = [point("new", 0.05), point("old", 25), point("older", 60)];

        expect(lines({ files: [point("files", 23), point("old files", 61)], snapshots })).to.deep.equal([
            "files, old, 2 h, database 25 h old, at most 24 h",
            "old files, older, 1 h, files 2 d 13 h old, at most 24 h",
        ]);
    });

    for (const [state, keys] of [
        ["Disabled", [["files key", "Disabled"]]],
        ["PendingDeletion", [["files key", "PendingDeletion"]]],
        ["deleted", [["files key", "deleted"]]],
        ["unknown", []],
    ] as const) {
        it(`are not usable where the key of a half is ${state}`, () => {
            const { recoverySets } = pairBackups(
                backups({
                    files: [point("files", 1, "files key"), point("older files", 2)],
                    windows: [window(3)],
                    keys: new Map([["key", "Enabled"], ...keys]),
                }),
                RPO,
                NOW,
            );

            expect(recoverySets.map(({ usable, faults }) => ({ usable, faults }))).to.deep.equal([
                { usable: false, faults: [`not usable: key of the files is ${state}`] },
                { usable: true, faults: [] },
            ]);
        });
    }

    it("name the key of each backup", () => {
        const keys = new Map([
            ["files key", "Disabled"],
            ["database key", "PendingDeletion"],
        ]);

        expect(
            lines({ files: [point("files", 1, "files key")], windows: [window(3, "database key")], keys }),
        ).to.deep.equal([
            "files, db-1 1 h ago, 0 h, not usable: key of the files is Disabled, not usable: key of the database is PendingDeletion",
        ]);
    });
});

describe("the point-in-time recovery of the database", () => {
    const check = (windows: Window[], keys = keysIn("Enabled")) =>
        checkDatabaseRpo({ windows, keys }, RPO, NOW);

    it("is within the RPO to its last minute, by the newest window", () => {
        expect(check([window(60), window(5)])).to.deep.equal({ usable: true, faults: [] });
        expect(check([window(60), window(5.01)])).to.deep.equal({
            usable: true,
            faults: ["newest restorable time 6 min old, at most 5 min"],
        });
    });

    it("is not within it without a window", () => {
        expect(check([])).to.deep.equal({ usable: true, faults: ["no restorable time in the last 5 min"] });
    });

    it("is not usable if the newest window's key is not", () => {
        expect(check([window(3, "another key"), window(60)])).to.deep.equal({
            usable: false,
            faults: ["not usable: key of the database is unknown"],
        });
    });
});

describe("formatDuration", () => {
    for (const [minutes, words] of [
        [0, "0 min"],
        [0.01, "1 min"],
        [119, "119 min"],
        [119.5, "2 h"],
        [125, "2 h 5 min"],
        [24 * 60, "24 h"],
        [47 * 60 + 59, "47 h 59 min"],
        [48 * 60, "2 d"],
        [50 * 60 + 1, "2 d 3 h"],
        [90 * 24 * 60, "90 d"],
    ] as const) {
        it(`is ${words} for ${minutes} minutes`, () => {
            expect(formatDuration(minutes * MINUTE)).to.equal(words);
        });
    }
});
