import type { Note } from "../graph/change";
import { labelOf } from "../graph/labelOf";
import { nameOf, typeOf } from "../graph/urn";

const TEXTS = {
    protected: "It is protected: Pulumi rejects the change.",
    retained: "The cloud keeps it; Pulumi no longer manages it.",
    leftover: "An earlier replacement did not delete it.",
    recreated: "It is deleted, or missing in the cloud, and created again.",
};

/** A note as a sentence. */
export function noteText(note: Note): string {
    switch (note.kind) {
        case "follows":
            return `Follows from the ${labelOf(typeOf(note.cause))} ${nameOf(note.cause)}, which is ${note.of === "replace" ? "replaced" : "updated"}.`;
        case "unclear":
            return `Whether ${note.paths.join(", ")} can be changed in place is not known: \`pulumi preview\` reports it.`;
        default:
            return TEXTS[note.kind];
    }
}
