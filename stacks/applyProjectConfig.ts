import { getPath } from "../lib/getPath";
import { UserError } from "../lib/userError";
import { withPath } from "../lib/withPath";
import { isObject } from "../lib/isObject";
import { isEncrypted } from "./isEncrypted";
import { formatType, isOfType, type Project, type ProjectSetting } from "./project";

/**
 * A stack's values, with the project's for the keys that the stack does not set.
 *
 * Source: `pulumi/pulumi` 3.259.0, pkg/workspace/config.go, `mergeConfig` and `validateStackConfigValues`.
 *
 * @param values of the stack by key, as its file has them.
 * @param mayBeMissing whether a setting needs no value in the file: a secret has a placeholder in an offline plan, and an
 *   environment may set any.
 * @throws {@link UserError} with everything that Pulumi rejects.
 */
export function applyProjectConfig(
    file: string,
    values: Record<string, unknown>,
    project: Project,
    mayBeMissing: (setting: ProjectSetting) => boolean,
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
    const errors = declared.flatMap((setting) =>
        hasPathIn(values, setting)
            ? mistakesIn(valueOf(merged, setting), setting, mayBeMissing)
            : [
                  `${setting.key}: must be a path that exists in the stack's ${setting.root}, or can be added to it.`,
              ],
    );
    if (errors.length > 0) {
        throw new UserError(errors.map((error) => `${file} does not fit Pulumi.yaml: ${error}`));
    }
    return merged;
}

function valueOf(values: Record<string, unknown>, { root, path }: ProjectSetting): unknown {
    return getPath(values, [root, ...path]);
}

/** A path leads into a list by index, up to its end, and into a table by name: `config/object.go`, `set`. */
function hasPathIn(values: Record<string, unknown>, { root, path }: ProjectSetting): boolean {
    return path.every((step, index) => {
        const container = getPath(values, [root, ...path.slice(0, index)]);
        return Array.isArray(container)
            ? typeof step === "number" && step <= container.length
            : !isObject(container) || typeof step === "string";
    });
}

/** In another value, a text that reads as a number or as true or false becomes one: `config/object.go`, `coerce`. */
function coerce({ path, value }: ProjectSetting): unknown {
    return path.length > 0 && typeof value === "string" && /^(true|false|0|-?[1-9]\d*)$/.test(value)
        ? JSON.parse(value)
        : value;
}

function mistakesIn(
    value: unknown,
    setting: ProjectSetting,
    mayBeMissing: (setting: ProjectSetting) => boolean,
): string[] {
    const { key, path, isOwn, type, secret } = setting;
    const name = path.length === 0 ? key : `--path '${key}'`;
    if (value === undefined) {
        return isOwn && !mayBeMissing(setting)
            ? [`${key}: must be set, as the project gives it no default. Run pulumi config set ${name}.`]
            : [];
    }
    if (type === undefined) {
        return [];
    }
    const isSecret = isEncrypted(value);
    if (secret && !isSecret) {
        return [`${key}: must be encrypted. Run pulumi config set --secret ${name}.`];
    }
    // The engine compares a single value as text.
    const compared = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    return isSecret || isOfType(compared, type) ? [] : [`${key}: must be of type ${formatType(type)}.`];
}
