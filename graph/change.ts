import type { InputChange } from "../catalog/resourceType";

/** What happens to a resource. `leave`: Pulumi removes it from its state, and the cloud keeps it. */
export type Action = "create" | "adopt" | "update" | "replace" | "delete" | "leave";

/** A property whose value changes. */
export interface ChangedProperty {
    /** Its path, in Pulumi's form: `scalingConfig.maxSize`, `subnetIds[2]`. */
    path: string;
    kind: "add" | "delete" | "update";
    /** Whether it cannot be changed in place; absent if that is not known. */
    forcesReplacement?: boolean;
}

/** A further fact of a change. */
export type Note =
    /** It uses the resource with the URN `cause`, which is replaced or updated. */
    | { kind: "follows"; cause: string; of: "replace" | "update" }
    /** Whether these properties can be changed in place is not known. */
    | { kind: "unclear"; paths: string[] }
    /** Pulumi rejects the change, as the resource is protected. */
    | { kind: "protected" }
    /** The cloud keeps the resource, and Pulumi no longer manages it. */
    | { kind: "retained" }
    /** An earlier replacement did not delete it. */
    | { kind: "leftover" }
    /**
     * It is an upgrade of a control plane, which EKS can roll back to the version `to` until the day `until`, after the resources
     * `lowerFirst`. From the day `extendedFrom`, if there is one, the cluster must be in extended support first.
     */
    | { kind: "wayBack"; to: string; until: string; lowerFirst: string[]; extendedFrom?: string }
    /** It is deleted, or missing in the cloud, and created again. */
    | { kind: "recreated" };

/** One resource that an update changes. `before` and `after` may hold secrets. */
export interface Change extends InputChange {
    action: Action;
    urn: string;
    type: string;
    properties: ChangedProperty[];
    /** Day of the last change of the resource by Pulumi, `YYYY-MM-DD`, in UTC; absent if that is not known. */
    modified?: string;
    /** Set if the preview does not report what a change is from or to: effects that depend on it are unknown. */
    isUnexplained?: true;
    notes: Note[];
}

/** All changes of an update. */
export interface Changes {
    stack: string;
    changes: Change[];
}

/** The input has another form. The message says what to do. */
export class UnreadableChanges extends Error {}
