import { resourceTypes } from "../catalog";
import type { ResourceActions } from "../catalog/resourceType";
import type { Graph, Resource } from "../graph/graph";
import type { Location } from "../lib/arn";
import { getPath } from "../lib/getPath";
import { isObject } from "../lib/isObject";
import type { Permission } from "./aws/iam";

/** Services whose ARNs have no region. */
const GLOBAL = ["iam"];

/** Services whose ARNs have neither region nor account. */
const WITHOUT_ACCOUNT = ["route53", "s3"];

/**
 * Permissions that `pulumi up` and `pulumi destroy` require to create and delete a stack's resources, on the first resource of
 * each type, which represents all of them.
 *
 * @param graph the stack, as it would be deployed.
 */
export function stackPermissions(graph: Graph, place: Location): Permission[] {
    return Object.values(resourceTypes).flatMap(({ token, actions }) => {
        const resources = graph.all(token);
        return actions.flatMap((part) => {
            const resource = resources.find(
                ({ inputs }) => part.where === undefined || Boolean(inputs[part.where]),
            );
            return resource === undefined ? [] : permissionsOn(resource, part, place);
        });
    });
}

/** The permissions of one resource that a part of its type's record names. */
export function permissionsOn(
    resource: Resource,
    { on, actions, ...asked }: ResourceActions,
    place: Location,
): Permission[] {
    const values = {
        name: resource.name,
        ...resource.inputs,
        ...resource.outputs,
        id: resource.id,
        ...place,
    };
    const { passedTo, via } = asked;
    const of = on.replaceAll(/\{([\w.]+)\}/g, (_, path: string) => {
        const value = getPath(values, path.split("."));
        // A role can be named by a reference to the resource.
        return String(isObject(value) ? value["id"] : value);
    });
    return actions.map((action) => ({
        action,
        resource: of === "*" || of.startsWith("arn:") ? of : arnOf(action, of, place),
        ...(passedTo === undefined ? {} : { passedTo }),
        ...(via === undefined ? {} : { via }),
    }));
}

function arnOf(action: string, resource: string, { partition, region, account }: Location): string {
    const [service = ""] = action.split(":");
    const inRegion = [...GLOBAL, ...WITHOUT_ACCOUNT].includes(service) ? "" : region;
    return `arn:${partition}:${service}:${inRegion}:${WITHOUT_ACCOUNT.includes(service) ? "" : account}:${resource}`;
}
