import { placeholders } from "./placeholders";
import { missingSecrets } from "./secrets";

/** A step before a real deployment. */
export interface Need {
    /** Command to run. */
    command: string;
    /** Reason, if the command does not show it. */
    note?: string;
}

/**
 * Steps for a stack's file before a real deployment: secrets that are not set, and values of an example.
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
