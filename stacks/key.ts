/** Namespace of the program's own configuration keys, and the name that the project has unless it is renamed. */
export const NAMESPACE = "posit-connect";

/**
 * A complete configuration key, with the project's namespace replaced by {@link NAMESPACE}. Pulumi gives a key without a
 * namespace that of the project.
 */
export function ownKey(key: string, project: string): string {
    return key.startsWith(`${project}:`) ? `${NAMESPACE}${key.slice(project.length)}` : key;
}

/**
 * A configuration key with its namespace: the project's if it has none. `undefined` for a key that Pulumi rejects.
 *
 * Source: `pulumi/pulumi` 3.259.0, sdk/go/common/resource/config/key.go, `ParseKey`; `aws:config:region` is an older form of
 * `aws:region`.
 */
export function qualifiedKey(key: string, project: string): string | undefined {
    const parts = key.split(":");
    const [namespace = "", name = "", last = ""] = parts;
    switch (parts.length) {
        case 1:
            return `${project}:${key}`;
        case 2:
            return key;
        default:
            return parts.length === 3 && name === "config" ? `${namespace}:${last}` : undefined;
    }
}

/** A setting's configuration key, in the form that `pulumi config set --path` accepts. */
export function keyOf([first, second, ...rest]: readonly PropertyKey[]): string {
    const namespaced = first === "aws" ? `aws:${String(second)}` : `${NAMESPACE}:${String(first)}`;
    return keyWithin(namespaced, first === "aws" || second === undefined ? rest : [second, ...rest]);
}

/** The key of a value in that of another key, in the same form. */
export function keyWithin(key: string, path: readonly PropertyKey[]): string {
    return key + path.map(formatStep).join("");
}

function formatStep(key: PropertyKey): string {
    if (typeof key === "number") {
        return `[${key}]`;
    }
    const name = String(key);
    return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
