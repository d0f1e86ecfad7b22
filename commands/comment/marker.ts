/** The beginning of a comment of this project, which readers do not see. */
export const MARKER = "<!-- posit-connect:comment";

/** Facts of a comment that its marker holds. */
interface Mark {
    /** The commit that it is about; empty if it is not known. */
    commit: string;
    /** Number of stacks with a preview. */
    previews: number;
}

export function formatMark({ commit, previews }: Mark): string {
    return `${MARKER} commit=${commit} previews=${previews} -->`;
}

export function markOf(comment: string): Mark {
    const [, commit = "", previews = "0"] =
        /^<!-- posit-connect:comment commit=(\w*) previews=(\d+) -->/.exec(comment) ?? [];
    return { commit, previews: Number(previews) };
}
