/**
 * Yes, no, or the reason why there is no answer: `external`, because the resource is managed outside the stack, or
 * `unknown`, because the value is not known until the deployment.
 */
export type Answer = boolean | "external" | "unknown";

/** Whether any of several answers is yes. An unknown answer takes precedence over no. */
export function any(answers: readonly Answer[]): Answer {
    return ([true, "unknown", "external"] as const).find((answer) => answers.includes(answer)) ?? false;
}

/** The answer for one of several candidates if it is not known which: the common answer, or unknown if they differ. */
export function agreed(answers: readonly Answer[]): Answer {
    const [first, ...others] = new Set(answers);
    return first === undefined || others.length > 0 ? "unknown" : first;
}
