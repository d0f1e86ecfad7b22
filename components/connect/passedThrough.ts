import type { types } from "@pulumi/kubernetes";
import { chartSpelling, type Pods } from "../../catalog/connectConfiguration";
import type { ConnectSettings } from "../../stacks/sections/connect";
import type { ConnectConfig } from "./config";

type Property = ConnectSettings["config"][string][string];

export const PODS: readonly Pods[] = ["servers", "content"];

/** Secret with the secrets that a stack passes through, in each namespace whose pods refer to one. */
export const EXTRA_SECRETS = "posit-connect-extra";

/** The configuration with the properties that a stack passes through: settings ensure that they replace none. */
export function withFurther<Text>(
    further: ConnectSettings["config"],
    config: ConnectConfig<Text>,
): ConnectConfig<Text> {
    const names = Object.keys(config);
    return Object.entries(further).reduce((all, [section, properties]) => {
        // Connect ignores the case of names.
        const own = names.find((each) => each.toLowerCase() === section.toLowerCase());
        const name = own ?? chartSpelling(section, "")[0];
        const written = Object.entries(properties).map(
            ([property, value]) => [chartSpelling(section, property)[1], write(value)] as const,
        );
        return { ...all, [name]: { ...all[name], ...Object.fromEntries(written) } };
    }, config);
}

function write(value: Property): string | string[] {
    return Array.isArray(value) ? value.map(quoteIfNeeded) : quoteIfNeeded(value);
}

/**
 * A value in Connect's configuration file, in which `;` and `#` begin a comment.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/helm-reference/, "Dealing with Special Characters".
 */
export function quoteIfNeeded(value: string | number | boolean): string {
    const text = String(value);
    return /^[^\s;#"\\]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** The environment variables that a stack passes through. */
export function furtherVariables(
    { environment }: Pick<ConnectSettings, "environment">,
    pods: Pods,
): types.input.core.v1.EnvVar[] {
    return Object.entries(environment[pods]).map(([name, value]) =>
        typeof value === "string"
            ? // Kubernetes would insert another variable, such as a password, for `$(NAME)`.
              { name, value: value.replaceAll("$(", () => "$$(") }
            : { name, valueFrom: { secretKeyRef: { name: EXTRA_SECRETS, key: value.secret } } },
    );
}

/** The volumes that a stack passes through. */
export function furtherVolumes({ volumes }: Pick<ConnectSettings, "volumes">, pods: Pods) {
    const mounted = volumes.filter((volume) => volume.pods.includes(pods));
    return {
        volumes: mounted.map(({ name, readOnly, nfs, configMap, secret }) => ({
            name: `extra-${name}`,
            ...(nfs && { nfs: { ...nfs, readOnly } }),
            ...(configMap !== undefined && { configMap: { name: configMap } }),
            ...(secret !== undefined && {
                secret: { secretName: EXTRA_SECRETS, items: [{ key: secret, path: secret }] },
            }),
        })) satisfies types.input.core.v1.Volume[],
        mounts: mounted.map(({ name, mountPath, readOnly }) => ({
            name: `extra-${name}`,
            mountPath,
            readOnly,
        })),
    };
}

/** Names of the secrets that settings of some pods refer to. */
export function referencedSecrets(
    { environment, volumes }: Pick<ConnectSettings, "environment" | "volumes">,
    pods: Pods,
): string[] {
    const names = [
        ...Object.values(environment[pods]).flatMap((value) =>
            typeof value === "string" ? [] : [value.secret],
        ),
        ...volumes.flatMap((volume) =>
            volume.secret !== undefined && volume.pods.includes(pods) ? [volume.secret] : [],
        ),
    ];
    return [...new Set(names)].sort();
}
