import colors from "picocolors";
import type { Graph, Resource } from "../graph/graph";
import { overview } from "../graph/overview";
import type { Row } from "../graph/referenceArchitecture";

/** What a plan has to say beside the graph. */
export interface PlanFacts {
    stack: string;
    region: string;
    firstPreview: boolean;
    rows: Row[];
    /** What must be done before a real `pulumi up`, a command or a sentence each. */
    before: string[];
    /** Keys of secrets that a stand-in value was played for. */
    standIns: string[];
}

/** A plan for a person, in the order of a reader's questions. */
export function planReport(graph: Graph, facts: PlanFacts, withTree: boolean): string {
    const sections = [
        heading(facts),
        parts(graph),
        ...(withTree ? [tree(graph)] : []),
        requirements(facts.rows),
        ...(facts.standIns.length > 0 ? [standIns(facts.standIns)] : []),
        ...(facts.before.length > 0 ? [before(facts.before)] : []),
        NOT_KNOWN,
    ];
    return `${sections.join("\n\n")}\n`;
}

const NOT_KNOWN = [
    "Not known offline: whether the account's quotas, its permissions and the zones' capacity suffice, whether a",
    "name is taken, whether images and charts can be pulled. A real `pulumi preview` with credentials knows more.",
].join("\n");

function heading({ stack, region, firstPreview }: PlanFacts): string {
    const kind = firstPreview ? "first preview, played offline" : "offline plan, nothing was contacted";
    return [colors.bold("Posit Connect on AWS"), stack, region, kind].join(" · ");
}

function parts(graph: Graph): string {
    const rows = overview(graph);
    const total = rows.reduce((sum, { resources }) => sum + resources, 0);
    const nameWidth = width(rows.map(({ name }) => name));
    const textWidth = width(rows.map(({ description }) => description));
    const lines = rows.map(
        ({ name, description, resources }) =>
            `  ${name.padEnd(nameWidth)}  ${description.padEnd(textWidth)}  ${String(resources).padStart(5)}`,
    );
    const sum = `${"resources".padStart(nameWidth + textWidth + 4)}  ${String(total).padStart(5)}`;
    return [
        ...lines,
        `${" ".repeat(nameWidth + textWidth + 4)}  ${"───".padStart(5)}`,
        colors.bold(sum),
    ].join("\n");
}

function requirements(rows: Row[]): string {
    const met = rows.filter((row) => row.met).length;
    const idWidth = width(rows.map(({ id }) => id));
    const textWidth = width(rows.map(({ requirement }) => requirement));
    const title = colors.bold("Reference architecture");
    return [
        `${title}${`${met} of ${rows.length} met`.padStart(idWidth + textWidth - 10)}`,
        ...rows.map(({ id, requirement, met: isMet, by }) => {
            const mark = isMet ? colors.green("✓") : colors.red("✗");
            return `  ${id.padEnd(idWidth)}  ${requirement.padEnd(textWidth)}  ${mark}  ${by}`;
        }),
    ].join("\n");
}

function standIns(keys: string[]): string {
    return `Stand-in values were used for secrets: ${keys.join(", ")}.`;
}

function before(needs: string[]): string {
    return [colors.bold("Before `pulumi up`"), ...needs.map((need) => `  • ${need}`)].join("\n");
}

function tree(graph: Graph): string {
    const stack = graph.stack;
    const lines = (resource: Resource, depth: number): string[] => [
        `${"  ".repeat(depth)}${resource.name}  ${colors.dim(resource.type)}`,
        ...graph.children(resource).flatMap((child) => lines(child, depth + 1)),
    ];
    return (stack === undefined ? [] : graph.children(stack)).flatMap((child) => lines(child, 1)).join("\n");
}

function width(texts: string[]): number {
    return Math.max(0, ...texts.map(({ length }) => length));
}
