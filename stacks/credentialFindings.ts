import { findCredential } from "../lib/credentials";
import type { Finding } from "./rule";

/** The settings that have a credential in a text or a key: everything but a secret is plain text in the state and the cluster. */
export function credentialFindings(value: unknown, path: readonly PropertyKey[] = []): Finding[] {
    if (typeof value === "string") {
        const kind = findCredential(value);
        return kind === undefined
            ? []
            : [
                  {
                      path: [...path],
                      allowed: `without ${kind} (settings are not encrypted)`,
                      advice: path.includes("images")
                          ? "Revoke the credential, and set a new one with posit-connect:registryCredentials."
                          : path.includes("packageManagerUrl")
                            ? "Revoke the credential, and set a new one with posit-connect:packageManagerToken."
                            : path.includes("environment") || path.includes("config")
                              ? "Revoke the credential, and set a new one with posit-connect:connect.environment and posit-connect:extraSecrets."
                              : path.includes("chart") || path.includes("controller")
                                ? "Revoke the credential, and set user and posit-connect:chartPassword instead."
                                : "Remove the credential, and revoke it.",
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
