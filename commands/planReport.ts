import { createColors } from "picocolors";
import type { Graph, Resource } from "../graph/graph";
import type { DueVersion } from "../graph/dueVersions";
import { type ExcessQuota, excessQuotas } from "../graph/excessQuotas";
import { notChecked } from "../graph/notChecked";
import { overview } from "../graph/overview";
import { reliances } from "../graph/reliances";
import type { Need } from "../stacks/needs";
import { wrap } from "../lib/wrap";
import { dueVersionText } from "./dueVersionText";
import type { Judgement } from "./policyPack/judgement";
import { countRequirements, type Row, statusOf } from "./policyPack/requirementRows";
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
    /** The monthly cost, in a sentence. */
    cost: string;
    /** The capacity for Posit's published test, in a sentence. */
    capacity: string;
    /** Versions that need an upgrade soon. */
    due: DueVersion[];
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
        `${printParts(graph, colors)}\n${facts.cost}\n${facts.capacity}`,
        ...(form.tree ? [printTree(graph, colors)] : []),
        printRequirements(facts.rows, colors),
        policySection(facts.judgement, facts.unknownTypes, form, colors),
        ...listRemarks(graph, facts).map(({ title, items }) =>
            printList(
                title,
                items.map((item) => wrap(item, WIDTH - 4).join("\n    ")),
                colors,
            ),
        ),
        describePlaceholders(facts).join("\n"),
        printList(
            "Before `pulumi up`",
            facts.needs.map(({ command, note }) =>
                note === undefined ? command : `${command}\n      ${note}`,
            ),
            colors,
        ),
        NOT_CHECKED_OFFLINE.join("\n"),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Properties of the stack that a reader must know and that no policy reports. */
export function listRemarks(
    graph: Graph,
    { due }: Pick<PlanFacts, "due">,
): { title: string; items: string[] }[] {
    return [
        { title: "Upgrades due", items: due.map(dueVersionText) },
        { title: "Prerequisites in your network", items: reliances(graph) },
        { title: "Not checked", items: notChecked(graph) },
        { title: "Above AWS's default quotas", items: excessQuotas(graph).map(describeQuota) },
    ];
}

/** The limits of an offline plan, in lines. */
export const NOT_CHECKED_OFFLINE = [
    "Not checked offline: the account's quotas and permissions, the zones' capacity, names that are already in use,",
    "access to images and charts. `pulumi preview` checks more.",
];

/** A use of a quota, with the quota's code. */
function describeQuota({ quota, resource, amount, isLeast }: ExcessQuota): string {
    const { name, service, code, defaultValue } = quota;
    const of = resource === undefined ? name : `${name} (${resource})`;
    return `${of}: ${isLeast ? "at least " : ""}${amount}, default ${defaultValue} (Service Quotas: ${service} ${code})`;
}

function printHeading({ stack, region, ...facts }: PlanFacts, colors: Colors): string {
    return [colors.bold("Posit Connect on AWS"), stack, region, describeSource(facts)].join(" · ");
}

/** How the plan was made, and its exceptions. */
export function describeSource({ source, objectsRead }: Pick<PlanFacts, "source" | "objectsRead">): string {
    return objectsRead.length === 0 ? source : `${source} except to S3, for ${objectsRead.join(" and ")}`;
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
    const idWidth = maxLength(rows.map(({ id }) => id));
    const textWidth = maxLength(rows.map(({ requirement }) => requirement));
    const indent = " ".repeat(2 + idWidth + 2 + textWidth + 5);
    return [
        `${colors.bold("Reference architecture")}: ${countRequirements(rows)}`,
        ...rows.flatMap((row) =>
            wrap(row.by, WIDTH - indent.length).map((line, i) =>
                i === 0
                    ? `  ${row.id.padEnd(idWidth)}  ${row.requirement.padEnd(textWidth)}  ${printMark(row, colors)}  ${line}`
                    : `${indent}${line}`,
            ),
        ),
    ].join("\n");
}

function printMark(row: Row, colors: Colors): string {
    switch (statusOf(row)) {
        case "met":
            return colors.green("✓");
        case "waived":
            return colors.yellow("○");
        case "violated":
            return colors.red("✗");
        case "not verified":
            return colors.yellow("?");
    }
}

/** The secrets that have placeholders, a sentence each. */
export function describePlaceholders({
    encryptedSecrets,
    missingSecrets,
}: Pick<PlanFacts, "encryptedSecrets" | "missingSecrets">): string[] {
    return [
        ...(missingSecrets.length > 0
            ? [`Not set yet, using a placeholder: ${missingSecrets.join(", ")}.`]
            : []),
        ...(encryptedSecrets.length > 0
            ? [`Set and encrypted, using a placeholder: ${encryptedSecrets.join(", ")}.`]
            : []),
    ];
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
