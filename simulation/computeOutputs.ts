import { isObject } from "../lib/isObject";

/** Outputs of the catalog with every function in them, however deep, replaced by its result. */
export function computeOutputs(outputs: object, argument: unknown): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [name, computeValue(value, argument)]),
    );
}

function computeValue(value: unknown, argument: unknown): unknown {
    if (typeof value === "function") {
        return (value as (given: unknown) => unknown)(argument);
    }
    if (Array.isArray(value)) {
        return value.map((item) => computeValue(item, argument));
    }
    return isObject(value) ? computeOutputs(value, argument) : value;
}
