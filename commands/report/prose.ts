import { type Markup, markup } from "./markup";

/** A sentence whose code is in backticks. */
export function prose(text: string): Markup {
    const pieces = text.split(/`([^`]+)`/);
    return markup`${pieces.map((piece, i) => (i % 2 === 0 ? markup`${piece}` : markup`<code>${piece}</code>`))}`;
}
