/** A configuration value as it was written: the engine hands on text as it is, and everything else as JSON. */
export function configValue(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
