import { readPath, type Path } from "./path";
import type { Resource } from "./graph";
import { SECRET, UNKNOWN, type Value, textOf } from "./value";
import { once } from "./once";
import type { Graph } from "./graph";

/**
 * What a value that names a resource leads to: a resource of the stack; some of several, and which is not known before
 * the deployment; a resource of another stack; or unknown.
 *
 * A rule holds for "one of" only if it holds for each of them.
 */
export type Link =
    | { readonly is: "resource"; readonly resource: Resource }
    | { readonly is: "one of"; readonly resources: readonly Resource[] }
    | { readonly is: "outside"; readonly value: string }
    | { readonly is: "unknown" };

/** The resources that a link may lead to. */
export function resourcesOf(link: Link): readonly Resource[] {
    return link.is === "resource" ? [link.resource] : link.is === "one of" ? link.resources : [];
}

/** What two links to the same thing have in common: the URNs that they may lead to, or the value of what is outside. */
export function keysOf(link: Link): readonly string[] {
    return link.is === "outside" ? [link.value] : resourcesOf(link).map(({ urn }) => urn);
}

/** Whether a link is known to lead to a resource. */
export function leadsTo(link: Link | undefined, resource: Resource): boolean {
    return link?.is === "resource" && link.resource === resource;
}

/** Whether a link leads to a resource, or may do so. */
export function mayLeadTo(link: Link | undefined, resource: Resource): boolean {
    return link !== undefined && resourcesOf(link).includes(resource);
}

/** As {@link keysOf}, of what the link is known to lead to. */
export function certainKeysOf(link: Link): readonly string[] {
    return link.is === "one of" ? [] : keysOf(link);
}

/** Where a value that names one resource leads. Nothing where there is no value. */
export function linkOf(
    graph: Graph,
    resource: Resource,
    path: Path,
    types: readonly string[],
): Link | undefined {
    return linkOfValue(graph, resource, String(path[0]), readPath(resource.properties, path), types);
}

/** Where a value leads that is a part of a property, or is made from one. */
export function linkOfValue(
    graph: Graph,
    resource: Resource,
    property: string,
    value: Value | undefined,
    types: readonly string[],
): Link | undefined {
    return isStated(value) ? resolve(graph, resource, property, [value], types)[0] : undefined;
}

/** Where the values of a list lead. A list that is unknown as a whole may have any of what the property refers to. */
export function linksOf(
    graph: Graph,
    resource: Resource,
    path: Path,
    types: readonly string[],
): readonly Link[] {
    const property = String(path[0]);
    const value = readPath(resource.properties, path);
    if (!isStated(value)) {
        return [];
    }
    if (Array.isArray(value)) {
        return resolve(graph, resource, property, value, types);
    }
    return resolve(graph, resource, property, [value], types);
}

function resolve(
    graph: Graph,
    resource: Resource,
    property: string,
    values: readonly Value[],
    types: readonly string[],
): readonly Link[] {
    const found = values.map((value) => findByName(graph, types, value));
    const unresolved = values.filter((value, i) => found[i] === undefined && !isKnown(value)).length;
    const candidates = findReferences(graph, resource, property, types).filter(
        (candidate) => !found.includes(candidate),
    );
    let taken = 0;
    return values.map((value, i): Link => {
        const named = found[i];
        if (named !== undefined) {
            return { is: "resource", resource: named };
        }
        // A value that is known cannot come from an id that is not.
        if (isKnown(value)) {
            return { is: "outside", value: textOf(value) };
        }
        if (candidates.length > unresolved) {
            return { is: "one of", resources: candidates };
        }
        const next = candidates[taken++];
        return next === undefined ? { is: "unknown" } : { is: "resource", resource: next };
    });
}

/**
 * The resources of some types that a property refers to. A component stands for everything under it, but only if the
 * property refers to none of the types directly: an output of a component also refers to the component.
 */
function findReferences(
    graph: Graph,
    resource: Resource,
    property: string,
    types: readonly string[],
): readonly Resource[] {
    const named = graph.references(resource, property);
    const direct = named.filter(({ type }) => types.includes(type));
    return direct.length > 0
        ? direct
        : [...new Set(named.flatMap((each) => (each.custom ? [] : graph.tree(each))))].filter(({ type }) =>
              types.includes(type),
          );
}

/** A provider answers what is not stated as nothing or as an empty text. */
export const isStated = (value: Value | undefined): value is Exclude<Value, null> =>
    value !== undefined && value !== null && value !== "";

const isKnown = (value: Value): boolean => value !== UNKNOWN && value !== SECRET;

/** The properties by which others name a resource. */
const NAMES: readonly Path[] = [
    ["id"],
    ["arn"],
    ["name"],
    ["identifier"],
    ["bucket"],
    ["keyId"],
    // Where the group that EKS makes, or a VPC's own route table, is named, its maker stands for it.
    ["vpcConfig", "clusterSecurityGroupId"],
    ["mainRouteTableId"],
    ["defaultRouteTableId"],
];

const byName = once((graph) => {
    const index = new Map<string, Resource>();
    for (const resource of graph.resources) {
        for (const path of NAMES) {
            const name = readPath(resource.properties, path);
            if (typeof name === "string") {
                index.set(`${resource.type} ${name}`, resource);
            }
        }
    }
    return index;
});

function findByName(graph: Graph, types: readonly string[], name: Value): Resource | undefined {
    const index = byName(graph);
    return types
        .map((type) => index.get(`${type} ${textOf(name)}`))
        .find((resource) => resource !== undefined);
}
