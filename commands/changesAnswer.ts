import type { AssessedChange, Assessment } from "../graph/assess";
import { noteText } from "./noteText";

/** Changes for a program, without the inputs, which may hold secrets: `npm run changes -- --json`. */
export interface ChangesAnswer extends Omit<Assessment, "changes" | "blocked"> {
    changes: ReportedChange[];
    /** URNs of the resources whose data would be lost without an acknowledgement. */
    blocked: string[];
}

export interface ReportedChange extends Omit<AssessedChange, "notes" | "before" | "after"> {
    notes: string[];
    before?: undefined;
    after?: undefined;
}

export function changesAnswer({ changes, blocked, ...rest }: Assessment): ChangesAnswer {
    return {
        ...rest,
        changes: changes.map((change) => ({
            ...change,
            notes: change.notes.map(noteText),
            before: undefined,
            after: undefined,
        })),
        blocked: blocked.map(({ urn }) => urn),
    };
}
