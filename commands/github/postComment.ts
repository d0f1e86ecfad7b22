import { MARKER, markOf } from "../comment/marker";
import { type GitHub, GitHubError, type Post } from "./github";
import type { PullRequest } from "./pullRequestEvent";

/** How a comment was posted, and its page. `kept`: the present one is about the same commit and has more. */
export interface Posted {
    as: "created" | "updated" | "kept";
    url: string;
}

/**
 * Writes the one comment of this project in a pull request: edits it if it exists.
 *
 * @returns `undefined` if the token cannot write, as in a pull request from a fork.
 */
export async function postComment(
    github: GitHub,
    { number, isReadOnly }: PullRequest,
    body: string,
): Promise<Posted | undefined> {
    try {
        const isOwn = await github.isOwn();
        const comments = await github.list(`issues/${number}/comments`);
        const present = comments.find((each) => isOwn(each) && each.body?.startsWith(MARKER));
        if (present === undefined) {
            const { html_url } = await github.create(`issues/${number}/comments`, { body });
            return { as: "created", url: html_url };
        }
        if (hasMore(present, body)) {
            return { as: "kept", url: present.html_url };
        }
        const { html_url } = await github.edit(present, { body });
        return { as: "updated", url: html_url };
    } catch (error) {
        if (error instanceof GitHubError && isReadOnly && cannotWrite(error)) {
            return undefined;
        }
        throw error;
    }
}

/** Checks without credentials may end after the previews of the same commit, which know more. */
function hasMore(present: Post, body: string): boolean {
    const [old, now] = [markOf(present.body ?? ""), markOf(body)];
    return old.commit !== "" && old.commit === now.commit && old.previews > now.previews;
}

/** GitHub's answer to a token without the permission. Its limits of requests are 403 as well, with another message. */
function cannotWrite({ status, reason }: GitHubError): boolean {
    return status === 403 && reason.includes("Resource not accessible by integration");
}
