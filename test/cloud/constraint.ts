import type { Cloud, CloudObject } from "./cloud";
import type { ApiError } from "../../simulation/apiError";

/** An object after an operation, before it (the same object unless it is an update), and the cloud that it is in. */
export interface Attempt {
    object: CloudObject;
    before: CloudObject;
    cloud: Cloud;
}

/** Returns the error of a rejected operation; `undefined` if it is allowed. */
export type Constraint = (attempt: Attempt) => ApiError | undefined;

/** Applies the consequences of a completed operation. */
export type Consequence = (event: Attempt) => void;

/** The operations on one resource type that AWS or Kubernetes rejects, and the consequences of others. */
export interface Constraints {
    create?: Constraint[];
    update?: Constraint[];
    delete?: Constraint[];
    created?: Consequence;
    updated?: Consequence;
    deleted?: Consequence;
}
