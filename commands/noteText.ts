import { ROLLBACK_DAYS } from "../catalog/kubernetesVersions";
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
        case "wayBack":
            return wayBackText(note);
        default:
            return TEXTS[note.kind];
    }
}

function wayBackText({ to, until, lowerFirst, extendedFrom }: Extract<Note, { kind: "wayBack" }>): string {
    return [
        `Way back: EKS can roll the control plane back to ${to} until ${until}, ${ROLLBACK_DAYS} days after an update today.`,
        lowerFirst.length === 0
            ? `Nodes and add-ons stay at ${to}, so nothing must be lowered first.`
            : `First lower ${lowerFirst.join(", ")}, with \`cluster.nodeVersion\` in an update of its own.`,
        ...(extendedFrom === undefined
            ? []
            : [
                  `From ${extendedFrom}, when standard support of ${to} ends, set \`cluster.upgradePolicy\` to EXTENDED before.`,
              ]),
        "See docs/upgrades.md.",
    ].join(" ");
}
