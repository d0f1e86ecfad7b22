import { distance } from "fastest-levenshtein";

/** What to say of an unknown key: the nearest of the known ones, as a guess where they are alike. */
export function unknownKey(key: string, known: readonly string[], full: (key: string) => string): string {
    const nearest = nearestOf(key, known);
    return steps(key, nearest) <= Math.max(2, nearest.length / 3)
        ? `not a setting; did you mean ${full(nearest)}?`
        : `not a setting; the nearest is ${full(nearest)}`;
}

/** The one of `known` that takes the fewest changes to write, upper and lower case being the same. */
export function nearestOf(word: string, known: readonly string[]): string {
    return known.reduce((best, candidate) => (steps(word, candidate) < steps(word, best) ? candidate : best));
}

function steps(word: string, candidate: string): number {
    return distance(word.toLowerCase(), candidate.toLowerCase());
}
