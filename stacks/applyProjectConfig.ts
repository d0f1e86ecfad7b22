import { getPath } from "../lib/getPath";
import { UserError } from "../lib/userError";
import { withPath } from "../lib/withPath";
import { isObject } from "../lib/isObject";
import { formatType, isOfType, type Project, type ProjectSetting } from "./project";

/**
 * A stack's values, with the project's for the keys that the stack does not set.
 *
 * Source: `pulumi/pulumi` 3.259.0, pkg/workspace/config.go, `mergeConfig` and `validateStackConfigValues`.
 *
 * @param values of the stack by key, as its file has them.
 * @param mayBeMissing whether a key needs no value yet: a secret, for which an offline plan has a placeholder.
 * @throws {@link UserError} with everything that Pulumi rejects.
 */
export function applyProjectConfig(
    file: string,
    values: Record<string, unknown>,
    project: Project,
    mayBeMissing: (key: string) => boolean,
): Record<string, unknown> {
    // In the order of the keys, as Pulumi: a path may lead into the value of another key.
    const declared = [...project.config].sort((one, other) => (one.key < other.key ? -1 : 1));
    const merged = declared.reduce(
        (all, setting) =>
            setting.value === undefined || valueOf(all, setting) !== undefined
                ? all
                : (withPath(all, [setting.root, ...setting.path], coerce(setting)) as typeof values),
        values,
    );
    const errors = declared.flatMap((setting) => mistakesIn(valueOf(merged, setting), setting, mayBeMissing));
    if (errors.length > 0) {
        throw new UserError(errors.map((error) => `${file} does not fit Pulumi.yaml: ${error}`));
    }
    return merged;
}

function valueOf(values: Record<string, unknown>, { root, path }: ProjectSetting): unknown {
    return getPath(values, [root, ...path]);
}

/** In another value, a text that reads as a number or as true or false becomes one: `config/object.go`, `coerce`. */
function coerce({ path, value }: ProjectSetting): unknown {
    return path.length > 0 && typeof value === "string" && /^(true|false|0|-?[1-9]\d*)$/.test(value)
        ? JSON.parse(value)
        : value;
}

function mistakesIn(
    value: unknown,
    { key, root, path, isOwn, type, secret }: ProjectSetting,
    mayBeMissing: (key: string) => boolean,
): string[] {
    if (value === undefined) {
        return isOwn && !(path.length === 0 && mayBeMissing(root))
            ? [`${key}: must be set, as the project gives it no default. Run pulumi config set ${key}.`]
            : [];
    }
    if (type === undefined) {
        return [];
    }
    const isSecret = isObject(value) && "secure" in value;
    if (secret && !isSecret) {
        return [`${key}: must be encrypted. Run pulumi config set --secret ${key}.`];
    }
    // The engine compares a single value as text.
    const compared = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    return isSecret || isOfType(compared, type) ? [] : [`${key}: must be of type ${formatType(type)}.`];
}
