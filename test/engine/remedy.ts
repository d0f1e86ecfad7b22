/** What the engine says where its surroundings are wrong, and what to do about it. */
const REMEDIES: [RegExp, string][] = [
    [
        /currently locked by \d+ lock/,
        "the stack's state is locked by another run: wait until that has ended; if it has died, `pulumi cancel`",
    ],
    [
        /passphrase must be set|incorrect passphrase/,
        "the passphrase of the stack's secrets is missing or another one: set PULUMI_CONFIG_PASSPHRASE",
    ],
    [
        /failed to load checkpoint/,
        "the stack's state cannot be read: an engine died while it wrote it; put the copy beside it, *.bak, in its place",
    ],
];

/** The engine's error as one line with a remedy, where its surroundings are what is wrong. */
export function remedy(error: string): string {
    return REMEDIES.find(([symptom]) => symptom.test(error))?.[1] ?? error;
}
