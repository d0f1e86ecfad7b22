import { IPv4, IPv6, parseCIDR } from "ipaddr.js";

/** A CIDR block as the addresses from its first to its last. */
export interface Block {
    readonly version: 4 | 6;
    readonly first: bigint;
    readonly last: bigint;
}

/** Reads a CIDR block; `undefined` if the text is none. */
export function blockOf(cidr: string): Block | undefined {
    // The parser also accepts octal, hexadecimal and shortened IPv4 addresses, which AWS rejects.
    if (!IPv4.isValidCIDRFourPartDecimal(cidr) && !IPv6.isValidCIDR(cidr)) {
        return undefined;
    }
    const [address, prefix] = parseCIDR(cidr);
    const bytes = address.toByteArray();
    const size = 1n << BigInt(bytes.length * 8 - prefix);
    const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const first = (value / size) * size;
    return { version: address.kind() === "ipv4" ? 4 : 6, first, last: first + size - 1n };
}

/** The blocks among some texts; others are left out. */
export function blocks(cidrs: readonly string[]): Block[] {
    return cidrs.flatMap((cidr) => blockOf(cidr) ?? []);
}

export function holds(outer: Block, inner: Block): boolean {
    return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/** As {@link holds}, of two texts; a text that is no block holds nothing and is in none. */
export function contains(outer: string, inner: string): boolean {
    const [one, other] = [blockOf(outer), blockOf(inner)];
    return one !== undefined && other !== undefined && holds(one, other);
}

/** Whether two blocks share an address: of two CIDR blocks, one then contains the other. */
export function overlaps(one: string, other: string): boolean {
    return contains(one, other) || contains(other, one);
}

/** Whether an address is in both of two blocks and in none of some others. */
export function meet(one: Block, other: Block, except: readonly Block[]): boolean {
    if (one.version !== other.version) {
        return false;
    }
    let first = one.first > other.first ? one.first : other.first;
    const last = one.last < other.last ? one.last : other.last;
    const holes = except
        .filter(({ version }) => version === one.version)
        .sort((a, b) => (a.first < b.first ? -1 : 1));
    for (const hole of holes) {
        if (hole.first <= first && hole.last >= first) {
            first = hole.last + 1n;
        }
    }
    return first <= last;
}
