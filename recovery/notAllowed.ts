/** What is told where an action is not allowed, and what to do. */
export function notAllowed(action: string, of: string): string {
    return `${action}: not allowed on ${of}; add the action to the policy of the role that you use.`;
}
