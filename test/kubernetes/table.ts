/** A text table with columns as wide as their longest cell. */
export class Table {
    private readonly rows: string[][];

    constructor(...heading: string[]) {
        this.rows = [heading];
    }

    add(...row: string[]): void {
        this.rows.push(row);
    }

    text(): string {
        const widths = (this.rows[0] ?? []).map((_, column) =>
            Math.max(...this.rows.map((row) => (row[column] ?? "").length)),
        );
        return this.rows
            .map((row) =>
                row
                    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
                    .join("  ")
                    .trimEnd(),
            )
            .join("\n");
    }
}
