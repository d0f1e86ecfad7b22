import { expect } from "chai";
import { isRecoverable, type VaultStatus } from "../../recovery/status";
import { statusReport } from "../../recovery/statusReport";
import { BUCKET, COPIES, MANIFEST } from "../recoveryManifest";
import { HOUR, point, recoverySet, source, vaultStatus, window } from "./backups";
import { NOW } from "./command";

const { databaseMinutes, fileSystemHours } = MANIFEST.backup.rpo;
const WITHIN = `within the RPO of ${fileSystemHours} h`;
const SOURCE = source();
const LATE = {
    ...SOURCE,
    database: { ...SOURCE.database, faults: [`no restorable time in the last ${databaseMinutes} min`] },
};
const OLD = recoverySet(55, { faults: [`files 2 d 7 h old, at most ${fileSystemHours} h`] });
const UNUSABLE = recoverySet(7, { usable: false, faults: ["not usable: key of the files is Disabled"] });
const bucket = (faults: string[]) => ({
    ...BUCKET,
    manifest: "manifest.json",
    values: "values.yaml",
    license: "license.lic",
    faults,
});

/** The stack's own vault, with a recovery set within the RPO. */
function home(parts: Partial<VaultStatus> = {}): VaultStatus {
    return vaultStatus({ source: SOURCE, recoverySets: [recoverySet(7)], ...parts });
}

function lines(...vaults: VaultStatus[]): string[] {
    return statusReport(MANIFEST, vaults, { now: NOW, color: false }).trimEnd().split("\n");
}

