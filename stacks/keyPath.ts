/**
 * The steps of a configuration key's path, such as `cluster.nodeGroups["gpu"].taints[0]`; `undefined` if it is not one.
 *
 * Source: `pulumi/pulumi` 3.259.0, sdk/go/common/resource/properties_path.go, `ParsePropertyPathStrict`.
 */
export function keyPath(text: string): (string | number)[] | undefined {
    const path: (string | number)[] = [];
    const step = /(\.?)([^.[]+)|\["((?:\\"|[^"])*)"\]|\[(\d+)\]/y;
    while (step.lastIndex < text.length) {
        const found = step.exec(text);
        if (found === null) {
            return undefined;
        }
        const [, dot, name, quoted, index] = found;
        // A name follows a dot, except for the first one.
        if (name !== undefined && (dot === "") !== (found.index === 0)) {
            return undefined;
        }
        path.push(name ?? quoted?.replaceAll('\\"', '"') ?? Number(index));
    }
    return typeof path[0] === "string" ? path : undefined;
}
