import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedChild } from "./notation";

/** One remote component with what it was given, what it registered and what it gave back. */
export interface Recording {
    component: string;
    name: string;
    construct: {
        inputs: Record<string, unknown>;
        /** By input; of the recordings in modes alone. */
        inputDependencies?: Record<string, string[]>;
        dependencies?: string[];
        state: Record<string, unknown>;
        stateDependencies?: Record<string, string[]>;
    };
    registration: {
        parent: string;
        inputs: Record<string, unknown>;
        dependencies?: string[];
        outputs: unknown;
    };
    childCount: number;
    children: (RecordedChild & {
        registeredOutputs?: Record<string, unknown>;
        providers?: Record<string, string>;
    })[];
}

/** Reads a file of `recorded/`, which holds one component. */
export function recording(file: string): Recording {
    const text = readFileSync(join(__dirname, "recorded", `${file}.json`), "utf8");
    const { instances } = JSON.parse(text) as { instances: [Recording] };
    return instances[0];
}
