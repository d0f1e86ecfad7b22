import { readFileSync } from "node:fs";
import { basename } from "node:path";
import {
    isCollection,
    isScalar,
    LineCounter,
    parseDocument,
    visit,
    type Document,
    type Node,
    type ScalarTag,
} from "yaml";
import { decodeText } from "../lib/decodeText";
import { UserError } from "../lib/userError";
import { nodeAt } from "./nodeAt";

/** A YAML file, parsed as Pulumi parses its files: by the package `yaml.v3` for Go. */
export interface YamlFile {
    root: unknown;
    /** The file's own text of a value, such as `0123` or `1.10`. */
    textAt: (path: readonly PropertyKey[]) => string | undefined;
}

/**
 * Reads a YAML file.
 *
 * @param describeAbsence returns the sentence about a file that cannot be read, from a predicate.
 * @throws {@link UserError} if the file cannot be read, or is not valid YAML.
 */
export function readYaml(path: string, describeAbsence: (predicate: string) => string): YamlFile {
    const file = basename(path);
    const document = parse(file, decode(file, readBytes(path, describeAbsence)));
    return {
        root: toValue(file, document),
        textAt: (path) => {
            const node = nodeAt(document, path);
            return isScalar(node) ? node.source : undefined;
        },
    };
}

function readBytes(path: string, describeAbsence: (predicate: string) => string): Uint8Array {
    try {
        return readFileSync(path);
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new UserError([
            describeAbsence(code === "ENOENT" ? "does not exist" : `cannot be read (${message})`),
        ]);
    }
}

/** `yaml.v3` reads UTF-8, and UTF-16 with a byte order mark. */
function decode(file: string, bytes: Uint8Array): string {
    const text = decodeText(bytes);
    if (/[\0\uFFFD]/.test(text)) {
        throw new UserError([
            `${file} is not text in UTF-8. Save it as UTF-8: Pulumi reads no other encoding without a byte order mark.`,
        ]);
    }
    return text;
}

/**
 * A date or a time without quotes, which the engine passes on in Go's format. Source: `yaml.v3`, resolve.go,
 * `allowedTimestampFormats`.
 */
const TIME: ScalarTag = {
    tag: "tag:yaml.org,2002:timestamp",
    default: true,
    test: /^\d{4}-\d\d?-\d\d?([Tt]\d\d?:\d\d?:\d\d?(\.\d+)?(Z|[-+]\d\d:\d\d)| \d\d?:\d\d?:\d\d?(\.\d+)?)?$/,
    resolve: (text) => {
        const [, fraction = "", zone = "Z"] = /:\d+(\.\d+)?(Z|[-+]\d\d:\d\d)?$/.exec(text) ?? [];
        const [year = 0, month = 0, ...rest] = (
            text.replace(/(\.\d+)?(Z|[-+]\d\d:\d\d)?$/, "").match(/\d+/g) ?? []
        ).map(Number);
        const parts = [year, month, ...rest, 0, 0, 0].slice(0, 6);
        const [date = "", time = ""] = [parts.slice(0, 3), parts.slice(3)].map((numbers, at) =>
            numbers.map((number) => String(number).padStart(2, "0")).join(at === 0 ? "-" : ":"),
        );
        if (
            Number.isNaN(Date.parse(`${date}T${time}Z`)) ||
            new Date(`${date}T00:00:00Z`).getUTCDate() !== parts[2]
        ) {
            return text;
        }
        const offset = /^(Z|[-+]00:00)$/.test(zone) ? "+0000 UTC" : `${zone} ${zone}`.replaceAll(":", "");
        return `${date} ${time}${fraction.replace(/\.?0+$/, "")} ${offset}`;
    },
};

/** A number in a form that YAML 1.2 does not have: `010` is 8, `1_000` is 1000. Source: `yaml.v3`, resolve.go. */
const NUMBER: ScalarTag = {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test: /^(?=.*_|[-+]?0[bB\d])[-+]?(0[bB][01_]+|0[oO]?[0-7_]+|0[xX][\da-fA-F_]+|[\d.][\d_.]*([eE][-+]?[\d_]+)?)$/,
    resolve: (text) => {
        const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(text.replaceAll("_", "")) ?? [];
        const value = Number(digits.replace(/^0(?=[0-7]+$)/, "0o"));
        return Number.isNaN(value) ? text : sign === "-" ? -value : value;
    },
};

/** Tags whose values both this package and Pulumi's resolve alike. */
const TAGS = ["str", "int", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`);

/** Rejects the forms that Pulumi rejects, or reads as another value than this package. */
function rejectUnlike(file: string, document: Document.Parsed, lines: LineCounter): void {
    const errors: string[] = document.directives.yaml.explicit
        ? [`${file}: must not name a version of YAML. Remove the line %YAML.`]
        : [];
    const report = (node: Node, error: string): void => {
        errors.push(`${file}, line ${lines.linePos(node.range?.[0] ?? 0).line}: ${error}`);
    };
    visit(document, {
        Value: (_, node) => {
            if (node.tag !== undefined && !TAGS.includes(node.tag)) {
                const name = node.tag.replace("tag:yaml.org,2002:", "!!");
                report(
                    node,
                    `must be without the tag ${name}. Remove it, and write the value without a tag.`,
                );
            }
            if (isScalar(node) && typeof node.value === "number" && !Number.isFinite(node.value)) {
                report(
                    node,
                    `must be a finite number, got ${node.source}. Write it in quotes if it is a text.`,
                );
            }
        },
        Alias: (_, node, path) => {
            if (path.some((container) => container === node.resolve(document))) {
                report(node, `must be a value that does not contain itself, got *${node.source}.`);
            }
        },
        Pair: (_, { key }) => {
            if (isCollection(key)) {
                report(key, "must be a key that is a text, got a list or a table.");
            }
        },
    });
    if (errors.length > 0) {
        throw new UserError(errors);
    }
}

function parse(file: string, text: string): Document.Parsed {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, {
        lineCounter,
        prettyErrors: true,
        merge: true,
        customTags: (tags) => [TIME, NUMBER, ...tags],
    });
    rejectInvalid(
        file,
        document.errors.map(({ code, message }) =>
            code === "MULTIPLE_DOCS"
                ? "The file has several documents (---). Pulumi's files are one document."
                : // Without the excerpt of the file, which may have a secret.
                  message.replace(/:?\n[^]*/, ""),
        ),
    );
    rejectUnlike(file, document, lineCounter);
    return document;
}

function toValue(file: string, document: Document.Parsed): unknown {
    try {
        return document.toJS({ maxAliasCount: 100 });
    } catch (error) {
        rejectInvalid(file, [(error as Error).message]);
        return undefined;
    }
}

function rejectInvalid(file: string, messages: string[]): void {
    if (messages.length > 0) {
        const indented = messages.map((message) => message.trimEnd().replace(/^/gm, "  "));
        throw new UserError([`${file} is not valid YAML. Nothing was planned.`, "", ...indented]);
    }
}
