import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseDocument, type ScalarTag } from "yaml";
import { UserError } from "../lib/userError";
import { NAMESPACE } from "./key";

/** A stack's settings as its file has them, in the form in which the engine hands them to the program. */
export interface StackFile {
    path: string;
    /** Name of the stack. */
    stack: string;
    /** `namespace:key` to text, structured values as JSON. */
    config: Record<string, string>;
    /** Keys whose value is encrypted, which only its owner can read: they are not in `config`. */
    secretKeys: string[];
}

/** Pulumi's own names: `pulumi stack init` takes no others. */
const STACK_FILE = /^Pulumi\.([\w.-]+)\.ya?ml$/;

/** Keys that Pulumi writes into a stack's file beside the settings. */
const ROOT_KEYS = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Reads `Pulumi.<stack>.yaml`.
 *
 * @param stack name of a stack, or path of its file.
 * @param folders where a stack's name is looked for, and where a path starts.
 * @throws {@link UserError} where the file is not there or is not such a file.
 */
export function readStackFile(stack: string, folders: { stacks: string; paths: string }): StackFile {
    const path = /[/\\]|\.ya?ml$/.test(stack)
        ? resolve(folders.paths, stack)
        : join(folders.stacks, `Pulumi.${stack}.yaml`);
    const file = basename(path);
    const name = STACK_FILE.exec(file)?.[1];
    if (name === undefined) {
        throw new UserError([
            `--stack ${stack}: not a stack's name nor its file, which is called Pulumi.<stack>.yaml. ${stacksIn(folders.stacks)}`,
        ]);
    }
    const config = readConfig(file, readText(path, folders.stacks));
    const entries = Object.entries(config).map(([key, value]): [string, unknown] => [
        key.includes(":") ? key : `${NAMESPACE}:${key}`,
        value,
    ]);
    const secretKeys = entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key);
    const plain = entries.filter(([key]) => !secretKeys.includes(key));
    return {
        path,
        stack: name,
        config: Object.fromEntries(plain.map(([key, value]) => [key, engineText(value)])),
        secretKeys,
    };
}

function readText(path: string, folder: string): string {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        const what = missing ? "is not there" : `cannot be read (${(error as Error).message})`;
        throw new UserError([`${basename(path)} ${what}, looked in ${dirname(path)}. ${stacksIn(folder)}`]);
    }
}

function readConfig(file: string, text: string): Record<string, unknown> {
    const root = parseYaml(file, text);
    if (!isMapping(root)) {
        throw new UserError([`${file} has no settings: it must be a mapping with a mapping "config" in it.`]);
    }
    const unknown = Object.keys(root).filter((key) => !ROOT_KEYS.includes(key));
    if (unknown.length > 0) {
        throw new UserError([
            `${file} has at its top level what Pulumi does not know: ${unknown.join(", ")}. Settings stand under "config".`,
        ]);
    }
    const config = root["config"] ?? {};
    if (!isMapping(config)) {
        throw new UserError([`${file} has a "config" that is no mapping of settings to values.`]);
    }
    return config;
}

/** A time that stands without quotes: the engine's YAML takes it for one, and hands it on in Go's words. */
const TIME: ScalarTag = {
    tag: "tag:yaml.org,2002:timestamp",
    default: true,
    test: /^\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d?:\d\d?(\.\d+)?([ \t]*(Z|[-+]\d\d?(:?\d\d)?))?$/,
    resolve: (text) => {
        const time = new Date(/(Z|[-+]\d\d?(:?\d\d)?)$/.test(text) ? text : `${text}Z`);
        return Number.isNaN(time.getTime())
            ? text
            : time
                  .toISOString()
                  .replace("T", " ")
                  .replace(/(\.000)?Z$/, " +0000 UTC");
    },
};

function parseYaml(file: string, text: string): unknown {
    const document = parseDocument(text, { prettyErrors: true, customTags: [TIME] });
    const messages = document.errors.map(({ code, message }) =>
        code === "MULTIPLE_DOCS"
            ? "There are several documents in it (---): a stack's file is one."
            : message,
    );
    if (messages.length === 0) {
        try {
            return document.toJS({ maxAliasCount: 100 });
        } catch (error) {
            messages.push((error as Error).message);
        }
    }
    const indented = messages.map((message) => message.trimEnd().replace(/^/gm, "  "));
    throw new UserError([`${file} is not valid YAML; nothing was planned.`, "", ...indented]);
}

/** As the engine does: text as it is, everything else as JSON. */
function engineText(value: unknown): string {
    return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}

/** The engine treats a value as secret as a whole where a part of it is. */
function holdsSecret(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    return "secure" in value || Object.values(value).some(holdsSecret);
}

function stacksIn(folder: string): string {
    const stacks = readdirSync(folder).flatMap((name) => STACK_FILE.exec(name)?.[1] ?? []);
    return stacks.length === 0 ? "There is no stack file." : `There are: ${stacks.join(", ")}.`;
}

function isMapping(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
