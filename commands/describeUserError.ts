import { UserError } from "../lib/userError";
import { SettingsError } from "../stacks/settingsError";

/** The text of an error that the user can fix; of others, `undefined`. */
export function describeUserError(error: unknown): string | undefined {
    return error instanceof UserError || error instanceof SettingsError ? error.message : undefined;
}

/** The text of any error while a stack's program ran for an answer, which `outcome` says there is none of. */
export function describeWithOutcome(outcome: string): (error: unknown) => string {
    return (error) =>
        describeUserError(error) ??
        `The program failed. ${outcome}\n\n  ${error instanceof Error ? error.message : String(error)}`;
}
