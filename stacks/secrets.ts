import { createHash } from "node:crypto";
import { z } from "zod";
import { getPath } from "../lib/getPath";
import { configValue } from "./configValue";
import { table } from "./field";
import { keyOf, NAMESPACE } from "./key";
import type { ConfigError } from "./configError";
import type { TextAt } from "./textAt";

/**
 * Secrets of a stack, each with its own key and encrypted in the stack's file. No schema reads their values:
 * the loader passes them on as outputs.
 */
export const secretsSchema = table({
    license: z
        .string()
        .describe("Connect's license, the whole file. Always required. It must include off-host execution."),
    oidcClientSecret: z
        .string()
        .optional()
        .describe(
            "Secret of the OpenID Connect client. Required if `connect.authentication` is `oidc`, and only then.",
        ),
    ldapBindPassword: z
        .string()
        .optional()
        .describe("Password of `connect.authentication.bindDn`. Required with it, and only with it."),
    smtpPassword: z
        .string()
        .optional()
        .describe("Password of the mail server's user. Required with `connect.smtp.user`, and only with it."),
    chartPassword: z
        .string()
        .optional()
        .describe(
            "Password of `user` in `connect.chart`, `cluster.controller`, `cluster.autoscaler`, `cluster.devicePlugin` and " +
                "`cluster.karpenter`. Required with one of them, and only then.",
        ),
    registryCredentials: z
        .string()
        .optional()
        .describe(
            "Docker configuration, JSON with `auths`, for private registries with the images of Connect, of content and of the load " +
                "balancer controller. Amazon ECR needs none.",
        ),
    packageManagerToken: z
        .string()
        .optional()
        .describe(
            "Token of the Package Manager at `connect.packageManagerUrl`, for R, pip and uv in content. It reaches content pods in a netrc " +
                "file from a Kubernetes Secret. All publishers' code can read it: create it with the scope `repos:read` only. Servers do not " +
                "get it, as packages are installed in content pods.",
        ),
    extraSecrets: z
        .record(z.string(), z.string())
        .optional()
        .describe(
            "Secrets by name, for each `secret` in `connect.environment` and `connect.volumes`. They reach pods through Kubernetes Secrets only. Required " +
                "with such a setting, and only with one.",
        ),
});

export type SecretName = keyof z.infer<typeof secretsSchema>;

export const SECRETS = Object.keys(secretsSchema.shape) as SecretName[];

/** The secret that is a table, of secrets by name. */
const TABLE = "extraSecrets" satisfies SecretName;

/** Secrets that come from a file: their content may begin with a dash, which a command would parse as an option. */
const FILES: Partial<Record<SecretName, string>> = {
    license: "license.lic",
    registryCredentials: "registry.json",
};

/** A secret that a stack still needs. */
export interface MissingSecret {
    /** Configuration key, such as `posit-connect:license`. */
    key: string;
    /** Command that sets it. */
    command: string;
}

/** Command that sets a secret. Without a value or a file, it prompts for the secret and does not echo it. */
export function secretCommand(name: SecretName): string {
    if (name === TABLE) {
        return `pulumi config set --secret --path '${NAMESPACE}:${TABLE}.<name>'`;
    }
    const file = FILES[name];
    return `pulumi config set --secret ${NAMESPACE}:${name}${file ? ` < ${file}` : ""}`;
}

function extraSecretCommand(name: string): string {
    return `pulumi config set --secret --path '${keyOf([TABLE, name])}'`;
}

/**
 * Secrets that the settings need and that are not set.
 *
 * @param config configuration by key, structured values as JSON.
 * @param secretKeys keys whose values are encrypted; they need not be in `config`.
 */
export function missingSecrets(
    config: Record<string, string>,
    secretKeys: readonly string[],
): MissingSecret[] {
    const needed = neededSecrets(config);
    return SECRETS.filter((name) => needed[name] === true)
        .filter((name) => !isSet(`${NAMESPACE}:${name}`, config, secretKeys))
        .flatMap((name) =>
            name === TABLE
                ? extraSecretNames(config).map((each) => ({
                      key: keyOf([TABLE, each]),
                      command: extraSecretCommand(each),
                  }))
                : [{ key: keyOf([name]), command: secretCommand(name) }],
        );
}

function isSet(key: string, config: Record<string, string>, secretKeys: readonly string[]): boolean {
    return config[key] !== undefined || secretKeys.includes(key);
}

/**
 * Texts in place of the secrets that are set and of those that the settings need, by configuration key. Each has a digest of the
 * encrypted text, so that the plans before and after a change of the secret differ.
 *
 * @param textAt the text that the stack's file has for a value.
 */
export function secretPlaceholders(
    config: Record<string, string>,
    secretKeys: readonly string[],
    textAt: TextAt = () => undefined,
): Record<string, string> {
    const placeholder = (key: string, ...steps: string[]): string => {
        const encrypted = textAt(key, [...steps, "secure"]) ?? textAt(key, ["secure"]);
        const digest = encrypted === undefined ? "" : `, ${digestOf(encrypted)}`;
        return `placeholder for ${[key, ...steps].join(".")}${digest}`;
    };
    const needed = neededSecrets(config);
    const keys = SECRETS.filter((name) => needed[name] === true).map((name) => keyOf([name]));
    return Object.fromEntries(
        [...new Set([...secretKeys, ...keys])]
            .filter((key) => config[key] === undefined)
            .map((key) => [
                key,
                key === keyOf([TABLE])
                    ? JSON.stringify(
                          Object.fromEntries(
                              extraSecretNames(config).map((name) => [name, placeholder(key, name)]),
                          ),
                      )
                    : placeholder(key),
            ]),
    );
}

