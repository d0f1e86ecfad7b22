import { connect } from "../catalog/connect";
import { isChart } from "../lib/isChart";
import type { Change, Changes } from "./change";
import { durationOf } from "./durationOf";
import { effectsOf, type Effect } from "./effectsOf";
import { isWithin } from "./isWithin";
import { labelOf } from "./labelOf";
import { lossOf } from "./lossOf";
import { rejectedRollback, wayBack } from "./rollback";
import { RELEASE } from "./types";
import { nameOf } from "./urn";

/** An operator's consent that a stateful resource may be replaced or deleted. */
export interface Acknowledgement {
    urn: string;
    reason: string;
    /** Last day on which it is valid, `YYYY-MM-DD`, in UTC. */
    expires: string;
}

/** A change with its meaning for operators and users. */
export interface AssessedChange extends Change {
    /** The resource's name in the program. */
    name: string;
    /** What operators call it: `database`, `node group`. */
    noun: string;
    /** Effects on users and operators, worst first. */
    effects: Effect[];
    /** Seconds that it typically takes; absent if the catalog does not know its type. */
    seconds?: number;
    /** Data that it deletes permanently; absent if there is none. */
    loss?: string;
    /** The acknowledgement that covers the loss. */
    acknowledgement?: Acknowledgement;
}

export interface Assessment {
    stack: string;
    changes: AssessedChange[];
    /** Changes that lose data without an acknowledgement. */
    blocked: AssessedChange[];
    /** Acknowledgements past their last day. */
    expired: Acknowledgement[];
    /** Acknowledgements of resources that lose no data. */
    unused: Acknowledgement[];
}

/**
 * Finds what each change means, and which ones need an acknowledgement first.
 *
 * @param today as `YYYY-MM-DD`, in UTC.
 */
export function assess(
    { stack, changes }: Changes,
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
            notes: [...change.notes, ...wayBack(change, changes, today)],
            effects: effects(change, changes, today),
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
        expired: acknowledgements.filter(({ expires }) => expires < today),
        unused: acknowledgements.filter(({ urn, expires }) => expires >= today && !losingUrns.has(urn)),
    };
}

/** Whether an update installs Connect, so that it has no users yet. */
function installsConnect(changes: readonly Change[]): boolean {
    return changes.some(
        ({ action, type, after }) =>
            action === "create" && type === RELEASE && isChart(String(after["chart"]), connect.chart.name),
    );
}

function effects(change: Change, changes: readonly Change[], today: string): Effect[] {
    if (change.action === "create" && installsConnect(changes)) {
        return [];
    }
    const all = effectsOf(change);
    const rejection = rejectedRollback(change, changes, today);
    return rejection === undefined
        ? all
        : [rejection, ...all.filter(({ properties }) => !properties.includes("version"))];
}

/** Properties that a service, or Pulumi itself, changes at once, whatever its type's updates take. */
const IMMEDIATE = ["protect", "tags", "tagsAll"];

function secondsOf({ action, type, before, after, properties }: Change): Pick<AssessedChange, "seconds"> {
    const isImmediate = properties.every(({ path }) =>
        IMMEDIATE.some((property) => isWithin(path, property)),
    );
    if (action === "update" && properties.length > 0 && isImmediate) {
        return { seconds: 0 };
    }
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
