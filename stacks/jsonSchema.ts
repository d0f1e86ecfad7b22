import { z } from "zod";
import { NAMESPACE } from "./key";
import { secretCommand, SECRETS, secretsSchema, type SecretName } from "./secrets";
import { settingsSchema } from "./settings";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The settings as JSON Schema. `defaultText` says in words what a default depends on. */
export function settingsJsonSchema(): JsonSchema {
    return z.toJSONSchema(settingsSchema, {
        target: "draft-07",
        io: "input",
        override: ({ jsonSchema }) => {
            // A name of zod's own; the pattern beside it says the same.
            delete jsonSchema.format;
            // A table that may be left out has its own settings' defaults.
            if (jsonSchema.properties && JSON.stringify(jsonSchema.default) === "{}") {
                delete jsonSchema.default;
            }
        },
    });
}

/** JSON Schema of a stack's file, for editors. Other programs' and providers' keys are left alone. */
export function stackFileSchema(): JsonSchema {
    const settings = withDefaultsTold(settingsJsonSchema());
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
                // Of the program's own keys, those above and no other.
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

/** Keys of a stack's file as a hand writes them, and as `pulumi config set` does: all but texts as JSON in a text. */
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

/** A value's form where it is JSON in a text. */
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
    return {
        type: "object",
        description: `${secretsSchema.shape[name].description ?? ""} Set it with: ${secretCommand(name)}`,
        required: ["secure"],
        properties: { secure: { type: "string" } },
        additionalProperties: false,
    };
}

/** The same schema with the defaults that are words at the end of the descriptions, where editors show them. */
function withDefaultsTold(schema: JsonSchema): JsonSchema {
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
