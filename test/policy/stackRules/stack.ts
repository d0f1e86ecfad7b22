import type { Resource } from "../../../graph/graph";
import type { Path } from "../../../graph/path";
import { isObject, UNKNOWN, type Value } from "../../../graph/value";
import { isStackRule, type StackRule } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { graphOf, resource } from "../../graph/resources";

/**
 * The forms in which a stack is judged: before anything is made, so that ids are unknown; when all is made; and by
 * literal ids alone, where nothing tells what refers to what.
 */
export const FORMS = ["first preview", "update", "literal ids"] as const;
export type Form = (typeof FORMS)[number];

/** A change of a stack, to be judged. */
export type Edit = (resources: readonly Resource[]) => readonly Resource[];

/** A resource by the end of its URN, `Subnet::network-private-1`; the component only where nothing is made. */
export function find(resources: readonly Resource[], name: string): Resource {
    const named = resources.filter(({ urn }) => shortOf(urn) === name);
    const found = named.find(({ custom }) => custom) ?? named[0];
    if (found === undefined) {
        throw new Error(`there is no ${name}`);
    }
    return found;
}

const shortOf = (urn: string): string => /[^:]+::[^:]+$/.exec(urn)?.[0] ?? urn;

/** Changes anything of a resource. */
export const patch =
    (name: string, change: Partial<Resource>): Edit =>
    (resources) => {
        const changed = find(resources, name);
        return resources.map((resource) => (resource === changed ? { ...resource, ...change } : resource));
    };

/** Sets a property to a value that refers to nothing; takes it away where there is none. */
export const set =
    (name: string, path: Path, value: Value | undefined): Edit =>
    (resources) => {
        const resource = find(resources, name);
        return patch(name, {
            properties: put(resource.properties, path, value) as Record<string, Value>,
            propertyDependencies: { ...resource.propertyDependencies, [String(path[0])]: [] },
        })(resources);
    };

/** Sets a part of a property, and keeps what the property refers to. */
export const setPart =
    (name: string, path: Path, value: Value | undefined): Edit =>
    (resources) =>
        patch(name, {
            properties: put(find(resources, name).properties, path, value) as Record<string, Value>,
        })(resources);

/** Sets a property to the id, or another output, of a resource; unknown where that is not made yet. */
export const refer =
    (name: string, path: Path, target: string, output = "id"): Edit =>
    (resources) => {
        const resource = find(resources, name);
        const { urn, properties } = find(resources, target);
        return patch(name, {
            properties: put(resource.properties, path, properties[output] ?? UNKNOWN) as Record<
                string,
                Value
            >,
            propertyDependencies: refersByLiterals(resources)
                ? {}
                : { ...resource.propertyDependencies, [String(path[0])]: [urn] },
        })(resources);
    };

export const drop =
    (name: string): Edit =>
    (resources) => {
        const dropped = find(resources, name);
        return resources.filter((resource) => resource !== dropped);
    };

/** Adds a resource that refers to nothing. */
export const add =
    (type: string, name: string, given: Record<string, Value>, changes: Partial<Resource> = {}): Edit =>
    (resources) => [...resources, resource(type, name, given, changes)];

export const all =
    (...edits: readonly Edit[]): Edit =>
    (resources) =>
        edits.reduce((edited, edit) => edit(edited), resources);

/** The same resources, with nothing that tells what refers to what. */
export const withoutReferences: Edit = (resources) =>
    resources.map((resource) => ({ ...resource, propertyDependencies: {} }));

const refersByLiterals = (resources: readonly Resource[]): boolean =>
    resources.every(({ propertyDependencies }) => Object.keys(propertyDependencies).length === 0);

function put(value: Value | undefined, [segment, ...rest]: Path, to: Value | undefined): Value | undefined {
    if (segment === undefined) {
        return to;
    }
    if (Array.isArray(value)) {
        return value.map((element, i) => (i === segment ? (put(element, rest, to) ?? null) : element));
    }
    const parts = isObject(value) ? value : {};
    const key = String(segment);
    const { [key]: old, ...others } = parts;
    const changed = put(old, rest, to);
    return changed === undefined ? others : { ...others, [key]: changed };
}

export const stackRules: readonly StackRule[] = rules.filter((rule) => isStackRule(rule));

/** What whole-stack rules find: as `rule: resource`, the stack where a finding names none, and in their own words. */
export interface Found {
    broken: string[];
    untold: string[];
    /** `rule: resource: sentence`. */
    sentences: string[];
}

/** What all whole-stack rules find; each once, in order. */
export function judged(resources: readonly Resource[]): Found {
    const graph = graphOf(resources);
    const findings = stackRules.flatMap((rule) =>
        [...rule.check(graph)].map((finding) => ({
            text: `${rule.name.replace("stack-", "")}: ${finding.urn === undefined ? "stack" : shortOf(finding.urn)}`,
            isUntold: finding.untold === true,
            sentence: finding.sentence,
        })),
    );
    const once = (texts: string[]): string[] => [...new Set(texts)].sort();
    const texts = (isUntold: boolean): string[] =>
        once(findings.filter((each) => each.isUntold === isUntold).map(({ text }) => text));
    return {
        broken: texts(false),
        untold: texts(true),
        sentences: once(findings.map(({ text, sentence }) => `${text}: ${sentence}`)),
    };
}

/** As {@link judged}, without the words. */
export function found(resources: readonly Resource[]): Omit<Found, "sentences"> {
    const { broken, untold } = judged(resources);
    return { broken, untold };
}
