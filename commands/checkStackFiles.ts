import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parseDocument } from "yaml";

/** Checks each `Pulumi.<stack>.yaml` in a folder against a JSON Schema, as an editor does. Returns what is wrong. */
export function checkStackFiles(root: string, schema: object): string[] {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    return readdirSync(root)
        .filter((file) => /^Pulumi\..+\.ya?ml$/.test(file))
        .flatMap((file) => {
            const document = parseDocument(readFileSync(join(root, file), "utf8"));
            if (document.errors.length > 0) {
                return document.errors.map(({ message }) => `${file}: ${message}`);
            }
            validate(document.toJS());
            return (validate.errors ?? []).map(
                ({ instancePath, message = "", params }) =>
                    `${file}${instancePath}: ${message} ${JSON.stringify(params)}. docs/settings.md lists the settings.`,
            );
        });
}
