import type { z } from "zod";
import { getPath } from "../lib/getPath";
import { keysOf, pathOf, type SettingPath } from "./settingPath";

/** A setting that other settings do not allow. */
export interface Finding {
    path: PropertyKey[];
    /** Completes "must be". */
    allowed: string;
    /** Advice or a reason, in complete sentences. */
    advice?: string;
}

/** A rule between settings. */
export type Rule = (settings: CheckedSettings) => Iterable<Finding>;

type Values<Paths extends readonly SettingPath[]> = {
    -readonly [Index in keyof Paths]: Paths[Index] extends SettingPath<infer Value> ? Value : never;
};

/**
 * A rule that reads settings. It is checked only if all of them are valid by themselves, so that one error is reported once.
 *
 * @param check gets the values in the order of their paths.
 */
export function rule<const Paths extends readonly SettingPath[]>(
    paths: Paths,
    check: (values: Values<Paths>, settings: CheckedSettings) => Finding | Iterable<Finding> | undefined,
): Rule {
    return (settings) => {
        if (!settings.isValid(...paths)) {
            return [];
        }
        const found = check(paths.map((path) => settings.get(path)) as Values<Paths>, settings) ?? [];
        return "allowed" in found ? [found] : found;
    };
}

export function finding(path: SettingPath, allowed: string, advice?: string): Finding {
    return { path: keysOf(path), allowed, ...(advice === undefined ? {} : { advice }) };
}

/** Settings, with the schema's issues about each of them. */
export class CheckedSettings {
    /** Paths of values of the wrong type. */
    private readonly mistyped: Set<string>;

    /** Paths of values with an issue, and of everything that contains them. */
    private readonly invalid: Set<string>;

    constructor(
        private readonly settings: unknown,
        issues: readonly z.core.$ZodRawIssue[],
    ) {
        const found = issues
            // The known keys next to an unknown one keep their meaning.
            .filter((issue) => issue.code !== "unrecognized_keys")
            .map((issue) => ({
                path: issue.path ?? [],
                isMistyped: issue.code === "invalid_type" || issue.code === "invalid_union",
            }));
        this.mistyped = new Set(
            found.filter(({ isMistyped }) => isMistyped).map(({ path }) => path.join(".")),
        );
        this.invalid = new Set(found.flatMap(({ path }) => withContainers(path)));
    }

    /** Whether settings have no issue, nor has anything in them. */
    isValid(...paths: readonly SettingPath[]): boolean {
        return this.isWellTyped(...paths) && !paths.some((path) => this.invalid.has(keysOf(path).join(".")));
    }

    /** Whether settings have the required type, even if they or their contents have other errors. */
    isWellTyped(...paths: readonly SettingPath[]): boolean {
        return !paths.flatMap((path) => withContainers(keysOf(path))).some((path) => this.mistyped.has(path));
    }

    /** Value of a setting; `undefined` if it is not valid. */
    get<Value>(path: SettingPath<Value>): Value | undefined {
        return this.isValid(path) ? (getPath(this.settings, keysOf(path)) as Value) : undefined;
    }

    /** Paths of the items of a list that have the type that they must have. */
    items<Item>(list: SettingPath<Item[] | undefined>): SettingPath<Item>[] {
        return this.keysIn(list)
            .map((key) => pathOf<Item>(...keysOf(list), Number(key)))
            .filter((item) => this.isWellTyped(item));
    }

    /** Paths of the entries of a table that have the type that they must have, by name. */
    entries<Entry>(table: SettingPath<Record<string, Entry>>): [name: string, path: SettingPath<Entry>][] {
        return this.keysIn(table)
            .map((name): [string, SettingPath<Entry>] => [name, pathOf<Entry>(...keysOf(table), name)])
            .filter(([, entry]) => this.isWellTyped(entry));
    }

    private keysIn(path: SettingPath): string[] {
        const value = this.isWellTyped(path) ? getPath(this.settings, keysOf(path)) : undefined;
        return Object.keys(value ?? {});
    }
}

/** A path and the paths of everything that contains it. */
function withContainers(path: readonly PropertyKey[]): string[] {
    return path.map((_, index) => path.slice(0, index + 1).join("."));
}
