import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedChild } from "./notation";

/** One remote component with what it was given, what it registered and what it gave back. */
export interface Recording {
    component: string;
    name: string;
    construct: { inputs: Record<string, unknown>; state: Record<string, unknown> };
    childCount: number;
    children: RecordedChild[];
}

/** Reads a file of `recorded/`, which holds one component. */
export function recording(file: string): Recording {
    const text = readFileSync(join(__dirname, "recorded", `${file}.json`), "utf8");
    const { instances } = JSON.parse(text) as { instances: [Recording] };
    return instances[0];
}
