import { format, resolveConfig } from "prettier";
import { stackFileSchema } from "./jsonSchema";
import { settingsTable } from "./settingsTable";

/** The text of each file that is generated from the schema, by its path in the repository. */
export async function settingsDocs(): Promise<Record<string, string>> {
    const texts = {
        "docs/settings.md": settingsTable(),
        "Pulumi.schema.json": JSON.stringify(stackFileSchema()),
    };
    const formatted = Object.entries(texts).map(async ([file, text]) => {
        // As `npm run format` formats it: otherwise the two would undo each other.
        return [file, await format(text, { ...(await resolveConfig(file)), filepath: file })] as const;
    });
    return Object.fromEntries(await Promise.all(formatted));
}
