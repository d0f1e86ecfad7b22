/** The exit statuses of all commands. docs/commands.md lists them. */
export const EXIT = {
    /** The command did its work, and nothing stops a deployment. */
    done: 0,
    /** The input, the settings or the program is wrong, or a service did not respond. */
    failed: 1,
    wrongUsage: 2,
    /** A policy stops a deployment. */
    violated: 3,
    /** An update would lose or damage data, or AWS rejects it. */
    stopped: 4,
    /** Backups do not meet the RPO, or lack something that a restore needs. */
    notRecoverable: 5,
    /** A deployed stack differs from its program. */
    drifted: 6,
    /** An update of a stack, or a drill of its recovery, will fail. */
    willFail: 6,
    /** A check could not determine its result. */
    undetermined: 7,
    /** A stack costs more than its budget. */
    overBudget: 8,
    /** A deployment does not do what its stack promises, or a load test exceeds a threshold. */
    notAccepted: 9,
    /** A stack does not carry a workload. */
    tooSmall: 10,
} as const;
