import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { Refusal } from "./refusal";

/** A stack's settings as its file has them, in the form in which the engine hands them to the program. */
export interface StackFile {
    /** Name of the stack. */
    stack: string;
    /** The file's own name, for messages. */
    file: string;
    /** `namespace:key` to text, structured values as JSON; secrets, which only their owner can decrypt, are left out. */
    config: Record<string, string>;
    /** Keys whose value is encrypted. */
    secretKeys: string[];
}

/**
 * Reads `Pulumi.<stack>.yaml`.
 *
 * @param stack name of a stack, or path of its file.
 * @param folder where `Pulumi.yaml` lies.
 * @throws {@link Refusal} where the file is not there or is not such a file.
 */
export function readStackFile(stack: string, folder: string): StackFile {
    const path = /\.ya?ml$/.test(stack) ? resolve(stack) : join(folder, `Pulumi.${stack}.yaml`);
    const file = basename(path);
    if (!existsSync(path)) {
        throw new Refusal([`${file} is not there (looked in ${dirname(path)}). ${stackFilesIn(folder)}`]);
    }
    const document = parseDocument(readFileSync(path, "utf8"), { prettyErrors: true });
    if (document.errors.length > 0) {
        throw new Refusal([
            `${file} is not valid YAML; nothing was planned.`,
            "",
            ...document.errors.map(({ message }) => indent(message.trimEnd())),
        ]);
    }
    const root: unknown = document.toJS();
    const config = isMapping(root) ? (root["config"] ?? {}) : undefined;
    if (!isMapping(config)) {
        throw new Refusal([`${file} has no settings: it must be a mapping with a mapping "config".`]);
    }
    const secretKeys = Object.keys(config).filter((key) => isMapping(config[key]) && "secure" in config[key]);
    const plain = Object.entries(config).filter(([key]) => !secretKeys.includes(key));
    return {
        stack: /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? file,
        file,
        config: Object.fromEntries(plain.map(([key, value]) => [key, engineText(value)])),
        secretKeys,
    };
}

/** As the engine does: text as it is, everything else as JSON. */
function engineText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

function stackFilesIn(folder: string): string {
    const stacks = readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? []);
    return stacks.length === 0 ? "There is no stack file." : `There are: ${stacks.join(", ")}.`;
}

function isMapping(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function indent(text: string): string {
    return text.replace(/^/gm, "  ");
}
