import { createColors } from "picocolors";
import type { Graph, Resource } from "../graph/graph";
import { overview } from "../graph/overview";
import type { Row } from "../graph/referenceArchitecture";
import { reliances } from "../graph/reliances";
import type { Need } from "../stacks/needs";
import type { Judgement } from "./policyPack/judgement";
import { policySection } from "./policyPack/section";
import type { UnknownType } from "./policyPack/unknownTypes";

/** What a plan has to say beside the graph. */
export interface PlanFacts {
    stack: string;
    region: string;
    firstPreview: boolean;
    /** URIs of what was read out of S3. */
    objectsRead: string[];
    rows: Row[];
    judgement: Judgement;
    unknownTypes: UnknownType[];
    /** What must be done before a real `pulumi up`. */
    needs: Need[];
    /** Keys of secrets that are set, and that only their owner can read. */
    encryptedSecrets: string[];
    /** Keys of secrets that are needed and not set. */
    missingSecrets: string[];
}

/** How a plan is shown. */
export interface PlanForm {
    /** Whether every resource is listed under its component. */
    tree: boolean;
    /** Whether what is otherwise counted is listed. */
    verbose: boolean;
    colour: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** A plan for a person, in the order of a reader's questions. */
export function planReport(graph: Graph, facts: PlanFacts, form: PlanForm): string {
    const colors = createColors(form.colour);
    const sections = [
        heading(facts, colors),
        parts(graph, colors),
        ...(form.tree ? [tree(graph, colors)] : []),
        requirements(facts.rows, colors),
        policySection(facts.judgement, facts.unknownTypes, form, colors),
        bullets("Relied on, as the network is yours", reliances(graph), colors),
        standIns(facts),
        bullets(
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
    "Not known offline: whether the account's quotas, its permissions and the zones' capacity suffice,",
    "whether a name is taken, whether images and charts can be pulled. `pulumi preview` knows more.",
].join("\n");

function heading({ stack, region, firstPreview, objectsRead }: PlanFacts, colors: Colors): string {
    const kind = firstPreview ? "first preview, played offline" : "offline plan, nothing was contacted";
    const read = objectsRead.length === 0 ? "" : ` but S3, for ${objectsRead.join(" and ")}`;
    return [colors.bold("Posit Connect on AWS"), stack, region, `${kind}${read}`].join(" · ");
}

function parts(graph: Graph, colors: Colors): string {
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

function requirements(rows: Row[], colors: Colors): string {
    const met = rows.filter((row) => row.met).length;
    const idWidth = width(rows.map(({ id }) => id));
    const textWidth = width(rows.map(({ requirement }) => requirement));
    return [
        `${colors.bold("Reference architecture")}: ${met} of ${rows.length} met`,
        ...rows.map(({ id, requirement, met: isMet, by }) => {
            const mark = isMet ? colors.green("✓") : colors.red("✗");
            return `  ${id.padEnd(idWidth)}  ${requirement.padEnd(textWidth)}  ${mark}  ${by}`;
        }),
    ].join("\n");
}

function standIns({ encryptedSecrets, missingSecrets }: PlanFacts): string {
    return [
        ...(missingSecrets.length > 0
            ? [`Not set yet, played with a stand-in: ${missingSecrets.join(", ")}.`]
            : []),
        ...(encryptedSecrets.length > 0
            ? [`Set and encrypted, played with a stand-in: ${encryptedSecrets.join(", ")}.`]
            : []),
    ].join("\n");
}

function bullets(title: string, items: string[], colors: Colors): string {
    return items.length === 0 ? "" : [colors.bold(title), ...items.map((item) => `  • ${item}`)].join("\n");
}

function tree(graph: Graph, colors: Colors): string {
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
