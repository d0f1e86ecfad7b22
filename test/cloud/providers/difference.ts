import { outcomeOf } from "../../../graph/outcomeOf";
import { getPath } from "../../../lib/getPath";
import { knownType } from "../../../simulation/knownType";
import { isObject } from "../../../lib/isObject";
import { unwrapSecrets } from "../../../lib/wire";

/** The report of a provider about a change. */
export interface Difference {
    /** Paths of differences, such as `scalingConfig.minSize` or `subnetIds[2]`. */
    changed: Map<string, "add" | "delete" | "update">;
    /** The paths that cannot be changed in place. */
    replacing: Set<string>;
    /** Whether the old resource is deleted before the new one is created. */
    deleteBeforeReplace: boolean;
}

/** Compares inputs, secrets by their text. */
export function difference(
    type: string,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
): Difference {
    const [old, young] = [unwrapSecrets(before), unwrapSecrets(after)] as [typeof before, typeof after];
    const found: Difference["changed"] = new Map();
    compare(old, young, "", found);
    const outcomes = [...found].map(([path, kind]) => ({
        path,
        kind,
        outcome: outcomeOf(type, { path, kind, before: old, after: young }),
    }));
    const { physicalName, deletedFirst = false } = knownType(type, "");
    const replacing = outcomes.filter(({ outcome }) => outcome === "replace").map(({ path }) => path);
    return {
        changed: new Map(
            outcomes.filter(({ outcome }) => outcome !== "none").map(({ path, kind }) => [path, kind]),
        ),
        replacing: new Set(replacing),
        deleteBeforeReplace:
            replacing.length > 0 && (deletedFirst || keepsName(type, physicalName?.split("."), old, young)),
    };
}

/** Kubernetes checks whether the name stays the same, the bridge to Terraform's providers only whether it is set. */
function keepsName(
    type: string,
    path: string[] | undefined,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
): boolean {
    const stays = (property: string[]): boolean => getPath(after, property) === getPath(before, property);
    return (
        path !== undefined &&
        getPath(after, path) !== undefined &&
        (!type.startsWith("kubernetes:") || (stays(path) && stays(["metadata", "namespace"])))
    );
}

function compare(before: unknown, after: unknown, path: string, changed: Difference["changed"]): void {
    if (before === after) {
        return;
    }
    if (before === undefined || after === undefined) {
        changed.set(path, before === undefined ? "add" : "delete");
    } else if (Array.isArray(before) && Array.isArray(after)) {
        const longest = Math.max(before.length, after.length);
        for (let i = 0; i < longest; i += 1) {
            compare(before[i], after[i], `${path}[${i}]`, changed);
        }
    } else if (isObject(before) && isObject(after)) {
        for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
            compare(before[key], after[key], join(path, key), changed);
        }
    } else {
        changed.set(path, "update");
    }
}

/** Source of the form: pulumi/pulumi, sdk/go/common/resource/property_path.go. */
function join(path: string, key: string): string {
    if (!/^[\w$]+$/.test(key)) {
        return `${path}[${JSON.stringify(key)}]`;
    }
    return path === "" ? key : `${path}.${key}`;
}
