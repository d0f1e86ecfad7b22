import { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { formatDuration, formatGiB, formatMinute } from "./format";
import { meetsRpo, type BackupCheck, type DatabaseBackup, type RecoverySet } from "./recoverySets";
import { isRecoverable, isWithinRpo, type UnusablePoint, type VaultStatus } from "./status";

type Colors = ReturnType<typeof createColors>;

/** Recovery sets, and unusable points, that are listed for a vault: the rest is counted. */
const LISTED = 10;

/** The status for a person: each vault with its recovery sets, and one line that sums up. */
export function statusReport(
    { project, stack, account, backup }: RecoveryManifest,
    vaults: VaultStatus[],
    form: { now: number; color: boolean },
): string {
    const colors = createColors(form.color);
    return `${[
        [colors.bold("Recovery"), project, stack, account, `${formatMinute(form.now)} UTC`].join(" · "),
        ...vaults.map((vault) => printVault(vault, form.now, colors)),
        `${printSummary(vaults, backup.rpo)}: ${printVerdict(vaults, colors)}`,
    ].join("\n\n")}\n`;
}

function printSummary(
    vaults: VaultStatus[],
    { databaseMinutes, fileSystemHours }: RecoveryManifest["backup"]["rpo"],
): string {
    const all = vaults.flatMap(({ recoverySets }) => recoverySets);
    const without = vaults
        .filter(({ recoverySets }) => !recoverySets.some(meetsRpo))
        .map(({ vault }) => vault.region);
    return [
        `${all.length} recovery ${all.length === 1 ? "set" : "sets"}, ${all.filter(meetsRpo).length} within the RPO of ${fileSystemHours} h`,
        ...(without.length === 0 || without.length === vaults.length
            ? []
            : [`none of them in ${without.join(", ")}`]),
        ...vaults.flatMap(({ source }) =>
            source === undefined
                ? []
                : [
                      `database ${meetsRpo(source.database) ? "" : "not "}within its RPO of ${databaseMinutes} min`,
                  ],
        ),
    ].join("; ");
}

function printVerdict(vaults: VaultStatus[], colors: Colors): string {
    return isRecoverable(vaults)
        ? colors.green("recoverable")
        : isWithinRpo(vaults)
          ? colors.yellow("recoverable, except for the objects or key missing from a bucket")
          : vaults.some(({ recoverySets }) => recoverySets.some(({ usable }) => usable))
            ? colors.yellow("recoverable, with more data lost than the RPO allows")
            : colors.red("not recoverable");
}

function printVault(
    { vault, source, bucket, recoverySets, unusablePoints }: VaultStatus,
    now: number,
    colors: Colors,
): string {
    return [
        `${colors.bold(vault.region)} · vault ${vault.name}`,
        ...(source === undefined
            ? []
            : [
                  `  database     ${source.database.status}, ${printWindows(source.database.windows)}  ${printCheck(source.database, colors)}`,
                  `  file system  ${printFileSystem(source.fileSystem)}`,
              ]),
        ...printBucket(bucket, colors),
        ...printTable(recoverySets, now, colors),
        ...printUnusable(unusablePoints, colors),
    ].join("\n");
}

function printBucket(bucket: VaultStatus["bucket"], colors: Colors): string[] {
    if (bucket === undefined) {
        return [];
    }
    const { manifest, values, license, faults } = bucket;
    const mark = faults.length === 0 ? colors.green("✓") : `${colors.red("✗")} ${faults.join("; ")}`;
    return [`  bucket       ${manifest}, ${values}, ${license}  ${mark}`];
}

function printFileSystem({
    status,
    bytes,
    keyState,
}: NonNullable<VaultStatus["source"]>["fileSystem"]): string {
    return [
        status,
        ...(status === "deleted" ? [] : [formatGiB(bytes)]),
        ...(keyState === "Enabled" ? [] : [`its key is ${keyState}: a restore uses the backup's key`]),
    ].join(", ");
}

function printWindows(windows: { earliest: number; latest: number }[]): string {
    return windows.length === 0
        ? "without point-in-time recovery"
        : `restorable to any second of ${windows.map(({ earliest, latest }) => `${formatMinute(earliest)} – ${formatMinute(latest)}`).join(", and of ")}`;
}

function printTable(recoverySets: RecoverySet[], now: number, colors: Colors): string[] {
    if (recoverySets.length === 0) {
        return [`  ${colors.red("no recovery sets")}`];
    }
    const cells = recoverySets.slice(0, LISTED).map((recoverySet) => {
        const { files, database, skewMs } = recoverySet;
        return [
            formatMinute(files.at),
            formatDuration(now - Math.min(files.at, database.at)),
            formatGiB(files.bytes),
            printDatabase(database, skewMs),
            printCheck(recoverySet, colors),
        ];
    });
    const rows = [["recovery set, UTC", "age", "files", "database", "RPO"], ...cells];
    const isNumber = [false, true, true, false, false];
    const widths = isNumber.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    const lines = rows.map((row) =>
        `  ${row
            .map((cell, column) => {
                const width = widths[column] ?? 0;
                return isNumber[column] === true ? cell.padStart(width) : cell.padEnd(width);
            })
            .join("  ")}`.trimEnd(),
    );
    return ["", colors.dim(lines[0] ?? ""), ...lines.slice(1), ...printRest(recoverySets.length)];
}

/** A set that is only older than the RPO can be restored; one that is not usable is crossed out. */
function printCheck(check: BackupCheck, colors: Colors): string {
    return meetsRpo(check)
        ? colors.green("✓")
        : `${check.usable ? "–" : colors.red("✗")} ${check.faults.join("; ")}`;
}

function printDatabase(database: DatabaseBackup, skewMs: number): string {
    const skew = skewMs < 1000 ? "" : `, ${formatDuration(skewMs)} apart`;
    return database.kind === "pointInTime"
        ? `point in time${skew}`
        : `snapshot${skew}, ${formatGiB(database.bytes)}`;
}

function printUnusable(points: UnusablePoint[], colors: Colors): string[] {
    return points.length === 0
        ? []
        : [
              "",
              colors.dim("  unusable recovery points"),
              ...points
                  .slice(0, LISTED)
                  .map(
                      ({ of, point, why }) =>
                          `  ${formatMinute(point.at)}  ${of.padEnd("database".length)}  ${why}`,
                  ),
              ...printRest(points.length),
          ];
}

function printRest(all: number): string[] {
    return all > LISTED ? [`  and ${all - LISTED} older ones`] : [];
}
