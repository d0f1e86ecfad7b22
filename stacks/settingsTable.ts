import { properties, settingsJsonSchema, type JsonSchema } from "./jsonSchema";
import { keyOf, NAMESPACE } from "./key";
import { secretCommand, SECRETS, secretsSchema } from "./secrets";

const INTRODUCTION = `# Settings

A stack's settings are in \`Pulumi.<stack>.yaml\`. An unknown key is an error, and all errors are reported at once. A setting
with a default is optional. \`pulumi config set --path '<key>' <value>\` changes one.

\`npm run settings\` generates this file from the schema in \`stacks/\`, and \`Pulumi.schema.json\`, which editors use to
complete and check these files.
`;

/** The settings as Markdown: a table for each section, a row for each setting. */
export function settingsTable(): string {
    const settings = settingsJsonSchema();
    const sections = Object.entries(properties(settings)).map(([name, schema]) => {
        const rows = rowsOf(schema, name === "aws" ? "aws:" : `${NAMESPACE}:${name}`, need(settings, name));
        const about =
            schema.description && rows[0]?.meaning !== schema.description ? `${schema.description}\n\n` : "";
        return `## \`${name === "aws" ? "aws" : keyOf([name])}\`\n\n${about}${table(rows)}`;
    });
    return [INTRODUCTION, ...sections, secretsSection()].join("\n");
}

interface Row {
    key: string;
    type: string;
    default: string;
    meaning: string;
}

/** Rows of a setting and of every setting in it; `needed` replaces its default if it has none. */
function rowsOf(schema: JsonSchema, key: string, needed: string): Row[] {
    const nested = (name: string): string => (key.endsWith(":") ? `${key}${name}` : `${key}.${name}`);
    const items = schema.items as JsonSchema | undefined;
    const entries = schema.additionalProperties as JsonSchema | undefined;
    const inner = schema.properties
        ? Object.entries(properties(schema)).flatMap(([name, property]) =>
              rowsOf(property, nested(name), need(schema, name)),
          )
        : items?.properties
          ? rowsOf(items, `${key}[]`, NO_DEFAULT)
          : entries && typeof entries === "object" && entries.properties
            ? rowsOf(entries, `${key}.<name>`, NO_DEFAULT)
            : alternativeRows(schema.anyOf ?? schema.oneOf ?? [], nested);
    const own: Row = {
        key,
        type: typeOf(schema),
        default: defaultOf(schema, needed),
        meaning: schema.description ?? "",
    };
    const isWholeSection = inner.length > 0 && /^[\w-]+:\w*$/.test(key);
    return isWholeSection || (inner.length > 0 && schema.description === undefined) ? inner : [own, ...inner];
}

/**
 * Rows of a table that has one of several shapes. If a value identifies the shape, such as `provider`, its settings name that
 * value; otherwise the required settings identify it.
 */
function alternativeRows(shapes: JsonSchema[], nested: (name: string) => string): Row[] {
    const alternative = `one of the ${COUNT[shapes.length] ?? shapes.length}`;
    return shapes.flatMap((shape) => {
        const fixed = Object.entries(properties(shape)).find(([, property]) => property.const !== undefined);
        return Object.entries(properties(shape)).flatMap(([name, property]) => {
            if (fixed !== undefined && name !== fixed[0]) {
                const suffix = ` with ${code(String(fixed[1].const))}`;
                const rows = rowsOf(property, nested(name), need(shape, name));
                return rows.map((row) => ({ ...row, default: row.default + suffix }));
            }
            const required = shape.required?.includes(name) === true;
            return rowsOf(property, nested(name), required ? alternative : NO_DEFAULT);
        });
    });
}

const COUNT: Record<number, string> = { 2: "two", 3: "three", 4: "four" };

const NO_DEFAULT = "–";

function need(table: JsonSchema, name: string): string {
    return table.required?.includes(name) === true ? "required" : NO_DEFAULT;
}

function typeOf(schema: JsonSchema): string {
    const { enum: values, const: value, items, minimum, maximum } = schema;
    if (values ?? value !== undefined) {
        return (values ?? [value]).map((allowed) => code(JSON.stringify(allowed))).join(", ");
    }
    switch (schema.type) {
        case "boolean":
            return "`true`, `false`";
        case "integer":
            return `whole number, ${String(minimum)}–${String(maximum)}`;
        case "number":
            return minimum === undefined
                ? `number above 0, to ${String(maximum)}`
                : `number, ${String(minimum)}–${String(maximum)}`;
        case "array":
            return `list of ${(items as JsonSchema).type === "object" ? "tables" : "texts"}`;
        case "string":
            return "text";
        default:
            return "table";
    }
}

function defaultOf(schema: JsonSchema, needed: string): string {
    if (typeof schema["defaultText"] === "string") {
        return schema["defaultText"];
    }
    return schema.default === undefined ? needed : code(JSON.stringify(schema.default));
}

function secretsSection(): string {
    const rows = SECRETS.map((name) => [
        code(`${NAMESPACE}:${name}`),
        code(secretCommand(name)),
        secretsSchema.shape[name].description ?? "",
    ]);
    return `## Secrets\n\nEncrypted in the stack's file, never in plain text there.\n\n${markdown(["Secret", "Command", "Meaning"], rows)}`;
}

function table(rows: Row[]): string {
    return markdown(
        ["Setting", "Type and range", "Default", "Meaning"],
        rows.map((row) => [code(row.key), row.type, row.default, row.meaning]),
    );
}

function markdown(heading: string[], rows: string[][]): string {
    const line = (cells: string[]): string =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
    return [heading, heading.map(() => "---"), ...rows].map(line).join("");
}

function code(text: string): string {
    return `\`${text}\``;
}
