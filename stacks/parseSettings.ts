import type { z } from "zod";
import { contentDrainTimeoutOf, privateAccessCidrsOf } from "./sections/cluster";
import { configValue } from "./configValue";
import { credentialFindings } from "./credentialFindings";
import { formatValue } from "./formatValue";
import { hintCheck, issueErrors } from "./issueErrors";
import { keyOf, keyWithin, NAMESPACE } from "./key";
import type { ConfigError } from "./configError";
import { findNamespaceErrors } from "./namespaceErrors";
import { getPath } from "../lib/getPath";
import { suggestKey } from "./nearest";
import { ACCEPTED_AWS_KEYS, findAwsKeyErrors, awsSchema, signInOf } from "./sections/aws";
import { contentQuotaOf } from "./sections/connect";
import { zonesOf } from "./sections/network";
import { nodeGroupsOf } from "./sections/nodeGroups";
import { SECRETS, findSecretErrors } from "./secrets";
import { type DeclaredSettings, schemaFor, type Settings, settingsSchema } from "./settings";
import { findStackNameErrors } from "./stackName";
import type { TextAt } from "./textAt";

export type ParsedSettings = { settings: Settings; errors?: undefined } | { errors: ConfigError[] };

/** Settings that are configuration keys of the project. */
const SECTIONS = Object.keys(settingsSchema.shape).filter((name) => name !== "aws");

const KEYS = [...SECTIONS, ...SECRETS];

/** Settings that are configuration keys of the AWS provider. */
const AWS_SECTIONS = Object.keys(awsSchema.shape).map((name) => `aws:${name}`);

/**
 * Settings from a stack's configuration, or every error in it.
 *
 * @param config configuration by key, structured values as JSON, with the project's own keys under {@link NAMESPACE}.
 *   Other programs' namespaces are ignored.
 * @param secretKeys keys whose values are encrypted in the stack's file.
 * @param stack name of the stack. It is part of resource names, as is that of its project.
 * @param textAt the text that the stack's file has for a value.
 */
export function parseSettings(
    config: Record<string, string>,
    secretKeys: readonly string[],
    { stack, project }: { stack: string; project: string },
    textAt?: TextAt,
): ParsedSettings {
    const own = Object.keys(config).filter((key) => key.startsWith(`${NAMESPACE}:`));
    const raw = declaredIn(config);
    const schema = schemaFor(isAdopted(raw["network"]));
    const result = schema.safeParse(raw);
    const hints = hintCheck(schema, raw, textAt && ((path) => textAt(...keyAndPath(path))));
    const errors = [
        ...visibleIssues(result.error?.issues ?? []).flatMap((issue) => issueErrors(issue, raw, hints)),
        ...findAwsKeyErrors(Object.keys(config)),
        ...findNamespaceErrors(Object.keys(config), project, {
            own: KEYS,
            tables: SECTIONS,
            aws: ACCEPTED_AWS_KEYS,
        }),
        ...findSecretErrors(config, secretKeys),
        ...own.filter((key) => !KEYS.includes(nameOf(key))).map((key) => unknownKeyError(key, own)),
    ];
    const ignored = Object.entries(config).filter(
        ([key]) =>
            !own.includes(key) && !AWS_SECTIONS.includes(key) && !errors.some((error) => error.key === key),
    );
    const prototypes = prototypeKeys(raw).filter((key) => !errors.some((error) => error.key === key));
    // An encrypted section is reported as a unit, as any value in it may be the secret.
    const encrypted = [...own.filter((key) => SECTIONS.includes(nameOf(key))), ...AWS_SECTIONS].filter(
        (key) => secretKeys.includes(key),
    );
    const open = [
        ...findStackNameErrors(stack, project),
        ...prototypes.map((key) => ({ key, allowed: "renamed, as JavaScript reserves the name __proto__" })),
        ...ignored.flatMap(([key, text]) => findOtherCredentials(key, configValue(text))),
        ...errors.filter(({ key }) => !encrypted.some((section) => isWithin(key, section))),
        ...encrypted.map(encryptedError),
    ];
    return result.success && open.length === 0
        ? { settings: withDefaults(result.data) }
        : { errors: inOrder(open) };
}

/** Credentials in a value of a provider's, or another program's: the state and the recovery manifest contain it. */
function findOtherCredentials(key: string, value: unknown): ConfigError[] {
    return credentialFindings(value).map(({ path, allowed }) => {
        const place = keyWithin(key, path);
        return {
            key: place,
            allowed,
            got: formatValue(getPath(value, path)),
            advice: `Revoke the credential, and encrypt a new one with pulumi config set --secret ${
                path.length === 0 ? key : `--path '${place}'`
            }.`,
        };
    });
}

