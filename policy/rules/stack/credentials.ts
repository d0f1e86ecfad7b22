import { type Path, placeOf } from "../../../graph/path";
import type { Value } from "../../../graph/value";
import { findCredential, maskCredentials } from "../../../lib/credentials";
import { parseContainer } from "../../../lib/parseContainer";
import type { StackRule } from "../../rule";

export const credentials: readonly StackRule[] = [
    {
        name: "stack-no-plain-credentials",
        level: "mandatory",
        severity: "critical",
        controls: ["Pulumi inline-secret"],
        description:
            "No property has, in plain text or in Base64, a URL with credentials, a password in a connection string, an access key, a token or a private key.",
        remedy: "Revoke the credential. Set a new one with pulumi config set --secret, and read it with config.requireSecret.",
        url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
        *check(graph) {
            for (const { urn, name, properties } of graph.resources) {
                for (const { path, kind } of credentialsIn(properties)) {
                    const sentence = `${placeOf("", path)} of ${name} has ${kind} in plain text.`;
                    yield { urn, sentence: maskCredentials(sentence) };
                }
            }
        },
    },
];

/** Every credential in the texts and keys of a value. JSON in a text is parsed, because it can escape any character. */
function* credentialsIn(properties: Value): Iterable<{ path: Path; kind: string }> {
    const open: [path: Path, value: Value][] = [[[], properties]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const [path, value] = next;
        const isText = typeof value === "string";
        const kind = isText ? findCredential(value) : undefined;
        if (kind !== undefined) {
            yield { path, kind };
            continue;
        }
        const container = isText ? (parseContainer(value) as Value | undefined) : value;
        if (typeof container !== "object" || container === null) {
            continue;
        }
        for (const [key, part] of Object.entries(container)) {
            const place = [...path, Array.isArray(container) ? Number(key) : key];
            const keyKind = findCredential(key);
            if (keyKind !== undefined) {
                yield { path: place, kind: keyKind };
            }
            open.push([place, part]);
        }
    }
}
