import type { Cloud, CloudObject } from "./cloud";
import type { ApiError } from "../../simulation/apiError";

/** An object as it is to be, the same as it was (on an update), and the cloud around it. */
export interface Attempt {
    object: CloudObject;
    before: CloudObject;
    cloud: Cloud;
}

/** Says why something is refused, or nothing where it is allowed. */
export type Law = (attempt: Attempt) => ApiError | undefined;

/** What follows from something that has happened. */
export type Consequence = (event: { object: CloudObject; cloud: Cloud }) => void;

/** What AWS or Kubernetes has to say about one type of resource. */
export interface Laws {
    create?: Law[];
    update?: Law[];
    delete?: Law[];
    created?: Consequence;
    updated?: Consequence;
    deleted?: Consequence;
}
