import * as pulumi from "@pulumi/pulumi";
import { isConfigSecret } from "@pulumi/pulumi/runtime/config";
import { configValue } from "./configValue";
import { findDeployerErrors } from "./deployer";
import { NAMESPACE } from "./key";
import { parseSettings } from "./parseSettings";
import { readRestore } from "./readRestore";
import type { Restore } from "./restore";
import type { S3Object } from "./s3Object";
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
    const config = pulumi.runtime.allConfig();
    const stack = pulumi.getStack();
    const secretKeys = Object.keys(config).filter(isConfigSecret);
    const parsed = parseSettings(config, secretKeys, stack);
    if (parsed.errors) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, parsed.errors);
    }
    const [deployer, restore] = await Promise.all([
        deployerArn(),
        readRestore(parsed.settings, { project: pulumi.getProject(), stack }, readObject),
    ]);
    const errors = [
        ...findDeployerErrors(parsed.settings.cluster.administratorRoleArns, deployer),
        ...(restore?.errors ?? []),
    ];
    if (restore?.errors !== undefined || errors.length > 0) {
        throw new SettingsError(`Pulumi.${stack}.yaml`, errors);
    }
    const secrets = new pulumi.Config(NAMESPACE);
    return {
        ...parsed.settings,
        ...restore,
        license: secrets.requireSecret("license"),
        oidcClientSecret: secrets.getSecret("oidcClientSecret"),
        ldapBindPassword: secrets.getSecret("ldapBindPassword"),
        smtpPassword: secrets.getSecret("smtpPassword"),
        chartPassword: secrets.getSecret("chartPassword"),
        registryCredentials: secrets.getSecret("registryCredentials"),
        extraSecrets: secrets.getSecretObject("extraSecrets"),
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

/** The sections of the settings by their keys in a stack's file. */
function byConfigurationKey(settings: Settings): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(settings)
            .filter(([name, section]) => name !== "account" && section !== undefined)
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
