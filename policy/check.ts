import { EACH, type Path, placeOf, read, type Reading, type Segment } from "../graph/path";
import { isObject, SECRET, UNKNOWN, type Value } from "../graph/value";

/** What a check may find where a value should be: every kind of JSON. */
type Kind = "boolean" | "number" | "text" | "list" | "object";

/** One statement about one property of a resource. It is data: tests derive from it what must be refused. */
export interface Check {
    readonly path: Path;
    readonly kind: Kind;
    /** What is wanted, to follow "must be": `true`, `20 or more`. */
    readonly wanted: string;
    /** Whether a known value of the right kind is what is wanted, in a resource with these properties. */
    readonly accepts: (value: Value, properties: Value | undefined) => boolean;
    /** Values of the right kind that are refused; each is tried in the tests. */
    readonly refused: readonly Value[];
    /** Whether the property may be left out, as what then holds is what is wanted. */
    readonly optional?: true;
    /**
     * Whether the value can only come from another resource, such as an id, an ARN or an endpoint: not known in a
     * first preview, it passes then. It is judged when it is known, before the resource is made.
     */
    readonly reference?: true;
    /** Whether a secret is what is wanted. */
    readonly secret?: true;
}

/** What breaks a check, as one sentence; nothing where it holds. */
export function judge(check: Check, properties: Value | undefined): string[] {
    return read(properties, check.path).flatMap((reading) => sentence(check, reading, properties) ?? []);
}

/**
 * Whether a check holds, as far as is known: what is not known, or is in another form than expected, may be so.
 * Conditions of a rule are read this way.
 */
export function mayHold(check: Check, properties: Value | undefined): boolean {
    return read(properties, check.path).every(
        (reading) =>
            reading.malformed === true ||
            (reading.value !== undefined && reading.value !== null && kindOf(reading.value) !== check.kind) ||
            sentence(check, reading, properties) === undefined,
    );
}

function sentence(
    check: Check,
    { place, value, malformed }: Reading,
    properties: Value | undefined,
): string | undefined {
    const must = `must be ${check.wanted}`;
    const subject = place === "" ? "The resource" : place;
    if (malformed === true) {
        return `${place} has another form than expected; ${placeOf("", check.path)} ${must}.`;
    }
    if (value === undefined || value === null) {
        return check.optional === true ? undefined : `${place} is not set; it ${must}.`;
    }
    if (value === UNKNOWN) {
        return check.reference === true
            ? undefined
            : `${place} is not known until the deployment; it ${must}: state it in the program.`;
    }
    if (value === SECRET) {
        return check.secret === true
            ? undefined
            : `${place} is a secret, so nobody can check it; it ${must}: state it in plain.`;
    }
    if (kindOf(value) !== check.kind) {
        return `${place} ${must}, got ${article(kindOf(value))}.`;
    }
    // An object, such as a policy document, is too long to show.
    const got = isObject(value) ? "" : `, got ${show(value)}`;
    return check.accepts(value, properties) ? undefined : `${subject} ${must}${got}.`;
}

/** A value as a message shows it. Secrets never get here: they have no text. */
export function show(value: Value): string {
    if (typeof value === "string") {
        return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
    }
    if (Array.isArray(value)) {
        return value.every((element) => typeof element === "string" || typeof element === "number")
            ? `[${value.map(show).join(", ")}]`
            : "a list";
    }
    return typeof value === "number" || typeof value === "boolean" ? String(value) : "an object";
}

/** The kind of a value; nothing for what cannot be read. */
function kindOf(value: Value): Kind | "nothing" {
    if (typeof value === "string") {
        return "text";
    }
    if (typeof value === "boolean" || typeof value === "number") {
        return typeof value as Kind;
    }
    return Array.isArray(value) ? "list" : isObject(value) ? "object" : "nothing";
}

function article(kind: string): string {
    return kind === "object" ? "an object" : kind === "nothing" ? "nothing" : `a ${kind}`;
}

type Place = Segment | Path;

const pathOf = (place: Place): Path => (Array.isArray(place) ? (place as Path) : [place as Segment]);

export const isTrue = (place: Place): Check => ({
    path: pathOf(place),
    kind: "boolean",
    wanted: "true",
    accepts: (value) => value === true,
    refused: [false],
});

