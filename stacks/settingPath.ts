const KEYS = Symbol("keys");
declare const VALUE: unique symbol;

/** Names of the settings that a table holds; of a table with one of several shapes, those of all. */
type NameIn<T> = T extends object ? keyof T & string : never;

/** Value of a setting in a table; `undefined` for a shape of the table that does not have it. */
type ValueIn<T, Name> = T extends unknown ? (Name extends keyof T ? T[Name] : undefined) : never;

type PathsIn<T> = [NonNullable<T>] extends [readonly (infer Item)[]]
    ? { at(index: number): SettingPath<Item> }
    : string extends NameIn<T>
      ? { at(name: string): SettingPath<NonNullable<ValueIn<T, string>>> }
      : { readonly [Name in NameIn<T>]-?: SettingPath<ValueIn<T, Name>> };

/**
 * Path of a setting whose value is a `T`. The paths of the settings in it are its properties, as in `network.cidrBlock`; a path
 * that does not exist does not compile. `at` leads into a list by index, and into a table of the user's own names by name.
 */
export type SettingPath<T = unknown> = PathsIn<T> & {
    readonly [KEYS]: readonly PropertyKey[];
    /** Exists for the compiler only. */
    readonly [VALUE]: () => T;
};

/** Path of a section, or of a setting in it. */
export function pathOf<T>(...keys: readonly PropertyKey[]): SettingPath<T> {
    const target = { [KEYS]: keys, at: (key: PropertyKey) => pathOf<unknown>(...keys, key) };
    return new Proxy(target, {
        get: (found, key) =>
            key in found ? found[key as keyof typeof found] : pathOf<unknown>(...keys, key),
    }) as unknown as SettingPath<T>;
}

export function keysOf(path: SettingPath): PropertyKey[] {
    return [...path[KEYS]];
}
