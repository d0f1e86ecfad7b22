import { placeholders } from "./placeholders";
import { missingSecrets } from "./secrets";

/** Something to do before a real deployment. */
export interface Need {
    /** What to type. */
    command: string;
    /** Why, where the command does not say it. */
    note?: string;
}

/**
 * What a stack's file still needs before a real deployment, a command each: secrets that are not set, and values that
 * are an example's.
 *
 * @param config configuration by key, structured values as JSON.
 * @param secretKeys keys whose values are encrypted.
 */
export function needsBeforeUp(config: Record<string, string>, secretKeys: readonly string[]): Need[] {
    return [
        ...missingSecrets(config, secretKeys).map(({ command }) => ({ command })),
        ...placeholders(config).map(({ value, command }) => ({ command, note: `${value} is an example` })),
    ];
}
