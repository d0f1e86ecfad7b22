/** HTML or SVG, in which every value that was inserted is escaped. */
export class Markup {
    constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[];

/** A template of HTML or SVG. A text in it is escaped; markup, or a list of it, is inserted as it is. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
    return new Markup(literals.map((literal, i) => `${literal}${render(parts[i] ?? "")}`).join(""));
}

/** Joins pieces, one a line. */
export function lines(pieces: readonly Markup[]): Markup {
    return new Markup(pieces.map(({ text }) => text).join("\n"));
}

function render(part: Part): string {
    if (part instanceof Markup) {
        return part.text;
    }
    return typeof part === "object" ? part.map(({ text }) => text).join("") : escape(String(part));
}

const ENTITIES: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Also replaces characters that XML does not allow, so that an SVG file with any name in it can be parsed. */
function escape(text: string): string {
    return text
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, "\ufffd")
        .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
