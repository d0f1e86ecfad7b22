import { findCredential } from "./credentials";
import { parseContainer } from "./parseContainer";

/** The first credential in the texts and keys of a value. JSON in a text is parsed, because it can escape any character. */
export function findCredentialIn(value: unknown): string | undefined {
    if (typeof value === "string") {
        return findCredential(value) ?? findCredentialIn(parseContainer(value));
    }
    if (typeof value !== "object" || value === null) {
        return undefined;
    }
    for (const [key, part] of Object.entries(value)) {
        const found = findCredential(key) ?? findCredentialIn(part);
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}
