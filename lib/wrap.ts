/** A text as lines of at most `width` characters, broken between words. A longer word has its own line. */
export function wrap(text: string, width: number): string[] {
    return text.split(/\s+/).reduce<string[]>((lines, word) => {
        const last = lines.at(-1);
        return last === undefined || last.length + 1 + word.length > width
            ? [...lines, word]
            : [...lines.slice(0, -1), `${last} ${word}`];
    }, []);
}
