/** The path of a member of an object, in Pulumi's form: `a.b`, or `a["b/c"]` for a key that is no name. */
export function memberOf(path: string, key: string): string {
    if (!/^[\w-]+$/.test(key)) {
        return `${path}[${JSON.stringify(key)}]`;
    }
    return path === "" ? key : `${path}.${key}`;
}

/** The keys of a path in Pulumi's form: `a`, `0`, `b/c` and `d` of `a[0]["b/c"].d`. */
export function keysOf(path: string): string[] {
    return (path.match(/"(?:[^"\\]|\\.)*"|[^.[\]"]+/g) ?? []).map((key) =>
        key.startsWith('"') ? (JSON.parse(key) as string) : key,
    );
}
