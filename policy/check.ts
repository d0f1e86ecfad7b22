import { EACH, type Path, placeOf, read, type Reading, type Segment } from "../graph/path";
import { isObject } from "../lib/isObject";
import { SECRET, UNKNOWN, type Value } from "../graph/value";

/** The kinds of JSON values. */
type Kind = "boolean" | "number" | "text" | "list" | "object";

/** A requirement for one property of a resource. It is data: tests derive from it the values that must be rejected. */
export interface Check {
    readonly path: Path;
    readonly kind: Kind;
    /** The allowed values, to follow "must be": `true`, `20 or more`. */
    readonly allowed: string;
    /** Whether a known value of the right kind is allowed, in a resource with these properties. */
    readonly accepts: (value: Value, properties: Value | undefined) => boolean;
    /** Values of the right kind that are rejected. The tests try each of them. */
    readonly rejected: readonly Value[];
    /** Whether the property may be absent, because its default is allowed. */
    readonly optional?: true;
    /**
     * Whether the value can only come from another resource, such as an id, an ARN or an endpoint. It passes while it is unknown, in
     * a first preview. It is checked when it is known, before the resource is created.
     */
    readonly reference?: true;
    /** Whether the value must be a secret. */
    readonly secret?: true;
}

/** A sentence for each violation of a check. */
export function judge(check: Check, properties: Value | undefined): string[] {
    return read(properties, check.path).flatMap((reading) => findViolation(check, reading, properties) ?? []);
}

/**
 * Whether a check may hold: an unknown value, or one of an unexpected type, may. A rule's conditions are evaluated in this way, so
 * that the rule is not skipped.
 */
export function mayHold(check: Check, properties: Value | undefined): boolean {
    return read(properties, check.path).every(
        (reading) =>
            reading.malformed === true ||
            (reading.value !== undefined && reading.value !== null && kindOf(reading.value) !== check.kind) ||
            findViolation(check, reading, properties) === undefined,
    );
}

function findViolation(
    check: Check,
    { place, value, malformed }: Reading,
    properties: Value | undefined,
): string | undefined {
    const subject = place === "" ? "The resource" : `${place}:`;
    const must = `must be ${check.allowed}`;
    if (malformed === true) {
        return `${placeOf("", check.path)}: ${must}, but ${place} has an unexpected type.`;
    }
    if (value === undefined || value === null) {
        return check.optional === true ? undefined : `${subject} ${must}, but is not set.`;
    }
    if (value === UNKNOWN) {
        return check.reference === true
            ? undefined
            : `${subject} ${must}, but is unknown until deployment. Set a known value in the program.`;
    }
    if (value === SECRET) {
        return check.secret === true
            ? undefined
            : `${subject} ${must}, but is a secret, which cannot be checked. Set it without marking it as a secret.`;
    }
    if (kindOf(value) !== check.kind) {
        return `${subject} ${must}, got ${withArticle(kindOf(value))}.`;
    }
    // An object, such as a policy document, is too long to print. A value that must be a secret may be one.
    const got = isObject(value) || check.secret === true ? "" : `, got ${formatValue(value)}`;
    return check.accepts(value, properties) ? undefined : `${subject} ${must}${got}.`;
}

/** A value in a message. Never a secret, whose text is not kept. */
function formatValue(value: Value): string {
    if (typeof value === "string") {
        return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
    }
    if (Array.isArray(value)) {
        return value.every((element) => typeof element === "string" || typeof element === "number")
            ? `[${value.map(formatValue).join(", ")}]`
            : "a list";
    }
    return JSON.stringify(value);
}

/** The kind of a value; `"nothing"` for null, unknown and secret values. */
function kindOf(value: Value): Kind | "nothing" {
    if (typeof value === "string") {
        return "text";
    }
    if (typeof value === "boolean" || typeof value === "number") {
        return typeof value as Kind;
    }
    return Array.isArray(value) ? "list" : isObject(value) ? "object" : "nothing";
}

function withArticle(kind: string): string {
    return kind === "object" ? "an object" : `a ${kind}`;
}

type Place = Segment | Path;

const pathOf = (place: Place): Path => (Array.isArray(place) ? (place as Path) : [place as Segment]);

export const isTrue = (place: Place): Check => ({
    path: pathOf(place),
    kind: "boolean",
    allowed: "true",
    accepts: (value) => value === true,
    rejected: [false],
});

