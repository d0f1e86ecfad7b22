import { z } from "zod";
import { UserError } from "../lib/userError";
import { configValue } from "./configValue";
import { isObject } from "../lib/isObject";
import { ownKey } from "./key";

/** The complete configuration of a stack, as `pulumi config --json` prints it: its file, its environments and its project. */
export interface ConfigFile {
    /** The option and the file, for errors. */
    name: string;
    /** `namespace:key` to text, structured values as JSON. */
    config: Record<string, string>;
    secretKeys: string[];
}

/** Command that writes it. */
export const WRITE_CONFIG = "pulumi config --json --open > config.json";

/** `configValueJSON`: a secret has no value unless it is shown. `pulumi/pulumi` 3.259.0, pkg/cmd/pulumi/config/config.go. */
const entries = z.record(
    z.string().regex(/^[^:]+:[^:]+$/),
    z
        .strictObject({
            value: z.string().optional(),
            objectValue: z.unknown().optional(),
            secret: z.boolean(),
        })
        .refine(({ value, secret }) => secret || value !== undefined),
);

/** Text of a value that `pulumi config` does not compute without `--open`: pkg/workspace/config.go, `toPlaintext`. */
const UNKNOWN = "[unknown]";

/**
 * Reads the output of `pulumi config --json`. The values of secrets are dropped.
 *
 * @param name the option and the file, for errors.
 * @throws {@link UserError} if it has another form, or values that are not known.
 */
export function parseConfigFile(name: string, content: unknown, project: string): ConfigFile {
    const parsed = entries.safeParse(content);
    if (!parsed.success) {
        const key = parsed.error.issues[0]?.path[0];
        throw new UserError([
            `${name} must be the output of \`pulumi config --json\`${
                key === undefined ? "" : `, got another form at ${String(key)}`
            }. Write it with \`${WRITE_CONFIG}\`.`,
        ]);
    }
    const values = Object.entries(parsed.data).map(([key, value]) => [ownKey(key, project), value] as const);
    const plain = values.flatMap(([key, { value, secret }]) =>
        secret || value === undefined ? [] : [[key, value] as const],
    );
    const unknown = plain.filter(([, value]) => holdsUnknown(configValue(value))).map(([key]) => key);
    if (unknown.length > 0) {
        throw new UserError([
            `${name} has values that are not known: ${unknown.join(", ")}. Write it with \`${WRITE_CONFIG}\`.`,
        ]);
    }
    return {
        name,
        config: Object.fromEntries(plain),
        secretKeys: values.flatMap(([key, { secret }]) => (secret ? [key] : [])),
    };
}

function holdsUnknown(value: unknown): boolean {
    return typeof value === "object" && value !== null
        ? Object.values(value).some(holdsUnknown)
        : value === UNKNOWN;
}

/**
 * The configuration of a file of values, which must contain what the stack's file has: otherwise it is out of date.
 *
 * @param file name of the stack's file.
 * @param own configuration in the stack's file and its project.
 * @throws {@link UserError} with each key that differs.
 */
export function completeConfig(
    file: string,
    own: Pick<ConfigFile, "config" | "secretKeys">,
    values: ConfigFile,
): Pick<ConfigFile, "config" | "secretKeys"> {
    const stale = [
        ...Object.keys(own.config).filter((key) => {
            const value = values.config[key];
            // A secret that an environment adds to a table encrypts all of it.
            const isHidden = values.secretKeys.includes(key);
            return !isHidden && (value === undefined || !isWithin(own.config[key] ?? "", value));
        }),
        ...own.secretKeys.filter((key) => !values.secretKeys.includes(key)),
    ];
    if (stale.length > 0) {
        throw new UserError([
            `${values.name} differs from ${file}: ${stale.join(", ")}. Write it again with \`${WRITE_CONFIG}\`.`,
        ]);
    }
    return { config: values.config, secretKeys: values.secretKeys };
}

/** Whether a value has everything that a part has: an environment adds keys to a table, and changes no value of the stack. */
function isWithin(part: string, whole: string): boolean {
    return part === whole || isPartOf(configValue(part), configValue(whole));
}

function isPartOf(part: unknown, whole: unknown): boolean {
    if (isObject(part)) {
        return isObject(whole) && Object.entries(part).every(([key, value]) => isPartOf(value, whole[key]));
    }
    return Array.isArray(part)
        ? Array.isArray(whole) &&
              part.length === whole.length &&
              part.every((item, index) => isPartOf(item, whole[index]))
        : part === whole;
}
