import { writeFileSync } from "node:fs";
import { automatedBackups } from "./wireShapes";
import { MANIFEST } from "../recoveryManifest";
import { DATABASE, filesPoint, pointPages, snapshotPoint, snapshotPages, startProd } from "./prodStack";

/*
 * AWS with the stack prod in a process of its own, for `bench/recoveryStatus.ts`:
 *
 *   node --import tsx serveProd.ts <recovery points> <file for the stack's manifest>
 *
 * Half of the points are file backups, half are database backups, one of each an hour. Prints its address, and exits when its
 * input ends.
 */
const [, , count = "", file = ""] = process.argv;
const now = Date.now();
const hoursAgo = (hours: number): string => new Date(now - hours * 3_600_000).toISOString();
const points = Array.from({ length: Number(count) / 2 }, (_, hours) => [
    filesPoint(hoursAgo(hours)),
    snapshotPoint(hoursAgo(hours)),
]).flat();

writeFileSync(file, JSON.stringify({ ...MANIFEST, vaults: MANIFEST.vaults.slice(0, 1) }));
void startProd({
    "backup:ListRecoveryPointsByBackupVault": pointPages(points),
    "rds:DescribeDBSnapshots": snapshotPages(points),
    "rds:DescribeDBInstanceAutomatedBackups": () =>
        automatedBackups({ ...DATABASE, status: "active", window: [hoursAgo(14 * 24), hoursAgo(0)] }),
}).then(({ endpoint }) => {
    process.stdout.write(`${endpoint}\n`);
});
process.stdin.resume().once("end", () => process.exit());