function digestOf(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Errors in a stack's secrets. None shows a value. */
export function findSecretErrors(
    config: Record<string, string>,
    secretKeys: readonly string[],
): ConfigError[] {
    const needed = neededSecrets(config);
    return SECRETS.flatMap((name): ConfigError[] => {
        const key = `${NAMESPACE}:${name}`;
        const value = config[key] ?? (name === TABLE && needed[name] === true ? "{}" : undefined);
        const advice = `Run ${secretCommand(name)}.`;
        if (value === undefined) {
            return needed[name] === true ? [{ key, allowed: "set", got: "nothing", advice }] : [];
        }
        if (isEmpty(value)) {
            return [{ key, allowed: "set to a value", got: "an empty text", advice }];
        }
        if (config[key] !== undefined && !secretKeys.includes(key)) {
            return [{ key, allowed: "encrypted", got: "plain text", advice }];
        }
        if (name === TABLE && needed[name] === true) {
            return findExtraSecretErrors(config, value);
        }
        return needed[name] === false
            ? [
                  {
                      key,
                      allowed: "left out, as these settings do not use it",
                      advice: `Run pulumi config rm ${key}.`,
                  },
              ]
            : [];
    });
}

/** Errors in the table of secrets: each name that a setting refers to has a text, and no other name is set. */
function findExtraSecretErrors(config: Record<string, string>, text: string): ConfigError[] {
    const referenced = extraSecretNames(config);
    const secrets = tableSchema.safeParse(configValue(text)).data;
    if (secrets === undefined) {
        return [
            {
                key: keyOf([TABLE]),
                allowed: "a table of secrets by name",
                advice: `Run pulumi config rm ${keyOf([TABLE])}, then ${secretCommand(TABLE)}.`,
            },
        ];
    }
    return [
        ...referenced.flatMap((name): ConfigError[] => {
            const value = secrets[name];
            const key = keyOf([TABLE, name]);
            const advice = `Run ${extraSecretCommand(name)}.`;
            if (value === undefined) {
                return [{ key, allowed: "set, as a setting refers to it", got: "nothing", advice }];
            }
            return typeof value === "string" && value !== ""
                ? []
                : [{ key, allowed: "a text that is not empty", advice }];
        }),
        ...Object.keys(secrets)
            .filter((name) => !referenced.includes(name))
            .map((name) => ({
                key: keyOf([TABLE, name]),
                allowed: "left out, as no setting refers to it",
                advice: `Run pulumi config rm --path '${keyOf([TABLE, name])}'.`,
            })),
    ];
}

const tableSchema = z.record(z.string(), z.unknown());

/** Names in the table of secrets that the settings refer to. */
function extraSecretNames(config: Record<string, string>): string[] {
    const connect = configValue(config[keyOf(["connect"])] ?? "{}");
    const variables = valuesIn(getPath(connect, ["environment"])).flatMap(valuesIn);
    const volumes = valuesIn(getPath(connect, ["volumes"]));
    const names = [...variables, ...volumes].map((value) => getPath(value, ["secret"]));
    return [...new Set(names.filter((name) => typeof name === "string"))];
}

function valuesIn(value: unknown): unknown[] {
    return typeof value === "object" && value !== null ? Object.values(value) : [];
}

/** Whether a secret is empty; a key without a value is also JSON's `null`. */
function isEmpty(value: string): boolean {
    return ["", "null"].includes(value.trim());
}

const userSchema = z.looseObject({ user: z.string().optional() }).optional();

/** The settings that decide which secrets are needed. */
const deciding = {
    connect: z.looseObject({
        authentication: z
            .looseObject({ provider: z.string(), bindDn: z.string().optional() })
            .default({ provider: "password" }),
        smtp: userSchema,
        chart: userSchema,
    }),
    cluster: z.looseObject({
        controller: userSchema,
        autoscaler: userSchema,
        devicePlugin: userSchema,
        karpenter: userSchema,
    }),
};

/** Whether each secret must be set (true) or must not be (false). A secret for which neither is known is left out. */
function neededSecrets(config: Record<string, string>): Partial<Record<SecretName, boolean>> {
    const section = (name: string): unknown => configValue(config[`${NAMESPACE}:${name}`] ?? "{}");
    const connect = deciding.connect.safeParse(section("connect")).data;
    const cluster = deciding.cluster.safeParse(section("cluster")).data;
    return {
        license: true,
        extraSecrets: extraSecretNames(config).length > 0,
        ...(connect && {
            oidcClientSecret: connect.authentication.provider === "oidc",
            ldapBindPassword:
                connect.authentication.provider === "ldap" && connect.authentication.bindDn !== undefined,
            smtpPassword: connect.smtp?.user !== undefined,
        }),
        ...(connect &&
            cluster && {
                chartPassword: [
                    connect.chart?.user,
                    cluster.controller?.user,
                    cluster.autoscaler?.user,
                    cluster.devicePlugin?.user,
                    cluster.karpenter?.user,
                ].some((user) => user !== undefined),
            }),
    };
}
