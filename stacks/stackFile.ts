import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../lib/userError";
import { applyProjectConfig } from "./applyProjectConfig";
import { completeConfig, type ConfigFile } from "./configFile";
import { isObject } from "../lib/isObject";
import { isEncrypted } from "./isEncrypted";
import { NAMESPACE, ownKey, qualifiedKey } from "./key";
import type { Project } from "./project";
import { readYaml } from "./readYaml";
import { SECRETS } from "./secrets";
import type { TextAt } from "./textAt";

/** A stack's settings from its file, in the form in which the engine passes them to the program. */
export interface StackFile {
    path: string;
    /** Name of the stack. */
    stack: string;
    /** Its name for the Pulumi CLI: with its organization, if that was given. */
    pulumiStack: string;
    /** Name of its project. */
    project: string;
    /** `namespace:key` to text, structured values as JSON; the project's own keys under {@link NAMESPACE}. */
    config: Record<string, string>;
    /** Keys with an encrypted value. They are not in `config`. */
    secretKeys: string[];
    /** Names of the ESC environments that the file imports. Without a file of values, theirs are not in `config`. */
    environments: string[];
    textAt: TextAt;
}

/** Names that `pulumi stack init` accepts. */
const STACK_FILE = /^Pulumi\.([\w.-]+)\.ya?ml$/;

/** `organization/stack` or `organization/project/stack`. */
const QUALIFIED_NAME = /^[\w-][\w.-]*\/(?:([\w-][\w.-]*)\/)?([\w-][\w.-]*)$/;

/** Keys that Pulumi writes into a stack's file in addition to the settings. */
const ROOT_KEYS = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/** The part of a stack's name after its organization and its project. Names in other forms are returned as they are. */
export function withoutOrganization(stack: string, project: string): string {
    const [, itsProject = project, name] = QUALIFIED_NAME.exec(stack) ?? [];
    if (name === undefined || isPath(name)) {
        return stack;
    }
    if (itsProject !== project) {
        throw new UserError([
            `--stack ${stack}: must be a stack of the project ${project}, which Pulumi.yaml names, got one of ${itsProject}.`,
        ]);
    }
    return name;
}

/**
 * Reads `Pulumi.<stack>.yaml`, with the values that the project has for its stacks.
 *
 * @param stack name of a stack, with or without its organization, or path of its file.
 * @param folders the folder of the stacks' files, and the folder that a path starts in.
 * @param values the complete configuration, with that of the stack's environments.
 * @throws {@link UserError} if the file does not exist or is not a stack's file.
 */
export function readStackFile(
    stack: string,
    folders: { stacks: string; paths: string },
    project: Project,
    values?: ConfigFile,
): StackFile {
    const bareName = withoutOrganization(stack, project.name);
    const path = isPath(bareName)
        ? resolve(folders.paths, bareName)
        : join(folders.stacks, `Pulumi.${bareName}.yaml`);
    const file = basename(path);
    const name = STACK_FILE.exec(file)?.[1];
    if (name === undefined) {
        throw new UserError([
            `--stack ${stack}: must be a stack's name or its file, which is named Pulumi.<stack>.yaml. ${stacksIn(folders.stacks)}`,
        ]);
    }
    const { root, textAt } = readYaml(
        path,
        (predicate) => `${file} ${predicate} in ${dirname(path)}. ${stacksIn(folders.stacks)}`,
    );
    const { config, environment } = sectionsOf(file, root);
    const fileKeys = keysIn(file, Object.keys(config), project.name);
    const environments = environmentsIn(environment);
    const qualified = unique(file, config, (key) => fileKeys.get(key) ?? key);
    const complete = applyProjectConfig(
        file,
        qualified,
        project,
        ({ root: key, path: steps }) =>
            environments.length > 0 ||
            (steps.length === 0 &&
                SECRETS.some((secret) => ownKey(key, project.name) === `${NAMESPACE}:${secret}`)),
    );
    const inEngine = (all: Record<string, unknown>) =>
        engineConfig(unique(file, all, (key) => ownKey(key, project.name)));
    const ownKeys = new Map([...fileKeys].map(([key, full]) => [ownKey(full, project.name), key]));
    return {
        path,
        stack: name,
        pulumiStack: isPath(bareName) ? name : stack,
        project: project.name,
        // The file of values has the project's, too, and an environment's before those.
        ...(values === undefined ? inEngine(complete) : completeConfig(file, inEngine(qualified), values)),
        environments,
        textAt: (key, steps) => textAt(["config", ownKeys.get(key) ?? key, ...steps]),
    };
}

