/** A part of a page that can be shortened: only after one of its rows, never within one. */
export interface Part {
    head: string;
    /** Each ends with a line break. */
    rows: string[];
    foot: string;
}

/**
 * Text that shows as it is, on one line: without formatting, mentions, references and HTML. Code in backticks stays code.
 *
 * Settings and reasons are text of the author of a pull request, who may be from outside.
 */
export function escapeText(text: string): string {
    return text
        .replace(/\s+/g, " ")
        .trim()
        .split(/(`[^`]+`)/)
        .map((piece, i) => (i % 2 === 1 ? piece : escapePlain(piece)))
        .join("");
}

function escapePlain(text: string): string {
    return (
        text
            .replaceAll("&", "&amp;")
            .replaceAll("<", "&lt;")
            .replaceAll(">", "&gt;")
            .replace(/[\\`*_[\]~]/g, "\\$&")
            // GitHub links these to users and issues, escaped or not.
            .replace(/[@#](?=\w)/g, "$&<!-- -->")
    );
}

/** Lines of code, with a fence that they cannot end. */
export function codeBlock(language: string, lines: readonly string[]): Part {
    const ticks = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length);
    const fence = "`".repeat(Math.max(2, ...ticks) + 1);
    return { head: `${fence}${language}\n`, rows: lines.map((line) => `${line}\n`), foot: `${fence}\n` };
}

/** A table. @param rows cells in Markdown. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): Part {
    return {
        head: `${row(titles)}${row(titles.map(() => "---"))}`,
        rows: rows.map(row),
        foot: "",
    };
}

function row(cells: readonly string[]): string {
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
}

export function list(items: readonly string[]): Part {
    return { head: "", rows: items.map((item) => `- ${item}\n`), foot: "" };
}

/** Text that is shown complete or not at all. */
export function paragraph(text: string): Part {
    return { head: "", rows: [`${text}\n`], foot: "" };
}

/** A part that is shown complete or not at all. */
export function inOnePiece({ head, rows, foot }: Part): Part {
    return { head, rows: [rows.join("")], foot };
}

/** A part that a reader unfolds. */
export function fold(title: string, { head, rows, foot }: Part): Part {
    return {
        head: `<details>\n<summary>${title}</summary>\n\n${head}`,
        rows,
        foot: `${foot}\n</details>\n`,
    };
}

/**
 * The parts as one page that is no longer than `limit`. A part that does not fit is shortened after a row, or left out.
 *
 * @param texts.cut text for a page that is not complete.
 * @param texts.end text at the end of each page.
 */
export function joinParts(
    parts: readonly Part[],
    limit: number,
    { cut, end }: { cut: string; end: string },
): string {
    const room = limit - `\n${cut}\n${end}`.length;
    let page = "";
    let isComplete = true;
    for (const part of parts) {
        const fits = (count: number): boolean => page.length + renderPart(part, count).length + 1 <= room;
        let count = part.rows.length;
        if (!fits(count)) {
            isComplete = false;
            count = lastFitting(count, fits);
        }
        if (count > 0) {
            page += `${page === "" ? "" : "\n"}${renderPart(part, count)}`;
        }
    }
    return `${page}${isComplete ? "" : `\n${cut}`}\n${end}`;
}

/** The highest count below `count` that fits; 0 if none does. */
function lastFitting(count: number, fits: (count: number) => boolean): number {
    let [low, high] = [0, count];
    while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        [low, high] = fits(middle) ? [middle, high] : [low, middle];
    }
    return low;
}

function renderPart({ head, rows, foot }: Part, count: number): string {
    const more = rows.length - count;
    const shown = `${head}${rows.slice(0, count).join("")}`;
    if (more === 0) {
        return `${shown}${foot}`;
    }
    // After the end of a block of code, and before the end of a fold.
    const end = foot.indexOf("\n</details>");
    const [inner, outer] = end === -1 ? [foot, ""] : [foot.slice(0, end), foot.slice(end)];
    return `${shown}${inner}\n_… and ${more} more._\n${outer}`;
}
