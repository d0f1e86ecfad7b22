import { NAMESPACE } from "./key";
import type { ConfigError } from "./configError";

/** RDS's longest identifier of a database, less the prefix before the stack's name. */
const MAX_LENGTH = 63 - `${NAMESPACE}-`.length;

/** The stack's part of an identifier that RDS accepts: no hyphen at its end, nor two in a row. */
const FORM = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Completes "must be". */
export const STACK_NAME =
    `1 to ${MAX_LENGTH} lower-case letters, digits and single hyphens, with none at either end (RDS accepts no other in ` +
    `${NAMESPACE}-<stack>)`;

/**
 * Errors in a stack's name: Pulumi accepts names that AWS does not, and resources are named `posit-connect-<stack>`.
 */
export function findStackNameErrors(stack: string): ConfigError[] {
    return isStackName(stack)
        ? []
        : [
              {
                  key: "stack name",
                  allowed: STACK_NAME,
                  got: JSON.stringify(stack),
                  advice: `Run pulumi stack rename ${suggestName(stack)}.`,
              },
          ];
}

export function isStackName(stack: string): boolean {
    return stack.length <= MAX_LENGTH && FORM.test(stack);
}

/** The nearest allowed name. */
function suggestName(stack: string): string {
    const words = stack.toLowerCase().match(/[a-z0-9]+/g) ?? ["prod"];
    return words.join("-").slice(0, MAX_LENGTH).replace(/-$/, "");
}
