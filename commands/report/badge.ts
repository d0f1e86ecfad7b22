import { type Markup, markup } from "./markup";

const MARKS = { good: "✓", warn: "○", bad: "✗", plain: "" };

/** A short text in a color, with a mark for readers who do not see colors. */
export function badge(tone: keyof typeof MARKS, text: string): Markup {
    return markup`<span class="badge ${tone}">${`${MARKS[tone]} ${text}`.trimStart()}</span>`;
}
