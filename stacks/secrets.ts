import { z } from "zod";
import { configValue } from "./configValue";
import { section } from "./field";
import { NAMESPACE } from "./key";
import type { Mistake } from "./mistake";

/**
 * Secrets of a stack, each a key of its own and encrypted in the stack's file. What is in them never meets a schema:
 * the loader hands it on in outputs.
 */
export const secretsSchema = section({
    license: z
        .string()
        .describe("Connect's license, the whole file. Always required. It must include off-host execution."),
    oidcClientSecret: z
        .string()
        .optional()
        .describe(
            "Secret of the OpenID Connect client. Required where `connect.authentication` is `oidc`, and only there.",
        ),
    smtpPassword: z
        .string()
        .optional()
        .describe("Password of the mail server's user. Required with `connect.smtp.user`, and only with it."),
    registryCredentials: z
        .string()
        .optional()
        .describe(
            "Docker configuration, JSON with `auths`, for private registries of Connect's, the content's and the load balancer " +
                "controller's images. Amazon ECR needs none.",
        ),
});

export type SecretName = keyof z.infer<typeof secretsSchema>;

export const SECRETS = Object.keys(secretsSchema.shape) as SecretName[];

/** Secrets that come from a file: their content may begin with a dash, which a command would take for an option. */
const FILES: Partial<Record<SecretName, string>> = {
    license: "license.lic",
    registryCredentials: "registry.json",
};

/** A secret that a stack still needs. */
export interface MissingSecret {
    /** Configuration key, such as `posit-connect:license`. */
    key: string;
    /** What to type to set it. */
    command: string;
}

/** What to type to set a secret. Without a value or a file, the command asks for it and echoes nothing. */
export function secretCommand(name: SecretName): string {
    const file = FILES[name];
    return `pulumi config set --secret ${NAMESPACE}:${name}${file ? ` < ${file}` : ""}`;
}

/**
 * Secrets that the settings need and that are not set, rightly or wrongly.
 *
 * @param config configuration by key, structured values as JSON.
 * @param secretKeys keys whose values are encrypted; they need not be in `config`.
 */
export function missingSecrets(
    config: Record<string, string>,
    secretKeys: readonly string[],
): MissingSecret[] {
    const needed = neededSecrets(config[`${NAMESPACE}:connect`]);
    return SECRETS.filter((name) => needed[name] === true)
        .map((name) => ({ key: `${NAMESPACE}:${name}`, command: secretCommand(name) }))
        .filter(({ key }) => config[key] === undefined && !secretKeys.includes(key));
}

/** What is wrong with a stack's secrets. No mistake shows a value. */
export function secretMistakes(config: Record<string, string>, secretKeys: readonly string[]): Mistake[] {
    const needed = neededSecrets(config[`${NAMESPACE}:connect`]);
    return SECRETS.flatMap((name): Mistake[] => {
        const key = `${NAMESPACE}:${name}`;
        const value = config[key];
        if (value === undefined) {
            return needed[name] === true ? [{ key, problem: `not set; ${secretCommand(name)}` }] : [];
        }
        if (isEmpty(value)) {
            return [{ key, problem: `is empty; ${secretCommand(name)}` }];
        }
        if (!secretKeys.includes(key)) {
            return [{ key, problem: `is in plain text; ${secretCommand(name)}` }];
        }
        return needed[name] === false
            ? [{ key, problem: `not used by these settings; pulumi config rm ${key}` }]
            : [];
    });
}

/** Whether there is nothing in a secret; a key without a value comes as JSON's `null` too. */
function isEmpty(value: string): boolean {
    return ["", "null"].includes(value.trim());
}

/** What of the `connect` section decides which secrets there are. */
const decidingSchema = z.looseObject({
    authentication: z.looseObject({ provider: z.string() }).default({ provider: "password" }),
    smtp: z.looseObject({ user: z.string().optional() }).optional(),
});

/** Whether each secret must be set (true) or must not be (false). One of which neither is known is left out. */
function neededSecrets(connect = "{}"): Partial<Record<SecretName, boolean>> {
    const { data } = decidingSchema.safeParse(configValue(connect));
    return {
        license: true,
        ...(data && {
            oidcClientSecret: data.authentication.provider === "oidc",
            smtpPassword: data.smtp?.user !== undefined,
        }),
    };
}
