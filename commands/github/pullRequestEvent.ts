import { readFileSync } from "node:fs";
import { UserError } from "../../lib/userError";

/** The pull request that started a workflow. */
export interface PullRequest {
    number: number;
    /** The newest commit of its branch. A workflow checks out its merge with the base. */
    commit: string;
    /** Whether GitHub gives its workflows a token that only reads: it is from a fork, or from Dependabot. */
    isReadOnly: boolean;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
interface Event {
    pull_request?: {
        number: number;
        head: { sha: string; repo: { full_name: string } | null };
        base: { repo: { full_name: string } };
        user: { login: string } | null;
    };
}

/**
 * The pull request of the event file, if there is one.
 *
 * @throws {@link UserError} if the file cannot be read.
 */
export function readPullRequest(env: NodeJS.ProcessEnv): PullRequest | undefined {
    const file = env["GITHUB_EVENT_PATH"];
    if (!file) {
        return undefined;
    }
    let event: Event;
    try {
        event = JSON.parse(readFileSync(file, "utf8")) as Event;
    } catch (error) {
        throw new UserError([`GITHUB_EVENT_PATH: ${file} cannot be read (${(error as Error).message}).`]);
    }
    if (event.pull_request === undefined) {
        return undefined;
    }
    const { number, head, base, user } = event.pull_request;
    return {
        number,
        commit: head.sha,
        // The repository of a fork may be deleted.
        isReadOnly: head.repo?.full_name !== base.repo.full_name || user?.login === "dependabot[bot]",
    };
}
