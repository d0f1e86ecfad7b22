import type { GitHub } from "./github";

/**
 * Writes the one issue about the drift of a stack: opens it, edits the open one, or closes it.
 *
 * @returns a line about it; `undefined` if there is none and none is necessary.
 */
export async function postIssue(
    github: GitHub,
    stack: string,
    { isOpen, body }: { isOpen: boolean; body: string },
): Promise<string | undefined> {
    const marker = `<!-- posit-connect:drift ${stack} -->`;
    const isOwn = await github.isOwn();
    const issues = await github.list("issues?state=open");
    const present = issues.find((each) => isOwn(each) && each.body?.startsWith(marker));
    const fields = { body: `${marker}\n${body}` };
    if (present !== undefined) {
        const { html_url } = await github.edit(
            present,
            isOpen ? fields : { ...fields, state: "closed", state_reason: "completed" },
        );
        return `${isOpen ? "Updated" : "Closed"}: ${html_url}`;
    }
    if (!isOpen) {
        return undefined;
    }
    const { html_url } = await github.create("issues", { title: `Drift in ${stack}`, ...fields });
    return `Opened: ${html_url}`;
}
