/**
 * Runs a function with these environment variables, where `undefined` removes one, and restores those before.
 *
 * Changes `process.env` and does not replace it: native code such as that of `os.tmpdir()` in Node 24 does not read a
 * replacement.
 */
export async function withEnvironment<T>(
    variables: Record<string, string | undefined>,
    run: () => Promise<T>,
): Promise<T> {
    const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    setVariables(variables);
    try {
        return await run();
    } finally {
        setVariables(before);
    }
}

function setVariables(variables: Record<string, string | undefined>): void {
    for (const [name, value] of Object.entries(variables)) {
        if (value === undefined) {
            Reflect.deleteProperty(process.env, name);
        } else {
            process.env[name] = value;
        }
    }
}