/** @param place a switch that is off where it is left out. */
export const isNotTrue = (place: Place): Check => ({
    path: pathOf(place),
    kind: "boolean",
    wanted: "false",
    accepts: (value) => value === false,
    refused: [true],
    optional: true,
});

/** For a switch that is on where it is left out. */
export const isFalse = (place: Place): Check => ({
    path: pathOf(place),
    kind: "boolean",
    wanted: "false",
    accepts: (value) => value === false,
    refused: [true],
});

export const equals = (place: Place, wanted: string | number): Check => ({
    path: pathOf(place),
    kind: typeof wanted === "string" ? "text" : "number",
    wanted: show(wanted),
    accepts: (value) => value === wanted,
    refused: typeof wanted === "string" ? [`${wanted}-other`, ""] : [wanted - 1, wanted + 1],
});

export const oneOf = (place: Place, wanted: readonly string[], refused: readonly string[]): Check => ({
    path: pathOf(place),
    kind: "text",
    wanted: wanted.map(show).join(" or "),
    accepts: (value) => wanted.includes(value as string),
    refused: [...refused, ""],
});

/** Any text but these. */
export const noneOf = (place: Place, refused: readonly string[]): Check => ({
    path: pathOf(place),
    kind: "text",
    wanted: `other than ${refused.map(show).join(" and ")}`,
    accepts: (value) => !refused.includes(value as string),
    refused,
});

export const atLeast = (place: Place, least: number): Check => ({
    path: pathOf(place),
    kind: "number",
    wanted: `${least} or more`,
    accepts: (value) => (value as number) >= least,
    refused: [least - 1, 0],
});

export const atMost = (place: Place, most: number): Check => ({
    path: pathOf(place),
    kind: "number",
    wanted: `${most} or less`,
    accepts: (value) => (value as number) <= most,
    refused: [most + 1],
});

/** A list that has all of these, and may have more. */
export const includes = (place: Place, wanted: readonly string[]): Check => ({
    path: pathOf(place),
    kind: "list",
    wanted: `a list with ${wanted.map(show).join(", ")}`,
    accepts: (value) => wanted.every((element) => (value as Value[]).includes(element)),
    refused: [[], ...wanted.map((left) => wanted.filter((element) => element !== left))],
});

/** Something is there, and not empty. */
export const isGiven = (place: Place, kind: "text" | "list" | "object"): Check => ({
    path: pathOf(place),
    kind,
    wanted: "given",
    accepts: (value) => Object.keys(value as object | string).length > 0,
    refused: [kind === "text" ? "" : kind === "list" ? [] : {}],
});

/** Something is left out, as having it is the mistake. */
export const isLeftOut = (place: Place, kind: Kind, refused: readonly Value[]): Check => ({
    path: pathOf(place),
    kind,
    wanted: "left out",
    accepts: () => false,
    refused,
    optional: true,
});

/** @param refused texts that do not match; one for each part of the pattern that matters. */
export const matches = (
    place: Place,
    pattern: RegExp,
    wanted: string,
    refused: readonly string[],
): Check => ({
    path: pathOf(place),
    kind: "text",
    wanted,
    accepts: (value) => pattern.test(value as string),
    refused,
});

/** Any other statement about a text. */
export const textThat = (
    place: Place,
    wanted: string,
    accepts: (text: string) => boolean,
    refused: readonly string[],
): Check => ({
    path: pathOf(place),
    kind: "text",
    wanted,
    accepts: (value) => accepts(value as string),
    refused,
});

/** Any other statement. */
export const satisfies = (
    place: Place,
    statement: Pick<Check, "kind" | "wanted" | "accepts" | "refused">,
): Check => ({ path: pathOf(place), ...statement });

/** The same check for a property that may be left out. */
export const optional = (check: Check): Check => ({ ...check, optional: true });

/** The same check for a value that can only come from another resource: unknown in a first preview, it passes. */
export const reference = (check: Check): Check => ({ ...check, reference: true });

/** A text that is given, and marked as a secret. */
export const isSecret = (place: Place): Check => ({
    path: pathOf(place),
    kind: "text",
    wanted: "a secret",
    accepts: () => false,
    refused: ["in plain"],
    reference: true,
    secret: true,
});

/** A check for each element of a list, or each entry of an object, that is at a path. */
export const each = (place: Place, check: Check): Check => ({
    ...check,
    path: [...pathOf(place), EACH, ...check.path],
});
