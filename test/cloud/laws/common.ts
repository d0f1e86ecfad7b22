import type { Cloud, CloudObject } from "../cloud";
import type { Attempt, Law } from "../law";
import { ApiError } from "../../../simulation/apiError";

/** A text among the inputs; empty where it is not there. */
export function text(object: CloudObject, key: string): string {
    const value = object.inputs[key];
    return typeof value === "string" ? value : "";
}

/** The texts of a list among the inputs. */
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

/** Another object of the same type has the name already. */
export function nameTaken(code: string, what: string, nameOf: (object: CloudObject) => string): Law {
    return ({ object, cloud }) =>
        cloud
            .all(object.type)
            .some(
                (other) => other !== object && sameRegion(other, object) && nameOf(other) === nameOf(object),
            )
            ? new ApiError(code, `${what} ${nameOf(object)} already exists`)
            : undefined;
}

/** Whether two objects are in one region, their own or the stack's. */
export function sameRegion(one: CloudObject, other: CloudObject): boolean {
    return one.inputs["region"] === other.inputs["region"];
}

/** What all URNs of a stack begin with: each stack has a cluster of its own. */
export function stackOf({ urn }: Pick<CloudObject, "urn">): string {
    return urn.slice(0, urn.indexOf("::"));
}

/** Something stands in the way, and a sentence says what. */
export function standsInTheWay(
    code: string,
    findings: (attempt: Attempt) => (string | false | undefined)[],
    retried = false,
): Law {
    return (attempt) => {
        const finding = findings(attempt).find((sentence) => typeof sentence === "string");
        return finding === undefined ? undefined : new ApiError(code, finding, retried);
    };
}

/** Names of the objects of a type for which something holds, for a sentence that says what stands in the way. */
export function named(
    cloud: Cloud,
    type: string,
    holds: (object: CloudObject) => boolean,
): string | undefined {
    const found = cloud.all(type).filter(holds);
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
