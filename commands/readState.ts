import { UnreadableChanges } from "../graph/change";
import { checkInterrupted } from "../graph/checkInterrupted";
import type { DeployedResource, Deployment } from "../simulation/deployment";
import { stackOf } from "../graph/urn";
import { isObject } from "../lib/isObject";
import { redactSecrets } from "../lib/wire";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { findJsonObject } from "./findJsonObject";

const HOW = "Write it with `pulumi stack export --file FILE`";

/**
 * Reads the resources of a deployed stack, without the text of secrets.
 *
 * @param file as the user typed it.
 * @throws {@link UserError} if it is not an exported state.
 */
export function readState(file: string): { stack: string; deployment: Deployment } {
    const state = findJsonObject(readNamedFile("--state", file));
    const resources =
        isObject(state) && isObject(state["deployment"]) ? state["deployment"]["resources"] : undefined;
    if (!Array.isArray(resources) || !resources.every(isResource)) {
        const problem = isObject(state) && "steps" in state ? "is a preview, not" : "is not";
        throw new UserError([`--state ${file} ${problem} the state of a stack. ${HOW}.`]);
    }
    try {
        checkInterrupted(state, "");
    } catch (error) {
        throw error instanceof UnreadableChanges
            ? new UserError([`--state ${file} ${error.message}.`])
            : error;
    }
    const [first] = resources;
    if (first === undefined) {
        throw new UserError([`--state ${file} has no resources. ${HOW} after \`pulumi up\`.`]);
    }
    // An update that failed may leave a replaced resource, with the same URN as its successor.
    const current = resources.filter((resource) => resource.delete !== true);
    return {
        stack: stackOf(first.urn),
        deployment: {
            version: 3,
            deployment: {
                manifest: { version: "" },
                resources: current.map(redactSecrets) as DeployedResource[],
            },
        },
    };
}

function isResource(value: unknown): value is { urn: string; delete?: unknown } {
    return isObject(value) && typeof value["urn"] === "string" && typeof value["type"] === "string";
}
