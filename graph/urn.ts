/** The resource's name in the program: the last part of its URN. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** The resource's type: the last part of the qualified type in its URN. */
export function typeOf(urn: string): string {
    return (urn.split("::")[2] ?? "").split("$").pop() ?? "";
}

/** The stack that a URN belongs to. */
export function stackOf(urn: string): string {
    return urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
}

/** Whether a URN is of a provider that Pulumi creates itself, and replaces with each version of its package. */
export function isDefaultProvider(urn: string): boolean {
    return typeOf(urn).startsWith("pulumi:providers:") && /::default(_|$)/.test(urn);
}
