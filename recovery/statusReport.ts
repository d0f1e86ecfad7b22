import { createColors } from "picocolors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { meetsPromises, withinRpo, type LeftOut, type VaultStatus } from "./status";
import { duration, meetsRpo, minute, type DatabaseHalf, type Judgement, type Unit } from "./units";

type Colors = ReturnType<typeof createColors>;

/** Units, and points that are left out, that are listed of a vault: more is a number. */
const LISTED = 10;

const GIB = 1024 ** 3;

/** What there is to restore from, for a person: each vault with its units, and one line that sums up. */
export function statusReport(
    { project, stack, account, backup }: RecoveryManifest,
    vaults: VaultStatus[],
    form: { now: number; colour: boolean },
): string {
    const colors = createColors(form.colour);
    return `${[
        [colors.bold("Recovery"), project, stack, account, `${minute(form.now)} UTC`].join(" · "),
        ...vaults.map((vault) => section(vault, form.now, colors)),
        `${summary(vaults, backup.rpo)}: ${verdict(vaults, colors)}`,
    ].join("\n\n")}\n`;
}

function summary(
    vaults: VaultStatus[],
    { databaseMinutes, fileSystemHours }: RecoveryManifest["backup"]["rpo"],
): string {
    const all = vaults.flatMap(({ units }) => units);
    const without = vaults.filter(({ units }) => !units.some(meetsRpo)).map(({ vault }) => vault.region);
    return [
        `${all.length} ${all.length === 1 ? "unit" : "units"}, ${all.filter(meetsRpo).length} within the RPO of ${fileSystemHours} h`,
        ...(without.length === 0 || without.length === vaults.length
            ? []
            : [`none of them in ${without.join(", ")}`]),
        ...vaults.flatMap(({ living }) =>
            living === undefined
                ? []
                : [
                      `database ${meetsRpo(living.database) ? "" : "not "}within its RPO of ${databaseMinutes} min`,
                  ],
        ),
    ].join("; ");
}

function verdict(vaults: VaultStatus[], colors: Colors): string {
    return meetsPromises(vaults)
        ? colors.green("recoverable")
        : withinRpo(vaults)
          ? colors.yellow("recoverable, but for what a bucket lacks")
          : vaults.some(({ units }) => units.some(({ usable }) => usable))
            ? colors.yellow("recoverable, with more lost than promised")
            : colors.red("not recoverable");
}

function section({ vault, living, kept, units, leftOut }: VaultStatus, now: number, colors: Colors): string {
    return [
        `${colors.bold(vault.region)} · vault ${vault.name}`,
        ...(living === undefined
            ? []
            : [
                  `  database     ${living.database.status}, ${windowsOf(living.database.windows)}  ${mark(living.database, colors)}`,
                  `  file system  ${filesOf(living.fileSystem)}`,
              ]),
        ...keptLines(kept, colors),
        ...table(units, now, colors),
        ...listOf(leftOut, colors),
    ].join("\n");
}

/** What beside the data a restore needs. */
function keptLines(kept: VaultStatus["kept"], colors: Colors): string[] {
    if (kept === undefined) {
        return [];
    }
    const { manifest, values, license, faults } = kept;
    const judged = faults.length === 0 ? colors.green("✓") : `${colors.red("✗")} ${faults.join("; ")}`;
    return [`  bucket       ${manifest}, ${values}, ${license}  ${judged}`];
}

function filesOf({ status, bytes, keyState }: NonNullable<VaultStatus["living"]>["fileSystem"]): string {
    return [
        status,
        ...(status === "gone" ? [] : [size(bytes)]),
        ...(keyState === "Enabled" ? [] : [`its key is ${keyState}: a restore takes the backup's`]),
    ].join(", ");
}

function windowsOf(windows: { earliest: number; latest: number }[]): string {
    return windows.length === 0
        ? "without point-in-time recovery"
        : `restorable to any second of ${windows.map(({ earliest, latest }) => `${minute(earliest)} – ${minute(latest)}`).join(", and of ")}`;
}

function table(units: Unit[], now: number, colors: Colors): string[] {
    if (units.length === 0) {
        return [`  ${colors.red("no units")}`];
    }
    const cells = units
        .slice(0, LISTED)
        .map((unit) => [
            minute(unit.files.at),
            duration(now - Math.min(unit.files.at, unit.database.at)),
            size(unit.files.bytes),
            databaseOf(unit.database, unit.apart),
            mark(unit, colors),
        ]);
    const rows = [["unit, UTC", "age", "files", "database", "RPO"], ...cells];
    const widths =
        rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
    const lines = rows.map((row) =>
        `  ${row.map((cell, column) => (column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  ")}`.trimEnd(),
    );
    return ["", colors.dim(lines[0] ?? ""), ...lines.slice(1), ...more(units.length)];
}

/** What is only older than the RPO is there for an older mistake: what cannot be used is crossed out. */
function mark(judged: Judgement, colors: Colors): string {
    return meetsRpo(judged)
        ? colors.green("✓")
        : `${judged.usable ? "–" : colors.red("✗")} ${judged.faults.join("; ")}`;
}

function databaseOf(database: DatabaseHalf, apart: number): string {
    const distance = apart < 1000 ? "" : `, ${duration(apart)} apart`;
    return database.kind === "pointInTime"
        ? `point in time${distance}`
        : `snapshot${distance}, ${size(database.bytes)}`;
}

function listOf(leftOut: LeftOut[], colors: Colors): string[] {
    return leftOut.length === 0
        ? []
        : [
              "",
              colors.dim("  left out"),
              ...leftOut
                  .slice(0, LISTED)
                  .map(
                      ({ of, point, why }) =>
                          `  ${minute(point.at)}  ${of.padEnd("database".length)}  ${why}`,
                  ),
              ...more(leftOut.length),
          ];
}

function more(all: number): string[] {
    return all > LISTED ? [`  and ${all - LISTED} older ones`] : [];
}

function size(bytes: number): string {
    return `${(bytes / GIB).toFixed(1)} GiB`;
}
