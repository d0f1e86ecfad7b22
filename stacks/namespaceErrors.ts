import { NAMESPACE } from "./key";
import type { ConfigError } from "./configError";
import { countChanges } from "./nearest";

/** Namespaces of the program's providers and of Pulumi, which are near to others. */
const PROVIDERS = ["aws", "aws-native", "awsx", "eks", "kubernetes", "pulumi", "random", "tls"];

/** Most changes of a namespace that is a slip. */
const MOST_CHANGES = 3;

/**
 * Keys in namespaces that are near to the program's, or to that of the AWS provider: no program would read them.
 *
 * @param names names of the program's own settings.
 */
export function findNamespaceErrors(keys: readonly string[], names: readonly string[]): ConfigError[] {
    return keys.flatMap((key): ConfigError[] => {
        const [namespace = "", name = ""] = key.split(":");
        const meant =
            PROVIDERS.includes(namespace) || namespace === NAMESPACE
                ? undefined
                : meantBy(namespace, name, names);
        return meant === undefined
            ? []
            : [
                  {
                      key,
                      allowed: `in the namespace ${meant}`,
                      advice: `Did you mean ${meant}:${name}? Rename the key in the file.`,
                  },
              ];
    });
}

function meantBy(namespace: string, name: string, names: readonly string[]): string | undefined {
    if (namespace.toLowerCase() === "aws") {
        return "aws";
    }
    const isPart = NAMESPACE.split("-").includes(namespace.toLowerCase());
    return countChanges(namespace, NAMESPACE) <= MOST_CHANGES || (isPart && names.includes(name))
        ? NAMESPACE
        : undefined;
}
