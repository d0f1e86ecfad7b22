import { z } from "zod";
import { configValue } from "./configValue";
import { table } from "./field";
import { NAMESPACE } from "./key";
import type { ConfigError } from "./configError";

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
    smtpPassword: z
        .string()
        .optional()
        .describe("Password of the mail server's user. Required with `connect.smtp.user`, and only with it."),
    chartPassword: z
        .string()
        .optional()
        .describe(
            "Password of `connect.chart.user` and of `cluster.controller.user`. Required with either, and only with one.",
        ),
    registryCredentials: z
        .string()
        .optional()
        .describe(
            "Docker configuration, JSON with `auths`, for private registries with the images of Connect, of content and of the load " +
                "balancer controller. Amazon ECR needs none.",
        ),
});

export type SecretName = keyof z.infer<typeof secretsSchema>;

export const SECRETS = Object.keys(secretsSchema.shape) as SecretName[];

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
    const file = FILES[name];
    return `pulumi config set --secret ${NAMESPACE}:${name}${file ? ` < ${file}` : ""}`;
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
        .map((name) => ({ key: `${NAMESPACE}:${name}`, command: secretCommand(name) }))
        .filter(({ key }) => config[key] === undefined && !secretKeys.includes(key));
}

/** Errors in a stack's secrets. None shows a value. */
export function findSecretErrors(
    config: Record<string, string>,
    secretKeys: readonly string[],
): ConfigError[] {
    const needed = neededSecrets(config);
    return SECRETS.flatMap((name): ConfigError[] => {
        const key = `${NAMESPACE}:${name}`;
        const value = config[key];
        const advice = `Run ${secretCommand(name)}.`;
        if (value === undefined) {
            return needed[name] === true ? [{ key, allowed: "set", got: "nothing", advice }] : [];
        }
        if (isEmpty(value)) {
            return [{ key, allowed: "set to a value", got: "an empty text", advice }];
        }
        if (!secretKeys.includes(key)) {
            return [{ key, allowed: "encrypted", got: "plain text", advice }];
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

/** Whether a secret is empty; a key without a value is also JSON's `null`. */
function isEmpty(value: string): boolean {
    return ["", "null"].includes(value.trim());
}

const userSchema = z.looseObject({ user: z.string().optional() }).optional();

/** The settings that decide which secrets are needed. */
const deciding = {
    connect: z.looseObject({
        authentication: z.looseObject({ provider: z.string() }).default({ provider: "password" }),
        smtp: userSchema,
        chart: userSchema,
    }),
    cluster: z.looseObject({ controller: userSchema }),
};

/** Whether each secret must be set (true) or must not be (false). A secret for which neither is known is left out. */
function neededSecrets(config: Record<string, string>): Partial<Record<SecretName, boolean>> {
    const section = (name: string): unknown => configValue(config[`${NAMESPACE}:${name}`] ?? "{}");
    const connect = deciding.connect.safeParse(section("connect")).data;
    const cluster = deciding.cluster.safeParse(section("cluster")).data;
    return {
        license: true,
        ...(connect && {
            oidcClientSecret: connect.authentication.provider === "oidc",
            smtpPassword: connect.smtp?.user !== undefined,
        }),
        ...(connect &&
            cluster && {
                chartPassword: (connect.chart?.user ?? cluster.controller?.user) !== undefined,
            }),
    };
}
