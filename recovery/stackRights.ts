import { resourceTypes } from "../catalog";
import type { ResourceActions } from "../catalog/resourceType";
import type { Graph, Resource } from "../graph/graph";
import type { Location } from "../lib/arn";
import { getPath } from "../lib/getPath";
import type { Right } from "./forecast";

/** ARNs have no region there, and those of two have no account either. */
const GLOBAL = ["iam"];
const NAMELESS = ["route53", "s3"];

/**
 * What whoever runs `pulumi up` and `pulumi destroy` must be allowed, so that the resources of a stack can be made and go
 * away: asked of the first resource of each type, which stands for all of it.
 *
 * @param graph the stack, as it would be deployed.
 */
export function stackRights(graph: Graph, place: Location): Right[] {
    return Object.values(resourceTypes).flatMap(({ token, actions }) => {
        const resources = graph.all(token);
        return actions.flatMap((part) => {
            const resource = resources.find(
                ({ inputs }) => part.where === undefined || Boolean(inputs[part.where]),
            );
            return resource === undefined ? [] : rightsOn(resource, part, place);
        });
    });
}

function rightsOn(resource: Resource, { on, actions, ...asked }: ResourceActions, place: Location): Right[] {
    const values = {
        name: resource.name,
        ...resource.inputs,
        ...resource.outputs,
        id: resource.id,
        account: place.account,
    };
    const { passedTo, via } = asked;
    const of = on.replaceAll(/\{([\w.]+)\}/g, (_, path: string) => String(getPath(values, path.split("."))));
    return actions.map((action) => ({
        action,
        resource: of === "*" || of.startsWith("arn:") ? of : arnOf(action, of, place),
        ...(passedTo === undefined ? {} : { passedTo }),
        ...(via === undefined ? {} : { via }),
    }));
}

function arnOf(action: string, resource: string, { partition, region, account }: Location): string {
    const [service = ""] = action.split(":");
    const inRegion = [...GLOBAL, ...NAMELESS].includes(service) ? "" : region;
    return `arn:${partition}:${service}:${inRegion}:${NAMELESS.includes(service) ? "" : account}:${resource}`;
}
