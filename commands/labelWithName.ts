/** The label of a resource, with its name if that differs. */
export function labelWithName(label: string, name: string): string {
    return label === name ? label : `${label} ${name}`;
}
