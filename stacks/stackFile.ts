import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseDocument, type ScalarTag } from "yaml";
import { UserError } from "../lib/userError";
import { NAMESPACE } from "./key";

/** A stack's settings from its file, in the form in which the engine passes them to the program. */
export interface StackFile {
    path: string;
    /** Name of the stack. */
    stack: string;
    /** `namespace:key` to text, structured values as JSON. */
    config: Record<string, string>;
    /** Keys with an encrypted value. They are not in `config`. */
    secretKeys: string[];
}

/** Names that `pulumi stack init` accepts. */
const STACK_FILE = /^Pulumi\.([\w.-]+)\.ya?ml$/;

/** Keys that Pulumi writes into a stack's file in addition to the settings. */
const ROOT_KEYS = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Reads `Pulumi.<stack>.yaml`.
 *
 * @param stack name of a stack, or path of its file.
 * @param folders the folder of the stacks' files, and the folder that a path starts in.
 * @throws {@link UserError} if the file does not exist or is not a stack's file.
 */
export function readStackFile(stack: string, folders: { stacks: string; paths: string }): StackFile {
    const path = /[/\\]|\.ya?ml$/.test(stack)
        ? resolve(folders.paths, stack)
        : join(folders.stacks, `Pulumi.${stack}.yaml`);
    const file = basename(path);
    const name = STACK_FILE.exec(file)?.[1];
    if (name === undefined) {
        throw new UserError([
            `--stack ${stack}: must be a stack's name or its file, which is named Pulumi.<stack>.yaml. ${stacksIn(folders.stacks)}`,
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
        const what = missing ? "does not exist" : `cannot be read (${(error as Error).message})`;
        throw new UserError([`${basename(path)} ${what} in ${dirname(path)}. ${stacksIn(folder)}`]);
    }
}

function readConfig(file: string, text: string): Record<string, unknown> {
    const root = parseYaml(file, text);
    if (!isMapping(root)) {
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
    if (!isMapping(config)) {
        throw new UserError([`${file} has a "config" that is not a mapping of settings to values.`]);
    }
    return config;
}

/** A time without quotes: the engine parses it as a time, and passes it on in Go's format. */
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
            ? "The file has several documents (---). A stack's file is one document."
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
    throw new UserError([`${file} is not valid YAML. Nothing was planned.`, "", ...indented]);
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
    return "secure" in value || Object.values(value).some(holdsSecret);
}

function stacksIn(folder: string): string {
    const stacks = readdirSync(folder).flatMap((name) => STACK_FILE.exec(name)?.[1] ?? []);
    return stacks.length === 0 ? "No stack has a file." : `Stacks with a file: ${stacks.join(", ")}.`;
}

function isMapping(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
