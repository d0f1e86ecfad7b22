import { createColors } from "picocolors";
import type { Row } from "../../graph/exposure";
import { nameOf, typeOf } from "../../graph/urn";

/** The network exposure for a person: a line for each possible connection, and the resource that allows it. */
export function exposureReport(rows: readonly Row[], form: { color: boolean }): string {
    const colors = createColors(form.color);
    const width = (texts: string[]): number => Math.max(0, ...texts.map(({ length }) => length));
    const fromWidth = width(rows.map(({ from }) => from));
    const toWidth = width(rows.map(({ to }) => to));
    const portsWidth = width(rows.map(({ ports }) => ports));
    const lines = rows.map(({ from, to, ports, by }) =>
        [
            `  ${from.padEnd(fromWidth)}`,
            `→ ${to.padEnd(toWidth)}`,
            ports.padEnd(portsWidth),
            `${nameOf(by)}  ${colors.dim(typeOf(by).replace(/.*:/, ""))}`,
        ].join("  "),
    );
    return `${[colors.bold("Network exposure: source, destination, ports, and the resource that allows it"), ...lines].join("\n")}\n`;
}
