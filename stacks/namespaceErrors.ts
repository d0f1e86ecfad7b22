import { NAMESPACE, ownKey } from "./key";
import type { ConfigError } from "./configError";
import { countChanges, suggestKey } from "./nearest";

/** Namespaces of the program's providers and of Pulumi, which are near to others. */
const PROVIDERS = ["aws", "aws-native", "awsx", "eks", "kubernetes", "pulumi", "random", "tls"];

/** Most changes of a namespace that is a slip, and the share of it that they are. */
const MOST_CHANGES = 3;
const LEAST_LENGTH_OF_CHANGE = 3;

/** Names of the settings that each namespace has. */
export interface KnownNames {
    /** Of the program's own namespace, which is also the project's. */
    own: readonly string[];
    /** Those of them that are tables. */
    tables: readonly string[];
    /** Of the AWS provider's. */
    aws: readonly string[];
}

/** Keys in namespaces that are near to the program's, or to that of the AWS provider: no program would read them. */
export function findNamespaceErrors(
    keys: readonly string[],
    project: string,
    known: KnownNames,
): ConfigError[] {
    return keys.flatMap((key): ConfigError[] => {
        const [namespace = "", name = ""] = key.split(":");
        if (namespace === NAMESPACE || PROVIDERS.includes(namespace)) {
            return [];
        }
        if (known.tables.includes(namespace) && !known.own.includes(name)) {
            return [
                {
                    key,
                    allowed: `in the table ${project}:${namespace}`,
                    advice: `Run pulumi config rm ${key}, and set it with pulumi config set --path.`,
                },
            ];
        }
        const meant = meantBy(namespace, name, project, known);
        const names = meant === "aws" ? known.aws : known.own;
        return meant === undefined
            ? []
            : [
                  {
                      key,
                      allowed: `in the namespace ${meant}`,
                      advice: names.includes(name)
                          ? adviceFor(`${meant}:${name}`, keys, project)
                          : suggestKey(
                                name,
                                names,
                                (other) => `${meant}:${other}`,
                                (other) => isSet(`${meant}:${other}`, keys, project),
                            ).advice,
                  },
              ];
    });
}

function adviceFor(meant: string, keys: readonly string[], project: string): string {
    return isSet(meant, keys, project)
        ? `${meant} is set, too. Move the value there, and remove the key from the file.`
        : `Did you mean ${meant}? Rename the key in the file.`;
}

function isSet(key: string, keys: readonly string[], project: string): boolean {
    return keys.includes(ownKey(key, project));
}

function meantBy(
    namespace: string,
    name: string,
    project: string,
    { own, aws }: KnownNames,
): string | undefined {
    const isSlip = countChanges(namespace, "aws") === 1 || sorted(namespace) === sorted("aws");
    if (namespace.toLowerCase() === "aws" || (isSlip && aws.includes(name))) {
        return "aws";
    }
    const words = wordsOf(namespace);
    return [project, NAMESPACE].find((each) => {
        const changes = Math.min(MOST_CHANGES, Math.floor(each.length / LEAST_LENGTH_OF_CHANGE));
        const isNear = countChanges(namespace, each) <= changes;
        return own.includes(name)
            ? isNear || namespace === "" || wordsOf(each).some((word) => words.includes(word))
            : // A short name is near to many others.
              isNear && changes === MOST_CHANGES;
    });
}

function wordsOf(namespace: string): string[] {
    return namespace.toLowerCase().split(/[^a-z0-9]+/);
}

function sorted(word: string): string {
    return Array.from(word.toLowerCase()).sort().join("");
}
