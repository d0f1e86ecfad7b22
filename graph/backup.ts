import { readPath, EACH, read } from "./path";
import type { Resource } from "./graph";
import { isObject } from "../lib/isObject";
import { textOf, UNKNOWN, type Value } from "./value";
import { keysOf, leadsTo, type Link, linkOf, linksOf, mayLeadTo, resourcesOf } from "./links";
import type { Graph } from "./graph";
import { DATABASE, FILE_SYSTEM, VAULT } from "./types";

export const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";

/** The backup plans of the stack. */
export const backupPlans = (graph: Graph): readonly Resource[] => graph.all(PLAN);

/**
 * A resource that a selection may contain: tests for a link and a pattern in its lists, and its tags as far as they
 * are known.
 */
interface Selectable {
    isAt: (link: Link) => boolean;
    mayBeAt: (link: Link) => boolean;
    arn: string;
    tags: Value | undefined;
}

/** Whether a selection of one of these plans contains a resource: by its ARN or its tags. */
export function isSelected(
    graph: Graph,
    resource: Resource,
    plans: readonly Resource[] = backupPlans(graph),
): boolean {
    return isIn(graph, plans, {
        isAt: (link) => leadsTo(link, resource),
        mayBeAt: (link) => mayLeadTo(link, resource),
        arn: arnOf(resource),
        tags: resource.properties.tags,
    });
}

/** Whether a selection contains a file system outside the stack: only by its ARN, because its tags are not known. */
export function isFileSystemSelected(graph: Graph, id: string): boolean {
    const isAt = (link: Link): boolean => link.is === "outside" && link.value.endsWith(`:file-system/${id}`);
    return isIn(graph, backupPlans(graph), {
        isAt,
        mayBeAt: isAt,
        arn: `arn:aws:elasticfilesystem:region:account:file-system/${id}`,
        tags: UNKNOWN,
    });
}

function isIn(graph: Graph, plans: readonly Resource[], wanted: Selectable): boolean {
    return graph
        .all(SELECTION)
        .filter((selection) => {
            const plan = linkOf(graph, selection, ["planId"], [PLAN]);
            return plans.some((each) => leadsTo(plan, each));
        })
        .some(
            (selection) =>
                !names(graph, selection, "notResources", wanted.mayBeAt, wanted.arn) &&
                (names(graph, selection, "resources", wanted.isAt, wanted.arn) ||
                    tagged(selection.properties.selectionTags, wanted)) &&
                meetsConditions(selection.properties.conditions, wanted),
        );
}

/** Whether a list of ARNs contains the resource's, or a pattern that matches it. */
function names(
    graph: Graph,
    selection: Resource,
    property: string,
    isAt: Selectable["isAt"],
    arn: string,
): boolean {
    const links = linksOf(graph, selection, [property], [DATABASE, FILE_SYSTEM]);
    return links.some((link) => isAt(link) || keysOf(link).some((pattern) => matchesArn(pattern, arn)));
}

/** A resource's ARN; before its creation, the known part. */
function arnOf({ type, properties }: Resource): string {
    if (typeof properties.arn === "string") {
        return properties.arn;
    }
    return type === DATABASE
        ? "arn:aws:rds:region:account:db:name"
        : "arn:aws:elasticfilesystem:region:account:file-system/id";
}

function matchesArn(pattern: string, arn: string): boolean {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return pattern.includes("*") && new RegExp(`^${parts.join(".*")}$`).test(arn);
}

function tagged(selectionTags: Value | undefined, wanted: Selectable): boolean {
    return (
        Array.isArray(selectionTags) &&
        selectionTags.some(
            (tag) => isObject(tag) && tag.type === "STRINGEQUALS" && hasTag(wanted, tag.key, tag.value),
        )
    );
}

/** Only conditions on equal tags are read: a selection with another condition does not count. */
function meetsConditions(conditions: Value | undefined, wanted: Selectable): boolean {
    return read({ conditions: conditions ?? [] }, ["conditions", EACH]).every(({ value }) =>
        read({ value: value ?? {} }, ["value", EACH, EACH]).every(
            ({ place, value: condition }) =>
                place.includes("stringEquals") &&
                isObject(condition) &&
                hasTag(wanted, textOf(condition.key).replace(/^aws:ResourceTag\//, ""), condition.value),
        ),
    );
}

function hasTag({ tags }: Selectable, key: Value | undefined, value: Value | undefined): boolean {
    return typeof key === "string" && value !== undefined && readPath(tags, [key]) === value;
}

/**
 * For each rule of a plan and each of its copies, the possible regions of the copy, as far as they are known. A vault
 * without a region is in the stack's region.
 */
export function copyRegions(graph: Graph, plan: Resource): readonly (readonly (readonly string[])[])[] {
    return listed(plan.properties.rules).map((rule, i) =>
        listed(readPath(rule, ["copyActions"])).map((_, j) => {
            const path = ["rules", i, "copyActions", j, "destinationVaultArn"];
            const vault = linkOf(graph, plan, path, [VAULT]) ?? { is: "unknown" };
            const regions =
                vault.is === "outside"
                    ? [vault.value.split(":")[3]]
                    : resourcesOf(vault).map(({ properties }) => properties.region);
            return regions.filter((region) => typeof region === "string");
        }),
    );
}

/** Whether AWS Backup keeps continuous backups of a resource, which can be restored to a point in time. */
export function isBackedUpContinuously(graph: Graph, resource: Resource): boolean {
    return backupPlans(graph).some(
        (plan) =>
            listed(plan.properties.rules).some(
                (rule) => readPath(rule, ["enableContinuousBackup"]) === true,
            ) && isSelected(graph, resource, [plan]),
    );
}

const listed = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
