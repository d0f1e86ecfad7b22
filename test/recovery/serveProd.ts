import { writeFileSync } from "node:fs";
import { automatedBackups } from "./wireShapes";
import { MANIFEST } from "../recoveryManifest";
import { DATABASE, filesOf, pagesOf, snapshotOf, snapshotsOf, startProd } from "./prodStack";

/*
 * AWS with the stack prod in a process of its own, for what measures the command:
 *
 *   node --import tsx serveProd.ts <recovery points> <file to write the stack's manifest into>
 *
 * Half of the points are of the files, half of the database, an hour from one to the next. Prints its address, and ends
 * with its input.
 */
const [, , count = "", file = ""] = process.argv;
const now = Date.now();
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
const points = Array.from({ length: Number(count) / 2 }, (_, hours) => [
    filesOf(hoursAgo(hours)),
    snapshotOf(hoursAgo(hours)),
]).flat();

writeFileSync(file, JSON.stringify({ ...MANIFEST, vaults: MANIFEST.vaults.slice(0, 1) }));
void startProd({
    "backup:ListRecoveryPointsByBackupVault": pagesOf(points),
    "rds:DescribeDBSnapshots": snapshotsOf(points),
    "rds:DescribeDBInstanceAutomatedBackups": () =>
        automatedBackups({ ...DATABASE, status: "active", window: [hoursAgo(14 * 24), hoursAgo(0)] }),
}).then(({ endpoint }) => {
    process.stdout.write(`${endpoint}\n`);
});
process.stdin.resume().once("end", () => process.exit());
