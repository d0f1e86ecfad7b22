/** Whether a path is a property or lies within it. */
export function isWithin(path: string, property: string): boolean {
    return path === property || path.startsWith(`${property}.`) || path.startsWith(`${property}[`);
}
