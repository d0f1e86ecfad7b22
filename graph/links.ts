import { readPath, type Path } from "./path";
import type { Resource } from "./graph";
import { SECRET, UNKNOWN, type Value, textOf } from "./value";
import { once } from "./once";
import type { Graph } from "./graph";

/**
 * The target of a value that names a resource: a resource of the stack, one of several (not known which before the
 * deployment), a resource outside the stack, or unknown.
 *
 * A rule is met for "one of" only if it is met for each of them.
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

/** Keys to compare links: the URNs of the possible targets, or the value for a target outside the stack. */
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

/** As {@link keysOf}, only for a certain target. */
export function certainKeysOf(link: Link): readonly string[] {
    return link.is === "one of" ? [] : keysOf(link);
}

/** The link of a property that names one resource; none without a value. */
export function linkOf(
    graph: Graph,
    resource: Resource,
    path: Path,
    types: readonly string[],
): Link | undefined {
    return linkOfValue(graph, resource, String(path[0]), readPath(resource.properties, path), types);
}

/** The link of a value that is part of a property or derived from it. */
export function linkOfValue(
    graph: Graph,
    resource: Resource,
    property: string,
    value: Value | undefined,
    types: readonly string[],
): Link | undefined {
    return isStated(value) ? resolve(graph, resource, property, [value], types)[0] : undefined;
}

/** The links of a list. A completely unknown list may contain any resource that the property refers to. */
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

/** The links of values that are parts of a property, each of which names one resource. */
export function linksOfValues(
    graph: Graph,
    resource: Resource,
    property: string,
    values: readonly Value[],
    types: readonly string[],
): readonly Link[] {
    return resolve(graph, resource, property, values, types);
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
        // A known value cannot come from an unknown id.
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
 * The resources of some types that a property refers to. A component represents all its children, but only if the
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

/** A provider returns a missing value as null or as an empty text. */
export const isStated = (value: Value | undefined): value is Exclude<Value, null> =>
    value !== undefined && value !== null && value !== "";

const isKnown = (value: Value): boolean => value !== UNKNOWN && value !== SECRET;

/** The properties that other resources use to name a resource. */
const NAMES: readonly Path[] = [
    ["id"],
    ["arn"],
    ["name"],
    ["identifier"],
    ["bucket"],
    ["keyId"],
    // A Kubernetes object.
    ["metadata", "name"],
    // The security group that EKS creates, and a VPC's main route table, are represented by the cluster and the VPC.
    ["vpcConfig", "clusterSecurityGroupId"],
    ["mainRouteTableId"],
    ["defaultRouteTableId"],
];

/** The resources of each type by name, once one of the type was asked for. */
const byTypeAndName = once(() => new Map<string, ReadonlyMap<string, Resource>>());

function byName(graph: Graph, type: string): ReadonlyMap<string, Resource> {
    const index = byTypeAndName(graph);
    const named = index.get(type) ?? namesOf(graph.all(type));
    index.set(type, named);
    return named;
}

function namesOf(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
    const index = new Map<string, Resource>();
    for (const resource of resources) {
        for (const path of NAMES) {
            const name = readPath(resource.properties, path);
            if (typeof name === "string") {
                index.set(name, resource);
            }
        }
    }
    return index;
}

function findByName(graph: Graph, types: readonly string[], name: Value): Resource | undefined {
    return types
        .map((type) => byName(graph, type).get(textOf(name)))
        .find((resource) => resource !== undefined);
}
