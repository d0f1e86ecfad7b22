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
    private readonly issues: { path: string; shape: boolean }[];

    constructor(issues: readonly z.core.$ZodRawIssue[]) {
        this.issues = issues
            // An unknown key leaves the known ones as they are.
            .filter((issue) => issue.code !== "unrecognized_keys")
            .map((issue) => ({
                path: (issue.path ?? []).join("."),
                shape: issue.code === "invalid_type" || issue.code === "invalid_union",
            }));
    }

    /** Whether settings are of their types, whatever else is wrong with them or with what they hold. */
    hasShape(...paths: string[]): boolean {
        return !paths.some((path) => this.issues.some((issue) => issue.shape && isWithin(path, issue.path)));
    }

    /** Whether nothing is wrong with settings, nor with what they hold. */
    isSound(...paths: string[]): boolean {
        return (
            this.hasShape(...paths) &&
            !paths.some((path) => this.issues.some((issue) => isWithin(issue.path, path)))
        );
    }
}

function isWithin(path: string, container: string): boolean {
    return path === container || path.startsWith(`${container}.`);
}
