import { placeholders } from "./placeholders";
import { missingSecrets } from "./secrets";

/**
 * What a stack's file still needs before a real deployment, a command each: secrets that are not set, and values that
 * are an example's.
 *
 * @param config configuration by key, structured values as JSON.
 * @param secretKeys keys whose values are encrypted.
 */
export function needsBeforeUp(config: Record<string, string>, secretKeys: readonly string[]): string[] {
    return [
        ...missingSecrets(config, secretKeys).map(({ command }) => command),
        ...placeholders(config).map(({ value, command }) => `${command}   (${value} is an example)`),
    ];
}