describe("the report of the status", () => {
    const copies = vaultStatus({ vault: COPIES, recoverySets: [recoverySet(7)] });
    const DATABASE_WITHIN = `database within its RPO of ${databaseMinutes} min`;
    const VERDICTS: [name: string, vaults: VaultStatus[], recoverable: boolean, line: string][] = [
        [
            "recoverable if each region has a recovery set within the RPO, and the database is within its own",
            [home(), copies],
            true,
            `2 recovery sets, 2 ${WITHIN}; ${DATABASE_WITHIN}: recoverable`,
        ],
        ["recoverable from the copies alone", [copies], true, `1 recovery set, 1 ${WITHIN}: recoverable`],
        [
            "not within the RPO if the database is not, although a recovery set is",
            [home({ source: LATE })],
            false,
            `1 recovery set, 1 ${WITHIN}; database not within its RPO of ${databaseMinutes} min: recoverable, with more data lost than the RPO allows`,
        ],
        [
            "not within the RPO if no recovery set is, although the database is",
            [home({ recoverySets: [OLD] })],
            false,
            `1 recovery set, 0 ${WITHIN}; ${DATABASE_WITHIN}: recoverable, with more data lost than the RPO allows`,
        ],
        [
            "not within the RPO if one region has no recovery set",
            [home(), vaultStatus({ vault: COPIES })],
            false,
            `1 recovery set, 1 ${WITHIN}; none of them in us-west-2; ${DATABASE_WITHIN}: recoverable, with more data lost than the RPO allows`,
        ],
        [
            "not recoverable without recovery sets",
            [home({ recoverySets: [] })],
            false,
            `0 recovery sets, 0 ${WITHIN}; ${DATABASE_WITHIN}: not recoverable`,
        ],
        [
            "not recoverable if no recovery set can be used",
            [home({ recoverySets: [UNUSABLE] })],
            false,
            `1 recovery set, 0 ${WITHIN}; ${DATABASE_WITHIN}: not recoverable`,
        ],
        [
            "recoverable except for the bucket if that lacks a file",
            [home({ bucket: bucket(["no license.lic in a"]) })],
            false,
            `1 recovery set, 1 ${WITHIN}; ${DATABASE_WITHIN}: recoverable, except for the objects or key missing from a bucket`,
        ],
    ];
    for (const [name, vaults, recoverable, line] of VERDICTS) {
        it(`is ${name}`, () => {
            expect([isRecoverable(vaults), lines(...vaults).at(-1)]).to.deep.equal([recoverable, line]);
        });
    }

    it("has a line for the database, with its windows and why it is not within the RPO", () => {
        const past = { ...window(0), earliest: NOW - 60 * HOUR, latest: NOW - 30 * HOUR };
        const database = (windows = SOURCE.database.windows, of = SOURCE) =>
            lines(home({ source: { ...of, database: { ...of.database, windows } } }))[3];

        expect([database(), database([past, window(3)]), database([], LATE)]).to.deep.equal([
            "  database     available, restorable to any second of 2026-11-09 12:00 – 2026-11-23 11:57  ✓",
            "  database     available, restorable to any second of 2026-11-21 00:00 – 2026-11-22 06:00, " +
                "and of 2026-11-09 12:00 – 2026-11-23 11:57  ✓",
            `  database     available, without point-in-time recovery  – no restorable time in the last ${databaseMinutes} min`,
        ]);
    });

    it("has a line for the file system, with the state of its key", () => {
        const fileSystem = (parts: object) =>
            lines(home({ source: { ...SOURCE, fileSystem: { ...SOURCE.fileSystem, ...parts } } }))[4];

        expect([
            fileSystem({ bytes: 212 * 1024 ** 3 }),
            fileSystem({ status: "deleted" }),
            fileSystem({ keyState: "PendingDeletion" }),
        ]).to.deep.equal([
            "  file system  available, 212.0 GiB",
            "  file system  deleted",
            "  file system  available, 0.0 GiB, its key is PendingDeletion: a restore uses the backup's key",
        ]);
    });

    it("has a line for the bucket, with its faults", () => {
        expect([
            lines(home({ bucket: bucket([]) }))[5],
            lines(home({ bucket: bucket(["a", "b"]) }))[5],
        ]).to.deep.equal([
            "  bucket       manifest.json, values.yaml, license.lic  ✓",
            "  bucket       manifest.json, values.yaml, license.lic  ✗ a; b",
        ]);
    });

    it("marks a recovery set that is older than the RPO, and one that cannot be used", () => {
        const snapshot = recoverySet(31, {
            database: {
                kind: "snapshot",
                at: NOW - 32 * HOUR,
                arn: "snapshot",
                bytes: 20 * 1024 ** 3,
                keyArn: "key",
            },
            skewMs: HOUR,
        });

        expect(lines(home({ recoverySets: [UNUSABLE, snapshot, OLD] })).slice(6, -2)).to.deep.equal([
            "  recovery set, UTC      age    files  database                          RPO",
            "  2026-11-23 05:00       7 h  0.0 GiB  point in time                     ✗ not usable: key of the files is Disabled",
            "  2026-11-22 05:00      32 h  0.0 GiB  snapshot, 60 min apart, 20.0 GiB  ✓",
            `  2026-11-21 05:00   2 d 7 h  0.0 GiB  point in time                     – files 2 d 7 h old, at most ${fileSystemHours} h`,
        ]);
    });

    it("lists the newest ten of many recovery sets and unusable points, and counts the rest", () => {
        const hours = Array.from({ length: 600 }, (_, index) => index + 1);
        const printed = lines(
            home({
                recoverySets: hours.map((ago) => recoverySet(ago)),
                unusablePoints: hours
                    .slice(0, 12)
                    .map((ago) => ({ of: "database", point: point("a", ago), why: "why" })),
            }),
        );

        expect(printed.filter((line) => /older ones|02:00|unusable/.test(line))).to.deep.equal([
            "  2026-11-23 02:00     10 h  0.0 GiB  point in time  ✓",
            "  and 590 older ones",
            "  unusable recovery points",
            "  2026-11-23 02:00  database  why",
            "  and 2 older ones",
        ]);
    });
});
