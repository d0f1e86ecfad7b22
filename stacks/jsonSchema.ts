import { z } from "zod";
import { NAMESPACE } from "./key";
import { secretCommand, SECRETS, secretsSchema, type SecretName } from "./secrets";
import { settingsSchema } from "./settings";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The settings as JSON Schema. `defaultText` describes a default that depends on other settings. */
export function settingsJsonSchema(): JsonSchema {
    return z.toJSONSchema(settingsSchema, {
        target: "draft-07",
        io: "input",
        override: ({ jsonSchema }) => {
            // A name of zod's own, in addition to the equivalent pattern.
            delete jsonSchema.format;
            // The default of an optional table is that of its settings.
            if (jsonSchema.properties && JSON.stringify(jsonSchema.default) === "{}") {
                delete jsonSchema.default;
            }
        },
    });
}

/** JSON Schema of a stack's file, for editors. Keys of other programs and providers are ignored. */
export function stackFileSchema(): JsonSchema {
    const settings = withDefaultTexts(settingsJsonSchema());
    const { aws, ...sections } = properties(settings);
    const secrets = Object.fromEntries(SECRETS.map((name) => [name, encrypted(name)]));
    const own = { ...asWritten(sections), ...secrets };
    const required = (schema: JsonSchema | undefined) => schema?.required ?? [];
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Settings of a stack of Posit Connect on AWS",
        type: "object",
        required: ["config"],
        properties: {
            config: {
                type: "object",
                required: [
                    ...required(aws).map((name) => `aws:${name}`),
                    ...required(settings).flatMap((name) => (name === "aws" ? [] : `${NAMESPACE}:${name}`)),
                ],
                properties: {
                    ...namespaced("aws", asWritten(properties(aws))),
                    ...namespaced(NAMESPACE, own),
                },
                // No other key of the program.
                patternProperties: { [`^${NAMESPACE}:(?!(${Object.keys(own).join("|")})$)`]: false },
            },
        },
    };
}

/** The schemas of a table's settings by name. */
export function properties(schema: JsonSchema | undefined): Record<string, JsonSchema> {
    const all = Object.entries(schema?.properties ?? {});
    return Object.fromEntries(
        all.flatMap(([name, property]) => (typeof property === "boolean" ? [] : [[name, property] as const])),
    );
}

function namespaced(namespace: string, schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
    return Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [`${namespace}:${name}`, schema]),
    );
}

/** Keys of a stack's file as a user writes them, and as `pulumi config set` does: every value but a text as JSON in a text. */
function asWritten(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
    return Object.fromEntries(
        Object.entries(schemas).map(([name, schema]): [string, JsonSchema] => {
            const text = textForm(schema);
            if (text === undefined) {
                return [name, schema];
            }
            const { description, default: standard, ...form } = schema;
            return [name, { description, default: standard, anyOf: [...(form.anyOf ?? [form]), text] }];
        }),
    );
}

/** A value's form as JSON in a text. */
function textForm({ type, anyOf }: JsonSchema): JsonSchema | undefined {
    if (type === "boolean") {
        return { type: "string", enum: ["true", "false"] };
    }
    if (type === "array") {
        return { type: "string", pattern: "^\\s*\\[" };
    }
    return type === "object" || anyOf ? { type: "string", pattern: "^\\s*\\{" } : undefined;
}

function encrypted(name: SecretName): JsonSchema {
    const description = `${secretsSchema.shape[name].description ?? ""} Set it with: ${secretCommand(name)}`;
    // Pulumi encrypts each text of a table by itself, or the complete table.
    return name === "extraSecrets"
        ? { description, anyOf: [{ type: "object", additionalProperties: CIPHERTEXT }, CIPHERTEXT] }
        : { ...CIPHERTEXT, description };
}

const CIPHERTEXT: JsonSchema = {
    type: "object",
    required: ["secure"],
    properties: { secure: { type: "string" } },
    additionalProperties: false,
};

/** The same schema with each `defaultText` at the end of its description, where editors show it. */
function withDefaultTexts(schema: JsonSchema): JsonSchema {
    return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
        if (
            typeof value !== "object" ||
            value === null ||
            !("defaultText" in value) ||
            !("description" in value)
        ) {
            return value;
        }
        const { defaultText, ...rest } = value;
        return { ...rest, description: `${String(rest.description)} Default: ${String(defaultText)}.` };
    }) as JsonSchema;
}
