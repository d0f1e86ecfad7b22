/**
 * The one JSON value of a text, with or without lines of plain text around it: policy packs, `--save-plan` and npm print some.
 * Around other text it must be an object that begins and ends its own lines, and the only one.
 */
export function findJsonObject(text: string): unknown {
    return parse(text) ?? parse(/^\{[^]*\}[ \t]*\r?$/m.exec(text)?.[0] ?? "");
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}
