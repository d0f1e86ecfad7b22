import { NAMESPACE } from "./key";
import type { Mistake } from "./mistake";

/** The longest that RDS lets a database's identifier be, less what comes before the stack's name in it. */
const MAX_LENGTH = 63 - `${NAMESPACE}-`.length;

/** What is left of an identifier that RDS takes: it has no hyphen at its end, nor two in a row. */
const FORM = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What a stack's name must be, in words. */
export const STACK_NAME =
    `1 to ${MAX_LENGTH} lower-case letters, digits and single hyphens, with none at either end: RDS takes no other in ` +
    `${NAMESPACE}-<stack>`;

/**
 * What is wrong with a stack's name: Pulumi takes names that AWS does not, and resources are called
 * `posit-connect-<stack>`.
 */
export function stackNameMistakes(stack: string): Mistake[] {
    return isStackName(stack)
        ? []
        : [
              {
                  key: "stack name",
                  value: JSON.stringify(stack),
                  problem: `must be ${STACK_NAME}; pulumi stack rename ${fitting(stack)}`,
              },
          ];
}

export function isStackName(stack: string): boolean {
    return stack.length <= MAX_LENGTH && FORM.test(stack);
}

/** The nearest name that fits. */
function fitting(stack: string): string {
    const words = stack.toLowerCase().match(/[a-z0-9]+/g) ?? ["prod"];
    return words.join("-").slice(0, MAX_LENGTH).replace(/-$/, "");
}
