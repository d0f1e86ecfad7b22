import type { Cloud, CloudObject } from "../cloud";
import type { Attempt, Constraint } from "../constraint";
import { ApiError } from "../../../simulation/apiError";

/** An input that is text; empty if it is not set. */
export function text(object: CloudObject, key: string): string {
    const value = object.inputs[key];
    return typeof value === "string" ? value : "";
}

/** The texts of an input that is a list. */
export function list(object: CloudObject, key: string): string[] {
    const value = object.inputs[key];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** A part of the inputs, by its path. */
export function part(object: CloudObject, ...path: string[]): unknown {
    return path.reduce<unknown>(
        (here, step) =>
            typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined,
        object.inputs,
    );
}

/** Rejects an object if another one of its type has the same name. */
export function rejectTakenName(
    code: string,
    subject: string,
    nameOf: (object: CloudObject) => string,
): Constraint {
    return ({ object, cloud }) =>
        cloud
            .all(object.type)
            .some(
                (other) => other !== object && sameRegion(other, object) && nameOf(other) === nameOf(object),
            )
            ? new ApiError(code, `${subject} ${nameOf(object)} already exists`)
            : undefined;
}

/** Whether two objects are in one region, their own or the stack's. */
export function sameRegion(one: CloudObject, other: CloudObject): boolean {
    return one.inputs["region"] === other.inputs["region"];
}

/** The common beginning of all URNs of a stack. */
export function stackOf({ urn }: Pick<CloudObject, "urn">): string {
    return urn.slice(0, urn.indexOf("::"));
}

/** Rejects an operation with the first finding. */
export function rejectWhen(
    code: string,
    findings: (attempt: Attempt) => (string | false | undefined)[],
    retried = false,
): Constraint {
    return (attempt) => {
        const finding = findings(attempt).find((sentence) => typeof sentence === "string");
        return finding === undefined ? undefined : new ApiError(code, finding, retried);
    };
}

/** Names of the objects of a type that match, for an error; `undefined` if there are none. */
export function listNames(
    cloud: Cloud,
    type: string,
    matches: (object: CloudObject) => boolean,
): string | undefined {
    const found = cloud.all(type).filter(matches);
    return found.length === 0
        ? undefined
        : found.map(({ name }) => `${type.slice(type.lastIndexOf(":") + 1)} "${name}"`).join(", ");
}

/** Every text in a value. */
export function texts(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
