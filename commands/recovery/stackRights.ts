import type { Graph, Resource } from "../../graph/graph";
import type { Place } from "../../simulation/answer";
import type { Right } from "./forecast";
import { RESOURCE_ACTIONS, type ResourceActions } from "./resourceActions";

/** ARNs have no region there, and those of two have no account either. */
const GLOBAL = ["iam"];
const NAMELESS = ["route53", "s3"];

/**
 * What whoever runs `pulumi up` and `pulumi destroy` must be allowed, so that the resources of a stack can be made and go
 * away: asked of the first resource of each type, which stands for all of it.
 *
 * @param graph the stack, as it would be deployed.
 */
export function stackRights(graph: Graph, place: Place): Right[] {
    return Object.entries(RESOURCE_ACTIONS).flatMap(([type, parts]) => {
        const resources = graph.all(type);
        return parts.flatMap((part) => {
            const resource = resources.find(
                ({ inputs }) => part.where === undefined || inputs[part.where] !== undefined,
            );
            return resource === undefined ? [] : rightsOn(resource, part, place);
        });
    });
}

function rightsOn(resource: Resource, { on, actions, passedTo }: ResourceActions, place: Place): Right[] {
    const values: Record<string, unknown> = {
        name: resource.name,
        ...resource.inputs,
        ...resource.outputs,
        id: resource.id,
        account: place.account,
    };
    const asked = on.replaceAll(/\{(\w+)\}/g, (_, property: string) => String(values[property]));
    return actions.map((action) => ({
        action,
        resource: asked === "*" || asked.startsWith("arn:") ? asked : arnOf(action, asked, place),
        ...(passedTo === undefined ? {} : { passedTo }),
    }));
}

function arnOf(action: string, resource: string, { partition, region, account }: Place): string {
    const [service = ""] = action.split(":");
    const inRegion = [...GLOBAL, ...NAMELESS].includes(service) ? "" : region;
    return `arn:${partition}:${service}:${inRegion}:${NAMELESS.includes(service) ? "" : account}:${resource}`;
}