/** The keys of a file with their namespaces. */
function keysIn(file: string, keys: readonly string[], project: string): Map<string, string> {
    const full = keys.map((key) => [key, qualifiedKey(key, project)] as const);
    const wrong = full.filter(([, name]) => name === undefined).map(([key]) => key);
    if (wrong.length > 0) {
        throw new UserError(
            wrong.map(
                (key) =>
                    `${file} has the key ${key}, which Pulumi rejects. It must be a name, or a namespace and a name, such as aws:region.`,
            ),
        );
    }
    return new Map(full.map(([key, name = ""]) => [key, name]));
}

/** The values in the form in which the engine passes them. */
function engineConfig(values: Record<string, unknown>): Pick<StackFile, "config" | "secretKeys"> {
    const entries = Object.entries(values);
    const secretKeys = entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key);
    const plain = entries.filter(([key]) => !secretKeys.includes(key));
    return { config: Object.fromEntries(plain.map(([key, value]) => [key, engineText(value)])), secretKeys };
}

function isPath(stack: string): boolean {
    return /[/\\]|\.ya?ml$/.test(stack);
}

function sectionsOf(file: string, root: unknown): { config: Record<string, unknown>; environment: unknown } {
    if (!isObject(root)) {
        throw new UserError([
            `${file} has no settings. It must be a mapping that contains a mapping "config".`,
        ]);
    }
    const unknown = Object.keys(root).filter((key) => !ROOT_KEYS.includes(key));
    if (unknown.length > 0) {
        throw new UserError([
            `${file} has top-level keys that Pulumi does not know: ${unknown.join(", ")}. Settings belong under "config".`,
        ]);
    }
    const config = root["config"] ?? {};
    if (!isObject(config)) {
        throw new UserError([`${file} has a "config" that is not a mapping of settings to values.`]);
    }
    return { config, environment: root["environment"] };
}

/** The same values by renamed keys. */
function unique(
    file: string,
    values: Record<string, unknown>,
    rename: (key: string) => string,
): Record<string, unknown> {
    const keys = new Map<string, string>();
    for (const key of Object.keys(values)) {
        const name = rename(key);
        const other = keys.get(name);
        if (other !== undefined) {
            throw new UserError([
                `${file} sets ${other} and ${key}, which are one setting. Remove one of them.`,
            ]);
        }
        keys.set(name, key);
    }
    return Object.fromEntries([...keys].map(([name, key]) => [name, values[key]]));
}

/**
 * The environments that a stack imports: a list of names, or a definition with `imports` and `values`.
 * Source: https://www.pulumi.com/docs/esc/integrations/infrastructure/pulumi-iac/
 */
function environmentsIn(environment: unknown): string[] {
    const { imports = [], values } = isObject(environment)
        ? environment
        : { imports: environment ?? [], values: undefined };
    const names = (Array.isArray(imports) ? imports : [imports]).flatMap((entry: unknown) =>
        isObject(entry) ? Object.keys(entry) : [String(entry)],
    );
    return values === undefined ? names : [...names, "the one that the file defines"];
}

/** As in the engine: text unchanged, everything else as JSON. */
function engineText(value: unknown): string {
    return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}

/** The engine treats a complete value as secret if a part of it is. */
function holdsSecret(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    return isEncrypted(value) || Object.values(value).some(holdsSecret);
}

function stacksIn(folder: string): string {
    const stacks = readdirSync(folder).flatMap((name) => STACK_FILE.exec(name)?.[1] ?? []);
    return stacks.length === 0 ? "No stack has a file." : `Stacks with a file: ${stacks.join(", ")}.`;
}
