import type { Resource } from "../../../graph/graph";
import type { Path } from "../../../graph/path";
import { isObject } from "../../../lib/isObject";
import { UNKNOWN, type Value } from "../../../graph/value";
import { isStackRule, type StackRule } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { graphOf, resource } from "../../graph/resources";

/**
 * The forms in which a stack is checked: before the deployment, with unknown ids; after it; and with literal ids
 * only, without references between resources.
 */
export const FORMS = ["first preview", "update", "literal ids"] as const;
export type Form = (typeof FORMS)[number];

/** A change of a stack, to be checked. */
export type Edit = (resources: readonly Resource[]) => readonly Resource[];

/** A resource by the end of its URN, such as `Subnet::network-private-1`. */
export function find(resources: readonly Resource[], name: string): Resource {
    const named = resources.filter(({ urn }) => shortOf(urn) === name);
    const found = named.find(({ custom }) => custom) ?? named[0];
    if (found === undefined) {
        throw new Error(`there is no ${name}`);
    }
    return found;
}

const shortOf = (urn: string): string => /[^:]+::[^:]+$/.exec(urn)?.[0] ?? urn;

/** Changes a resource. */
export const patch =
    (name: string, change: Partial<Resource>): Edit =>
    (resources) => {
        const changed = find(resources, name);
        return resources.map((resource) => (resource === changed ? { ...resource, ...change } : resource));
    };

/** Sets a property to a value without references, or removes it. */
export const set =
    (name: string, path: Path, value: Value | undefined): Edit =>
    (resources) => {
        const resource = find(resources, name);
        return patch(name, {
            properties: put(resource.properties, path, value) as Record<string, Value>,
            propertyDependencies: { ...resource.propertyDependencies, [String(path[0])]: [] },
        })(resources);
    };

/** Sets a part of a property, and keeps the property's references. */
export const setPart =
    (name: string, path: Path, value: Value | undefined): Edit =>
    (resources) =>
        patch(name, {
            properties: put(find(resources, name).properties, path, value) as Record<string, Value>,
        })(resources);

/** Sets a property to the id, or another output, of a resource; unknown before its creation. */
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

/** Adds a resource without references. */
export const add =
    (type: string, name: string, given: Record<string, Value>, changes: Partial<Resource> = {}): Edit =>
    (resources) => [...resources, resource(type, name, given, changes)];

export const all =
    (...edits: readonly Edit[]): Edit =>
    (resources) =>
        edits.reduce((edited, edit) => edit(edited), resources);

/** The same resources without references. */
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

/**
 * Findings of rules about the stack: as `rule: resource`, with `stack` if a finding has no resource, and as
 * sentences.
 */
export interface Found {
    broken: string[];
    unverified: string[];
    /** `rule: resource: sentence`. */
    sentences: string[];
}

/** The findings of rules about the stack; each once, in order. */
export function judged(resources: readonly Resource[], judges = stackRules): Found {
    const graph = graphOf(resources);
    const findings = judges.flatMap((rule) =>
        [...rule.check(graph)].map((finding) => ({
            text: `${rule.name.replace("stack-", "")}: ${finding.urn === undefined ? "stack" : shortOf(finding.urn)}`,
            isUntold: finding.unverified === true,
            sentence: finding.sentence,
        })),
    );
    const once = (texts: string[]): string[] => [...new Set(texts)].sort();
    const texts = (isUntold: boolean): string[] =>
        once(findings.filter((each) => each.isUntold === isUntold).map(({ text }) => text));
    return {
        broken: texts(false),
        unverified: texts(true),
        sentences: once(findings.map(({ text, sentence }) => `${text}: ${sentence}`)),
    };
}

/** As {@link judged}, without the sentences. */
export function found(resources: readonly Resource[]): Omit<Found, "sentences"> {
    const { broken, unverified } = judged(resources);
    return { broken, unverified };
}
