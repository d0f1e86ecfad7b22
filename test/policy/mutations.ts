import type { Check } from "../../policy/check";
import { EACH, JSON_TEXT, type Path } from "../../graph/path";
import { secret, UNKNOWN_SENTINEL } from "../../lib/wire";
import type { Inputs } from "./fixtures";

/** A change to a compliant resource, derived from a check, that the check must reject. */
export interface Mutation {
    /** The change, to follow "rejects". */
    name: string;
    inputs: Inputs;
}

/** Every change to a compliant resource that a check must reject. */
export function mutations(check: Check, compliant: Inputs): Mutation[] {
    const place = check.path.map((segment) => (typeof segment === "symbol" ? "…" : segment)).join(".");
    const change = (name: string, path: Path, to: unknown): Mutation => ({
        name: `${place} ${name}`,
        inputs: edit(compliant, path, to) as Inputs,
    });
    // A missing element of a list is not an element.
    const canBeAbsent = check.optional !== true && check.path.at(-1) !== EACH;
    return [
        ...check.rejected.map((value) => change(`set to ${JSON.stringify(value)}`, check.path, value)),
        ...(canBeAbsent
            ? [change("removed", check.path, undefined), change("set to null", check.path, null)]
            : []),
        change("set to another kind", check.path, check.kind === "object" ? true : { another: "kind" }),
        ...ancestors(check.path).map((path) => change("in a container of another kind", path, 7)),
        ...(check.reference === true
            ? []
            : [change("set to an unknown value", check.path, UNKNOWN_SENTINEL)]),
        ...(check.reference === true || check.path.includes(JSON_TEXT)
            ? []
            : ancestors(check.path).map((path) => change("in an unknown container", path, UNKNOWN_SENTINEL))),
        ...(check.secret === true ? [] : [change("marked as a secret", check.path, secret("hidden"))]),
    ];
}

/** The paths of the containers of a property, without the resource itself. */
function ancestors(path: Path): Path[] {
    return path.slice(1).map((_, index) => path.slice(0, index + 1));
}

/**
 * A copy of a value with another one at a path, at the first element if the path names each. Containers on the way that the value
 * does not have are added.
 */
export function edit(value: unknown, [segment, ...rest]: Path, to: unknown): unknown {
    if (segment === undefined) {
        return to;
    }
    if (segment === JSON_TEXT) {
        return JSON.stringify(edit(JSON.parse(String(value)), rest, to));
    }
    if (value === undefined) {
        const inner = edit(undefined, rest, to);
        return segment === EACH ? [inner] : { [segment]: inner };
    }
    if (typeof value !== "object" || value === null) {
        throw new Error(`the fixture has no container at ${String(segment)}`);
    }
    if (Array.isArray(value)) {
        const index = segment === EACH ? 0 : Number(segment);
        return value.map((element: unknown, at) => (at === index ? edit(element, rest, to) : element));
    }
    const key = segment === EACH ? Object.keys(value)[0] : String(segment);
    if (key === undefined) {
        throw new Error("the fixture has no element to change");
    }
    const changed = edit((value as Record<string, unknown>)[key], rest, to);
    const others = Object.entries(value).filter(([name]) => name !== key);
    return Object.fromEntries(changed === undefined ? others : [...others, [key, changed]]);
}
