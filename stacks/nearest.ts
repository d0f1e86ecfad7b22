import { distance } from "fastest-levenshtein";

/**
 * The error for an unknown key, with the nearest known one.
 *
 * @param isSet whether a known key is set: the unknown one cannot be renamed to it.
 */
export function suggestKey(
    key: string,
    known: readonly string[],
    full: (key: string) => string,
    isSet: (key: string) => boolean = () => false,
): { allowed: string; advice: string } {
    const nearest = nearestOf(key, known);
    const isAlike = countChanges(key, nearest) <= Math.max(2, nearest.length / 3);
    return {
        allowed: "a known setting",
        advice: !isAlike
            ? `The nearest is ${full(nearest)}.`
            : isSet(nearest)
              ? `${full(nearest)} is set already. Remove the unknown key.`
              : `Did you mean ${full(nearest)}?`,
    };
}

/** The known word that needs the fewest changes, regardless of case. */
export function nearestOf(word: string, known: readonly string[]): string {
    return known.reduce((best, candidate) =>
        countChanges(word, candidate) < countChanges(word, best) ? candidate : best,
    );
}

/** Changes of a letter that make one word of another, regardless of case. */
export function countChanges(word: string, candidate: string): number {
    return distance(word.toLowerCase(), candidate.toLowerCase());
}
