import { createColors } from "picocolors";
import type { Row } from "../../graph/exposure";
import { nameOf, typeOf } from "./judgement";

/** Who can reach what over the network, for a person: a line for each way, and what opens it. */
export function exposureReport(rows: readonly Row[], form: { colour: boolean }): string {
    const colors = createColors(form.colour);
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
    return `${[colors.bold("Who can reach what, and what lets it"), ...lines].join("\n")}\n`;
}
