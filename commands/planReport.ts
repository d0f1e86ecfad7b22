import { createColors } from "picocolors";
import type { Graph, Resource } from "../graph/graph";
import { notChecked } from "../graph/notChecked";
import { overview } from "../graph/overview";
import { reliances } from "../graph/reliances";
import type { Need } from "../stacks/needs";
import { wrap } from "../lib/wrap";
import type { Judgement } from "./policyPack/judgement";
import type { Row } from "./policyPack/requirementRows";
import { policySection, WIDTH } from "./policyPack/section";
import type { UnknownType } from "./policyPack/unknownTypes";

/** Facts of a plan in addition to its graph. */
export interface PlanFacts {
    stack: string;
    region: string;
    /** How the plan was made, such as `offline plan, no network access`. */
    source: string;
    /** URIs of the objects that were read from S3. */
    objectsRead: string[];
    rows: Row[];
    judgement: Judgement;
    unknownTypes: UnknownType[];
    /** Steps before a real `pulumi up`. */
    needs: Need[];
    /** Keys of secrets that are set, and encrypted in the stack's file. */
    encryptedSecrets: string[];
    /** Keys of required secrets that are not set. */
    missingSecrets: string[];
}

/** Format of a plan's report. */
export interface PlanForm {
    /** Whether every resource is listed under its component. */
    tree: boolean;
    /** Whether details that are otherwise counted are listed. */
    verbose: boolean;
    color: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** The report of a plan for a person, in the order of a reader's questions. */
export function planReport(graph: Graph, facts: PlanFacts, form: PlanForm): string {
    const colors = createColors(form.color);
    const sections = [
        printHeading(facts, colors),
        printParts(graph, colors),
        ...(form.tree ? [printTree(graph, colors)] : []),
        printRequirements(facts.rows, colors),
        policySection(facts.judgement, facts.unknownTypes, form, colors),
        printList("Prerequisites in your network", reliances(graph), colors),
        printList("Not checked", notChecked(graph), colors),
        printPlaceholders(facts),
        printList(
            "Before `pulumi up`",
            facts.needs.map(({ command, note }) =>
                note === undefined ? command : `${command}\n      ${note}`,
            ),
            colors,
        ),
        NOT_KNOWN,
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const NOT_KNOWN = [
    "Not checked offline: the account's quotas and permissions, the zones' capacity, names that are already in use,",
    "access to images and charts. `pulumi preview` checks more.",
].join("\n");

function printHeading({ stack, region, source, objectsRead }: PlanFacts, colors: Colors): string {
    const read = objectsRead.length === 0 ? "" : ` except to S3, for ${objectsRead.join(" and ")}`;
    return [colors.bold("Posit Connect on AWS"), stack, region, `${source}${read}`].join(" · ");
}

function printParts(graph: Graph, colors: Colors): string {
    const rows = overview(graph);
    const total = rows.reduce((sum, { resources }) => sum + resources, 0);
    const nameWidth = maxLength(rows.map(({ name }) => name));
    const textWidth = maxLength(rows.map(({ description }) => description));
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

function printRequirements(rows: Row[], colors: Colors): string {
    const met = rows.filter((row) => row.met);
    const waived = met.filter(({ waivers }) => waivers.length > 0).length;
    const unverified = rows.filter((row) => !row.met && !row.violated).length;
    const idWidth = maxLength(rows.map(({ id }) => id));
    const textWidth = maxLength(rows.map(({ requirement }) => requirement));
    const indent = " ".repeat(2 + idWidth + 2 + textWidth + 5);
    const counts = [
        `${met.length} of ${rows.length} met`,
        ...(waived === 0 ? [] : [`${waived} of these with a waiver`]),
        ...(unverified === 0 ? [] : [`${unverified} not verified`]),
    ];
    return [
        `${colors.bold("Reference architecture")}: ${counts.join(", ")}`,
        ...rows.flatMap((row) =>
            wrap(row.by, WIDTH - indent.length).map((line, i) =>
                i === 0
                    ? `  ${row.id.padEnd(idWidth)}  ${row.requirement.padEnd(textWidth)}  ${printMark(row, colors)}  ${line}`
                    : `${indent}${line}`,
            ),
        ),
    ].join("\n");
}

function printMark({ met, waivers, violated }: Row, colors: Colors): string {
    if (met) {
        return waivers.length === 0 ? colors.green("✓") : colors.yellow("○");
    }
    return violated ? colors.red("✗") : colors.yellow("?");
}

function printPlaceholders({ encryptedSecrets, missingSecrets }: PlanFacts): string {
    return [
        ...(missingSecrets.length > 0
            ? [`Not set yet, using a placeholder: ${missingSecrets.join(", ")}.`]
            : []),
        ...(encryptedSecrets.length > 0
            ? [`Set and encrypted, using a placeholder: ${encryptedSecrets.join(", ")}.`]
            : []),
    ].join("\n");
}

function printList(title: string, items: string[], colors: Colors): string {
    return items.length === 0 ? "" : [colors.bold(title), ...items.map((item) => `  • ${item}`)].join("\n");
}

function printTree(graph: Graph, colors: Colors): string {
    const stack = graph.stack;
    const lines = (resource: Resource, depth: number): string[] => [
        `${"  ".repeat(depth)}${resource.name}  ${colors.dim(resource.type)}`,
        ...graph.children(resource).flatMap((child) => lines(child, depth + 1)),
    ];
    return (stack === undefined ? [] : graph.children(stack)).flatMap((child) => lines(child, 1)).join("\n");
}

function maxLength(texts: string[]): number {
    return Math.max(0, ...texts.map(({ length }) => length));
}
