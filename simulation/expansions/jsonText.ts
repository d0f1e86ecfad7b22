import { Reference, Text } from "../expansion";

/** JSON in which references stand for text without characters that JSON escapes. */
export function jsonText(value: unknown): Text {
    const references: Reference[] = [];
    const json = JSON.stringify(value, (_, part: unknown) =>
        part instanceof Reference ? `@reference-${references.push(part) - 1}@` : part,
    );
    return new Text(
        json
            .split(/@reference-(\d+)@/)
            .map((part, i) => (i % 2 === 0 ? part : (references[Number(part)] ?? ""))),
    );
}
