import type { ZodError } from "zod";

/** Where a file has another form than its schema, and how. */
export function formatIssue({ issues: [first] }: ZodError): string {
    const { path = [], message = "" } = first ?? {};
    const problem = message
        .replace(/^Invalid input: expected (.*), received (.*)$/, "must be of type $1, got $2")
        .replace(/got undefined$/, "got nothing");
    return `${path.join(".")}: ${problem}`;
}