/** The entries of tables with names of the user's own that the schema ignores, as no object can have that name. */
function prototypeKeys(value: unknown, path: readonly PropertyKey[] = []): string[] {
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, part]) => [
              ...(name === "__proto__" ? [keyOf([...path, name])] : []),
              ...prototypeKeys(part, [...path, Array.isArray(value) ? Number(name) : name]),
          ])
        : [];
}

/** Without further issues of a value of the wrong type, which has no length nor range. */
function visibleIssues(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
    const mistyped = new Set(
        issues.filter(({ code }) => code === "invalid_type").map(({ path }) => keyOf(path)),
    );
    return issues.filter(({ code, path }) => code === "invalid_type" || !mistyped.has(keyOf(path)));
}

function declaredIn(config: Record<string, string>): Record<string, unknown> {
    const awsValue = (name: string): unknown => {
        const text = config[`aws:${name}`];
        return text === undefined ? undefined : configValue(text);
    };
    const sections = SECTIONS.map((name) => [name, config[`${NAMESPACE}:${name}`]] as const);
    return {
        aws: {
            region: config["aws:region"],
            allowedAccountIds: awsValue("allowedAccountIds"),
            profile: config["aws:profile"],
            assumeRoles: awsValue("assumeRoles"),
        },
        ...Object.fromEntries(
            sections.flatMap(([name, text]) =>
                text === undefined ? [] : [[name, configValue(text)] as const],
            ),
        ),
    };
}

/** Where a stack's file has the value at a path of the settings. */
function keyAndPath([section, name, ...rest]: readonly PropertyKey[]): [string, PropertyKey[]] {
    return section === "aws"
        ? [`aws:${String(name)}`, rest]
        : [`${NAMESPACE}:${String(section)}`, name === undefined ? [] : [name, ...rest]];
}

function isAdopted(network: unknown): boolean {
    return typeof network === "object" && network !== null && "adopt" in network;
}

/** Settings with values that depend on other settings filled in. */
function withDefaults({ aws, ...declared }: DeclaredSettings): Settings {
    const { network, cluster, connect } = declared;
    const nodeGroups = nodeGroupsOf(cluster.nodeGroups, zonesOf(network), cluster.autoscaling);
    return {
        account: { id: aws.allowedAccountIds[0] ?? "", region: aws.region, partition: "aws" },
        signIn: signInOf(aws),
        ...declared,
        cluster: {
            ...cluster,
            privateAccessCidrs: privateAccessCidrsOf(cluster.privateAccessCidrs, network),
            nodeGroups,
            contentDrainTimeoutMinutes: contentDrainTimeoutOf(cluster.contentDrainTimeoutMinutes, nodeGroups),
        },
        connect: { ...connect, content: { ...connect.content, quota: contentQuotaOf(connect, nodeGroups) } },
    };
}

function unknownKeyError(key: string, set: readonly string[]): ConfigError {
    const [section, ...rest] = nameOf(key).split(".");
    const isSecret = section === "extraSecrets";
    return rest.length > 0 && (isSecret || SECTIONS.includes(section ?? ""))
        ? {
              key,
              allowed: "set with --path",
              advice: `Run pulumi config rm ${key}, then pulumi config set ${isSecret ? "--secret " : ""}--path ${key}.`,
          }
        : {
              key,
              ...suggestKey(
                  nameOf(key),
                  KEYS,
                  (name) => `${NAMESPACE}:${name}`,
                  (name) => set.includes(`${NAMESPACE}:${name}`),
              ),
          };
}

function encryptedError(key: string): ConfigError {
    const secrets = SECRETS.map((name) => `${NAMESPACE}:${name}`).join(", ");
    return { key, allowed: "plain text, without a secret in it", advice: `The secrets are ${secrets}.` };
}

/** The stack's name first, then in the order of the schema, unknown keys last, and each error once. */
function inOrder(errors: ConfigError[]): ConfigError[] {
    const once = new Map(errors.map((error) => [JSON.stringify(error), error]));
    return [...once.values()].sort((one, other) => rank(one.key) - rank(other.key));
}

function rank(key: string): number {
    const [namespace, name = ""] = key.split(":");
    if (namespace !== NAMESPACE) {
        // An error without a key, a setting of the AWS provider, or one in a namespace of another program.
        return !key.includes(":") ? -1 : namespace === "aws" ? 0 : KEYS.length + 2;
    }
    const index = KEYS.findIndex((known) => isWithin(name, known));
    return index < 0 ? KEYS.length + 1 : index + 1;
}

function nameOf(key: string): string {
    return key.slice(NAMESPACE.length + 1);
}

function isWithin(key: string, section: string): boolean {
    return key === section || key.startsWith(`${section}.`) || key.startsWith(`${section}[`);
}
