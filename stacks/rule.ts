import type { z } from "zod";
import type { DeclaredSettings } from "./settings";

/** A mistake that several settings make together, told of the one to change. */
export interface Problem {
    path: PropertyKey[];
    message: string;
}

/**
 * What must hold between settings.
 *
 * A rule reads a setting only where it is sound, so that one mistake is told once and hides no other. What is not
 * sound may be missing, or of another type than its type says.
 */
export type Rule = (settings: DeclaredSettings, checked: Checked) => Generator<Problem, void>;

/** What the schema found wrong with each setting by itself, asked by a setting's path: `network.cidrBlock`. */
export class Checked {
    /** Paths of what is not of its type. */
    private readonly misshapen: Set<string>;

    /** Paths of what something is wrong with, and of all that holds it. */
    private readonly unsound: Set<string>;

    constructor(issues: readonly z.core.$ZodRawIssue[]) {
        const found = issues
            // An unknown key leaves the known ones as they are.
            .filter((issue) => issue.code !== "unrecognized_keys")
            .map((issue) => ({
                path: (issue.path ?? []).join("."),
                shape: issue.code === "invalid_type" || issue.code === "invalid_union",
            }));
        this.misshapen = new Set(found.filter(({ shape }) => shape).map(({ path }) => path));
        this.unsound = new Set(found.flatMap(({ path }) => containers(path)));
    }

    /** Whether settings are of their types, whatever else is wrong with them or with what they hold. */
    hasShape(...paths: string[]): boolean {
        return !paths.flatMap(containers).some((path) => this.misshapen.has(path));
    }

    /** Whether nothing is wrong with settings, nor with what they hold. */
    isSound(...paths: string[]): boolean {
        return this.hasShape(...paths) && !paths.some((path) => this.unsound.has(path));
    }
}

/** A path and those of all that holds it. */
function containers(path: string): string[] {
    const keys = path.split(".");
    return keys.map((_, index) => keys.slice(0, index + 1).join("."));
}
