import type { ConfigError } from "./configError";

/** RDS's longest identifier of a database. */
const MAX_LENGTH = 63;

/** A part of an identifier that RDS accepts: no hyphen at its end, nor two in a row. */
const FORM = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A stack's name. Completes "must be". */
export function stackNameForm(project: string): string {
    return (
        `1 to ${longestStack(project)} lower-case letters, digits and single hyphens, with none at either end (RDS accepts no ` +
        `other in ${project}-<stack>)`
    );
}

/** Errors in the names of a stack and its project: Pulumi accepts names that AWS does not, and resources are named after both. */
export function findStackNameErrors(stack: string, project: string): ConfigError[] {
    if (!FORM.test(project) || !/^[a-z]/.test(project) || longestStack(project) < 1) {
        return [
            {
                key: "project name",
                allowed:
                    `at most ${MAX_LENGTH - "-s".length} lower-case letters, digits and single hyphens, with a letter first and no hyphen ` +
                    "last (RDS accepts no other in <project>-<stack>)",
                got: JSON.stringify(project),
                advice: "Change the name in Pulumi.yaml.",
            },
        ];
    }
    return isStackName(stack, project)
        ? []
        : [
              {
                  key: "stack name",
                  allowed: stackNameForm(project),
                  got: JSON.stringify(stack),
                  advice: `Run pulumi stack rename ${suggestName(stack, project)}.`,
              },
          ];
}

export function isStackName(stack: string, project: string): boolean {
    return stack.length <= longestStack(project) && FORM.test(stack);
}

function longestStack(project: string): number {
    return MAX_LENGTH - `${project}-`.length;
}

/** The nearest allowed name. */
function suggestName(stack: string, project: string): string {
    const words = stack.toLowerCase().match(/[a-z0-9]+/g) ?? ["prod"];
    return words.join("-").slice(0, longestStack(project)).replace(/-$/, "");
}
