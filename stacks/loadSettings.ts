import * as pulumi from "@pulumi/pulumi";
import { isConfigSecret } from "@pulumi/pulumi/runtime/config";
import { configValue } from "./configValue";
import { findDeployerErrors } from "./deployer";
import { NAMESPACE, ownKey } from "./key";
import type { ConfigError } from "./configError";
import { parseSettings } from "./parseSettings";
import { readRestore } from "./readRestore";
import type { Restore } from "./restore";
import type { S3Object } from "./s3Object";
import type { SecretName } from "./secrets";
import type { Settings } from "./settings";
import { SettingsError } from "./settingsError";

declare module "@pulumi/pulumi/runtime/config" {
    /** Whether a key's value is encrypted in the stack's file. Part of the SDK but not of its declarations. */
    function isConfigSecret(key: string): boolean;
}

/** The settings of a stack with its secrets, and every default filled in. */
export interface LoadedSettings extends Settings {
    /** Connect's license file. */
    license: pulumi.Output<string>;
    /** Secret of the OpenID Connect client: set if and only if users log in with `oidc`. */
    oidcClientSecret?: pulumi.Output<string>;
    /** Password of the directory's service account: set if and only if there is such an account. */
    ldapBindPassword?: pulumi.Output<string>;
    /** Password of the mail server's user: set if and only if there is such a user. */
    smtpPassword?: pulumi.Output<string>;
    /** Password of the charts' repository: set if and only if there is a user of one. */
    chartPassword?: pulumi.Output<string>;
    /** Docker configuration for private image registries. */
    registryCredentials?: pulumi.Output<string>;
    /** Token of Package Manager. */
    packageManagerToken?: pulumi.Output<string>;
    /** Secrets by name: set if and only if a setting refers to one. */
    extraSecrets?: pulumi.Output<Record<string, string>>;
    /** The backups that the stack is restored from: set if and only if `recovery` is. */
    restore?: Restore;
    /** The stack's configuration by key with every default, without encrypted values. */
    effectiveConfig: Record<string, unknown>;
}

/**
 * Reads the settings of the stack that is being deployed. Nothing else reads Pulumi's configuration.
 *
 * @param readObject reads an object from S3: the manifest of a restore that is not in a file.
 * @param deployerArn returns the ARN of the role or user that deploys.
 * @throws {@link SettingsError} with every error.
 */
export async function loadSettings(
    readObject: (object: S3Object) => Promise<string>,
    deployerArn: () => Promise<string>,
): Promise<LoadedSettings> {
    const stack = pulumi.getStack();
    const project = pulumi.getProject();
    const { config, secretKeys, errors: twice } = ownConfig(project);
    if (twice.length > 0) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, twice);
    }
    const parsed = parseSettings(config, secretKeys, { stack, project });
    if (parsed.errors) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, parsed.errors);
    }
    const [deployer, restore] = await Promise.all([
        deployerArn(),
        readRestore(parsed.settings, { project, stack }, readObject),
    ]);
    const errors = [
        ...findDeployerErrors(parsed.settings.cluster, deployer, pulumi.runtime.isDryRun()),
        ...(restore?.errors ?? []),
    ];
    if (restore?.errors !== undefined || errors.length > 0) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, errors);
    }
    const extraSecrets = config[`${NAMESPACE}:extraSecrets`];
    const secret = (name: SecretName): pulumi.Output<string> | undefined => {
        const value = config[`${NAMESPACE}:${name}`];
        return value === undefined ? undefined : pulumi.secret(value);
    };
    return {
        ...parsed.settings,
        ...restore,
        // Without it, the settings are not valid.
        license: pulumi.secret(config[`${NAMESPACE}:license`] ?? ""),
        oidcClientSecret: secret("oidcClientSecret"),
        ldapBindPassword: secret("ldapBindPassword"),
        smtpPassword: secret("smtpPassword"),
        chartPassword: secret("chartPassword"),
        registryCredentials: secret("registryCredentials"),
        packageManagerToken: secret("packageManagerToken"),
        extraSecrets:
            extraSecrets === undefined
                ? undefined
                : pulumi.secret(configValue(extraSecrets) as Record<string, string>),
        effectiveConfig: sortKeys({
            ...Object.fromEntries(
                Object.entries(config)
                    .filter(([key]) => !secretKeys.includes(key))
                    .map(([key, value]) => [key, configValue(value)]),
            ),
            ...byConfigurationKey(parsed.settings),
        }),
    };
}

/** The configuration with the project's own keys under {@link NAMESPACE}, and an error for each key that is set twice. */
function ownConfig(project: string) {
    const all = pulumi.runtime.allConfig();
    const keys = Object.keys(all).map((key) => [key, ownKey(key, project)] as const);
    const twice = keys.filter(([key, own]) => key !== own && Object.hasOwn(all, own));
    return {
        config: Object.fromEntries(keys.map(([key, own]) => [own, all[key] ?? ""])),
        secretKeys: keys.filter(([key]) => isConfigSecret(key)).map(([, own]) => own),
        errors: twice.map(([key, own]): ConfigError => ({
            key,
            allowed: `left out, as ${own} is set too`,
            advice: `Run pulumi config rm ${key}.`,
        })),
    };
}

/** The sections of the settings by their keys in a stack's file. */
function byConfigurationKey(settings: Settings): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(settings)
            .filter(([name, section]) => !["account", "signIn"].includes(name) && section !== undefined)
            .map(([name, section]) => [`${NAMESPACE}:${name}`, section]),
    );
}

/** The same value with its keys sorted: the engine does not keep the order of the file. */
function sortKeys<Value>(value: Value): Value;
function sortKeys(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map((part: unknown) => sortKeys(part));
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(
              Object.entries(value)
                  .sort(([a], [b]) => (a < b ? -1 : 1))
                  .map(([key, part]) => [key, sortKeys(part)]),
          )
        : value;
}
