import { isAlias, isMap, isScalar, isSeq, type Document, type YAMLMap } from "yaml";

/** The node of a value, where its anchor is, and in a merged table (`<<`) if its own table has no such key. */
export function nodeAt(document: Document, path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>(
        (node, key) => resolve(document, child(document, node, key)),
        resolve(document, document.contents),
    );
}

function resolve(document: Document, node: unknown): unknown {
    return isAlias(node) ? node.resolve(document) : node;
}

function child(document: Document, node: unknown, key: PropertyKey): unknown {
    if (!isMap(node)) {
        return isSeq(node) ? node.items[Number(key)] : undefined;
    }
    return [
        valueOf(node, String(key)),
        ...mergedInto(document, node).map((table) => child(document, table, key)),
    ].find((found) => found !== undefined);
}

function valueOf(table: YAMLMap, key: string): unknown {
    return table.items.find((pair) => isScalar(pair.key) && textOf(pair.key.value) === key)?.value;
}

/** The key of a merged table is a symbol. */
function textOf(key: unknown): string | undefined {
    return typeof key === "symbol" ? key.description : String(key);
}

function mergedInto(document: Document, table: YAMLMap): unknown[] {
    const merged = resolve(document, valueOf(table, "<<"));
    return (isSeq(merged) ? merged.items : [merged]).map((each) => resolve(document, each));
}
