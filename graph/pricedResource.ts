import type { PricedResource } from "../catalog/price";
import type { Graph, Resource } from "./graph";
import { linkOf } from "./links";
import { type Path, readPath } from "./path";
import { SECRET, UNKNOWN, type Value } from "./value";

/** A resource as its price reads it. */
export function pricedResource(graph: Graph, resource: Resource): PricedResource {
    const value = (path: Path): Value | undefined => readPath(resource.properties, path) ?? undefined;
    return {
        text: (path, absent) => {
            const found = value(path);
            return found === undefined ? absent : typeof found === "string" ? found : undefined;
        },
        number: (path, absent) => {
            const found = value(path);
            return found === undefined ? absent : typeof found === "number" ? found : undefined;
        },
        flag: (path, absent) => {
            const found = value(path);
            return found === undefined ? absent : typeof found === "boolean" ? found : undefined;
        },
        length: (path) => {
            const found = value(path);
            return found === undefined
                ? 0
                : found === UNKNOWN || found === SECRET || !Array.isArray(found)
                  ? undefined
                  : found.length;
        },
        referenced: (path, type) => {
            const link = linkOf(graph, resource, path, [type]);
            return link?.is === "resource" ? pricedResource(graph, link.resource) : undefined;
        },
    };
}
