/** Errors that come from the engine's environment, and their replacements with an instruction. */
const EXPLANATIONS: [RegExp, string][] = [
    [
        /currently locked by \d+ lock/,
        "another run has locked the stack's state: wait until it ends, or run `pulumi cancel` if it was killed",
    ],
    [
        /passphrase must be set|incorrect passphrase/,
        "the passphrase of the stack's secrets is missing or incorrect: set PULUMI_CONFIG_PASSPHRASE",
    ],
    [
        /failed to load checkpoint/,
        "the stack's state cannot be read, because an engine was killed while writing it: replace it with the copy next to it, *.bak",
    ],
];

/** Replaces an error that comes from the engine's environment with one line and an instruction. */
export function explainError(error: string): string {
    return EXPLANATIONS.find(([symptom]) => symptom.test(error))?.[1] ?? error;
}
