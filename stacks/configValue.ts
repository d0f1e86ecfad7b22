/** A configuration value as it was written: the engine passes a text unchanged, and every other value as JSON. */
export function configValue(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
