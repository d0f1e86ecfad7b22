import { durationOf } from "./durationOf";
import { effectsOf, type Effect } from "./effectsOf";
import { labelOf } from "./labelOf";
import { lossOf } from "./lossOf";

/** What happens to a resource. `leave`: Pulumi lets go of it, and the cloud keeps it. */
export type Action = "create" | "adopt" | "update" | "replace" | "delete" | "leave";

/** A property that is another than before. */
export interface ChangedProperty {
    /** Its path, in Pulumi's form: `scalingConfig.maxSize`, `subnetIds[2]`. */
    path: string;
    kind: "add" | "delete" | "update";
    /** Whether it cannot be changed in place. Absent where nobody says. */
    forcesReplacement?: boolean;
}

/** One resource that an update touches. */
export interface Change {
    action: Action;
    urn: string;
    type: string;
    properties: ChangedProperty[];
    /** Whether an update does not say what it changes, so that it cannot be judged. */
    isUnexplained?: true;
    /** What else there is to say, a sentence each. */
    notes: string[];
    /** Inputs before and after, for effects that depend on both. They may hold what nobody is to see. */
    before: Record<string, unknown>;
    after: Record<string, unknown>;
}

/** A property of which nobody can say offline whether it is another than before. */
export interface Incomparable {
    urn: string;
    path: string;
    reason: "secret" | "unknown" | "from another resource";
}

/** All that an update would change, and what is not known of it. */
export interface Changes {
    stack: string;
    changes: Change[];
    incomparable: Incomparable[];
}

/** Someone's word that a stateful resource may be replaced or deleted. */
export interface Acknowledgement {
    urn: string;
    reason: string;
    /** Last day on which it holds, `YYYY-MM-DD`, in UTC. */
    expires: string;
}

/** A change in the words of an operator. */
export interface AssessedChange extends Change {
    /** Its name in the program. */
    name: string;
    /** What it is: `database`, `node group`. */
    noun: string;
    /** What users and operators notice, worst first. */
    effects: Effect[];
    /** Seconds that it typically takes; absent where nobody has timed its type. */
    seconds?: number;
    /** What is lost by it; absent where it loses nothing that an update could not make again. */
    loss?: string;
    /** The acknowledgement that covers the loss. */
    acknowledgement?: Acknowledgement;
}

export interface Assessment {
    stack: string;
    changes: AssessedChange[];
    /** Changes that lose something, and that nobody has acknowledged. */
    blocked: AssessedChange[];
    incomparable: Incomparable[];
    /** Acknowledgements whose day has passed. */
    expired: Acknowledgement[];
    /** Acknowledgements of what does not happen. */
    unused: Acknowledgement[];
}

/** What was given is not what it should be. Its message says what to do. */
export class UnreadableChanges extends Error {}

/**
 * Says what each change means, and which of them need someone's word first.
 *
 * @param today as `YYYY-MM-DD`, in UTC.
 */
export function assess(
    { stack, changes, incomparable }: Changes,
    acknowledgements: readonly Acknowledgement[],
    today: string,
): Assessment {
    const assessed = changes.map((change): AssessedChange => {
        const loss = lossOf(change);
        const acknowledgement =
            loss === undefined
                ? undefined
                : acknowledgements.find(({ urn, expires }) => urn === change.urn && expires >= today);
        return {
            ...change,
            name: nameOf(change.urn),
            noun: labelOf(change.type),
            effects: effectsOf(change),
            ...secondsOf(change),
            ...(loss === undefined ? {} : { loss }),
            ...(acknowledgement === undefined ? {} : { acknowledgement }),
        };
    });
    const losing = assessed.filter(({ loss }) => loss !== undefined);
    const losingUrns = new Set(losing.map(({ urn }) => urn));
    return {
        stack,
        changes: assessed,
        blocked: losing.filter(({ acknowledgement }) => acknowledgement === undefined),
        incomparable,
        expired: acknowledgements.filter(({ expires }) => expires < today),
        unused: acknowledgements.filter(({ urn, expires }) => expires >= today && !losingUrns.has(urn)),
    };
}

function secondsOf({ action, type, before, after }: Change): Pick<AssessedChange, "seconds"> {
    const operations = {
        create: ["create"],
        adopt: [],
        update: ["update"],
        replace: ["create", "delete"],
        delete: ["delete"],
        leave: [],
    } as const;
    const durations = operations[action].map((operation) =>
        durationOf({ type, custom: true, inputs: operation === "delete" ? before : after }, operation),
    );
    return durations.some(({ source }) => source === undefined)
        ? {}
        : { seconds: durations.reduce((sum, { seconds }) => sum + seconds, 0) };
}

/** The last part of a URN: the resource's name in the program. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** The stack that a URN belongs to. */
export function stackOf(urn: string): string {
    return urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
}