/** For a property whose default is false. */
export const isNotTrue = (place: Place): Check => ({
    path: pathOf(place),
    kind: "boolean",
    allowed: "false",
    accepts: (value) => value === false,
    rejected: [true],
    optional: true,
});

/** For a property whose default is true. */
export const isFalse = (place: Place): Check => ({
    path: pathOf(place),
    kind: "boolean",
    allowed: "false",
    accepts: (value) => value === false,
    rejected: [true],
});

export const equals = (place: Place, allowed: string | number): Check => ({
    path: pathOf(place),
    kind: typeof allowed === "string" ? "text" : "number",
    allowed: formatValue(allowed),
    accepts: (value) => value === allowed,
    rejected: typeof allowed === "string" ? [`${allowed}-other`, ""] : [allowed - 1, allowed + 1],
});

export const oneOf = (place: Place, allowed: readonly string[], rejected: readonly string[]): Check => ({
    path: pathOf(place),
    kind: "text",
    allowed: allowed.map(formatValue).join(" or "),
    accepts: (value) => allowed.includes(value as string),
    rejected: [...rejected, ""],
});

/** Any text except these. */
export const noneOf = (place: Place, rejected: readonly string[]): Check => ({
    path: pathOf(place),
    kind: "text",
    allowed: `other than ${rejected.map(formatValue).join(" and ")}`,
    accepts: (value) => !rejected.includes(value as string),
    rejected,
});

export const atLeast = (place: Place, least: number): Check => ({
    path: pathOf(place),
    kind: "number",
    allowed: `${least} or more`,
    accepts: (value) => (value as number) >= least,
    rejected: [least - 1, 0],
});

export const atMost = (place: Place, most: number): Check => ({
    path: pathOf(place),
    kind: "number",
    allowed: `${most} or less`,
    accepts: (value) => (value as number) <= most,
    rejected: [most + 1],
});

/** A list that contains all of these, and maybe more. */
export const includes = (place: Place, allowed: readonly string[]): Check => ({
    path: pathOf(place),
    kind: "list",
    allowed: `a list with ${allowed.map(formatValue).join(", ")}`,
    accepts: (value) => allowed.every((element) => (value as Value[]).includes(element)),
    rejected: [[], ...allowed.map((left) => allowed.filter((element) => element !== left))],
});

/** A value that is not empty. */
export const isNotEmpty = (place: Place, kind: "text" | "list" | "object"): Check => ({
    path: pathOf(place),
    kind,
    allowed: `a non-empty ${kind}`,
    accepts: (value) => Object.keys(value as object | string).length > 0,
    rejected: [kind === "text" ? "" : kind === "list" ? [] : {}],
});

/** A property that must not exist; with the path `[]`, a resource that must not exist. */
export const isAbsent = (place: Place, kind: Kind, rejected: readonly Value[]): Check => ({
    path: pathOf(place),
    kind,
    allowed: "absent",
    accepts: () => false,
    rejected,
    optional: true,
});

/** @param rejected texts that do not match, one for each part of the pattern that matters. */
export const matches = (
    place: Place,
    pattern: RegExp,
    allowed: string,
    rejected: readonly string[],
): Check => ({
    path: pathOf(place),
    kind: "text",
    allowed,
    accepts: (value) => pattern.test(value as string),
    rejected,
});

/** Any other requirement for a text. */
export const textThat = (
    place: Place,
    allowed: string,
    accepts: (text: string) => boolean,
    rejected: readonly string[],
): Check => ({
    path: pathOf(place),
    kind: "text",
    allowed,
    accepts: (value) => accepts(value as string),
    rejected,
});

/** Any other requirement. */
export const satisfies = (
    place: Place,
    requirement: Pick<Check, "kind" | "allowed" | "accepts" | "rejected">,
): Check => ({ path: pathOf(place), ...requirement });

/** The same check for a property that may be absent. */
export const optional = (check: Check): Check => ({ ...check, optional: true });

/** The same check for a value that can only come from another resource: it passes while it is unknown. */
export const reference = (check: Check): Check => ({ ...check, reference: true });

/** A text that is marked as a secret. */
export const isSecret = (place: Place): Check => ({
    path: pathOf(place),
    kind: "text",
    allowed: "a secret",
    accepts: () => false,
    rejected: ["plain text"],
    reference: true,
    secret: true,
});

/** The same check for each element of a list, or each entry of an object. */
export const each = (place: Place, check: Check): Check => ({
    ...check,
    path: [...pathOf(place), EACH, ...check.path],
});
