/**
 * Yes, no, or why there is no answer: it is made elsewhere and the stack does not tell, or the program states it and
 * it is not known until the deployment.
 */
export type Answer = boolean | "untold" | "unknown";

/** Whether any of several holds. One that holds decides; one that nobody knows weighs more than one that does not. */
export function any(answers: readonly Answer[]): Answer {
    return ([true, "unknown", "untold"] as const).find((answer) => answers.includes(answer)) ?? false;
}

/** What all of several answer, of which one is meant and it is not known which; not known where they differ. */
export function agreed(answers: readonly Answer[]): Answer {
    const [first, ...others] = new Set(answers);
    return first === undefined || others.length > 0 ? "unknown" : first;
}
