/** Colors by name, on a light and on a dark background. Texts have a contrast of 4.5 to 1 or more on each background. */
export const PALETTE = {
    page: ["#f4f6fa", "#0d1219"],
    card: ["#ffffff", "#151c27"],
    raised: ["#f8fafc", "#1b2431"],
    line: ["#d8dee8", "#2d3847"],
    ink: ["#162033", "#e7ecf4"],
    muted: ["#566176", "#a1adbf"],
    accent: ["#1d5fd0", "#7db2ff"],
    good: ["#0b7a4b", "#4fd39a"],
    warn: ["#8f5a00", "#f2b950"],
    bad: ["#c0272d", "#ff8a85"],
    public: ["#edf7ee", "#12251b"],
    publicLine: ["#9bcaa2", "#33684a"],
    private: ["#edf3fc", "#121f33"],
    privateLine: ["#a6bfe6", "#385581"],
    other: ["#f6f1e6", "#29231a"],
    otherLine: ["#cdb98a", "#6d5f3f"],
    in: ["#1d5fd0", "#7db2ff"],
    inside: ["#626e83", "#94a1b5"],
    out: ["#0b7a4b", "#4fd39a"],
    balancer: ["#7c4ddb", "#b496ff"],
    nodes: ["#d2650b", "#ff9f52"],
    content: ["#a97900", "#e9bd45"],
    database: ["#2563d9", "#74a8ff"],
    files: ["#0b7f78", "#3fcdc3"],
    api: ["#5146c9", "#a59cff"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type Color = keyof typeof PALETTE;

/** A style sheet with its variables, such as `var(--ink)`, replaced by the colors of one background. */
export function resolveColors(css: string, background: "light" | "dark"): string {
    return css.replace(/var\(--(\w+)\)/g, (variable, name: string) => {
        const color = (PALETTE as Record<string, readonly [string, string]>)[name];
        return color === undefined ? variable : color[background === "light" ? 0 : 1];
    });
}

/** The variables of a page that follows the reader's system, or its own `color-scheme`. */
export function colorVariables(): string {
    const variables = Object.entries(PALETTE).map(
        ([name, [light, dark]]) => `--${name}: light-dark(${light}, ${dark});`,
    );
    return `:root { ${variables.join(" ")} }\n`;
}
