import { findCredentialIn } from "../lib/findCredentialIn";
import type { Finding } from "./rule";

/** Advice for settings whose credential has a secret of its own, by the beginning of their path. The first that matches is given. */
const ADVICE: readonly (readonly [path: RegExp, advice: string])[] = [
    [
        /^connect\.(images|executionEnvironments)\b|^cluster\.\w+\.imageRepository$/,
        "set a new one with posit-connect:registryCredentials.",
    ],
    [/^connect\.packageManagerUrl$/, "set a new one with posit-connect:packageManagerToken."],
    [
        /^connect\.(environment|config)\b/,
        "set a new one with posit-connect:connect.environment and posit-connect:extraSecrets.",
    ],
];

const CHART = /^(connect\.chart\.(name|repository)|cluster\.\w+\.(chart|crdChart|repository))$/;

/** The settings that have a credential in a text or a key: everything but a secret is plain text in the state and the cluster. */
export function credentialFindings(value: unknown, path: readonly PropertyKey[] = []): Finding[] {
    if (typeof value === "string") {
        const kind = findCredentialIn(value);
        return kind === undefined
            ? []
            : [
                  {
                      path: [...path],
                      allowed: `without ${kind} (settings are not encrypted)`,
                      advice: adviceFor(path.join("."), value),
                  },
              ];
    }
    if (Array.isArray(value)) {
        return value.flatMap((item, index) => credentialFindings(item, [...path, index]));
    }
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, part]) => [
              ...credentialFindings(key, path),
              ...credentialFindings(part, [...path, key]),
          ])
        : [];
}

function adviceFor(path: string, value: string): string {
    if (CHART.test(path)) {
        return value.startsWith("oci://")
            ? "Revoke the credential, and log in to the registry with helm registry login."
            : /\.repository$/.test(path)
              ? "Revoke the credential, and set user and posit-connect:chartPassword instead."
              : "Revoke the credential, and set repository, user and posit-connect:chartPassword instead.";
    }
    const advice = ADVICE.find(([places]) => places.test(path))?.[1];
    return advice === undefined
        ? "Remove the credential, and revoke it."
        : `Revoke the credential, and ${advice}`;
}
