import { merge, properties, type Resource } from "../../policy/resource";
import type { Deployment } from "../../simulation/deployment";
import { nameOf } from "./judgement";
import { onTheWire, outputsOf } from "./wireForm";

/** A deployment's resources as the rules about the whole stack see them. */
export function resourcesOf({ deployment: { resources } }: Deployment): Resource[] {
    return resources.map((resource) => ({
        urn: resource.urn,
        type: resource.type,
        name: nameOf(resource.urn),
        properties: merge(properties(onTheWire(resource.inputs)), properties(outputsOf(resource))),
        custom: resource.custom,
        parent: resource.parent ?? "",
        protect: resource.protect ?? false,
        ignoreChanges: resource.ignoreChanges ?? [],
        dependencies: resource.dependencies ?? [],
        propertyDependencies: resource.propertyDependencies ?? {},
    }));
}
