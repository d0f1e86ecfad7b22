import type { Check } from "../../policy/check";
import { EACH, JSON_TEXT, type Path } from "../../graph/path";
import { secret, UNKNOWN_SENTINEL } from "../../lib/wire";
import type { Inputs } from "./fixtures";

/** One way of breaking a compliant resource, derived from a check. */
export interface Mutation {
    /** What is done, to follow "refuses". */
    name: string;
    inputs: Inputs;
}

/** Every change of a compliant resource that a check must refuse. */
export function mutations(check: Check, compliant: Inputs): Mutation[] {
    const place = check.path.map((segment) => (typeof segment === "symbol" ? "…" : segment)).join(".");
    const change = (name: string, path: Path, to: unknown): Mutation => ({
        name: `${place} ${name}`,
        inputs: edit(compliant, path, to) as Inputs,
    });
    // An element of a list that is left out is no element.
    const canBeAbsent = check.optional !== true && check.path.at(-1) !== EACH;
    return [
        ...check.refused.map((value) => change(`set to ${JSON.stringify(value)}`, check.path, value)),
        ...(canBeAbsent
            ? [change("left out", check.path, undefined), change("set to null", check.path, null)]
            : []),
        change("of another kind", check.path, check.kind === "object" ? true : { another: "kind" }),
        ...ancestors(check.path).map((path) => change("in something of another kind", path, 7)),
        ...(check.reference === true ? [] : [change("not known", check.path, UNKNOWN_SENTINEL)]),
        ...(check.reference === true || check.path.includes(JSON_TEXT)
            ? []
            : ancestors(check.path).map((path) => change("in something not known", path, UNKNOWN_SENTINEL))),
        ...(check.secret === true ? [] : [change("secret", check.path, secret("hidden"))]),
    ];
}

/** The containers that a property is in, the resource itself left out. */
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
