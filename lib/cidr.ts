import { IPv4, IPv6 } from "ipaddr.js";

/** The first and the last address of a CIDR block. */
export interface Block {
    readonly version: 4 | 6;
    readonly first: bigint;
    readonly last: bigint;
}

/** Parses a CIDR block. Returns `undefined` if the text is not one. */
export function parseBlock(cidr: string): Block | undefined {
    // The parser also accepts octal, hexadecimal and shortened IPv4 addresses, which AWS rejects.
    const isVersion4 = IPv4.isValidCIDRFourPartDecimal(cidr);
    if (!isVersion4 && !IPv6.isValidCIDR(cidr)) {
        return undefined;
    }
    // The parser of both versions throws an error for each block of version 4 first.
    const [address, prefix] = isVersion4 ? IPv4.parseCIDR(cidr) : IPv6.parseCIDR(cidr);
    const bytes = address.toByteArray();
    const size = 1n << BigInt(bytes.length * 8 - prefix);
    const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const first = (value / size) * size;
    return { version: isVersion4 ? 4 : 6, first, last: first + size - 1n };
}

/** Parses the CIDR blocks in a list and skips other text. */
export function parseBlocks(cidrs: readonly string[]): Block[] {
    return cidrs.flatMap((cidr) => parseBlock(cidr) ?? []);
}

export function containsBlock(outer: Block, inner: Block): boolean {
    return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/** As {@link containsBlock}, for CIDR text. Returns `false` if either text is not a CIDR block. */
export function contains(outer: string, inner: string): boolean {
    const [outerBlock, innerBlock] = [parseBlock(outer), parseBlock(inner)];
    return outerBlock !== undefined && innerBlock !== undefined && containsBlock(outerBlock, innerBlock);
}

/** Whether two CIDR blocks share an address. If they do, one contains the other. */
export function overlaps(one: string, other: string): boolean {
    return contains(one, other) || contains(other, one);
}

/** Whether two blocks share an address that is in none of the blocks in `except`. */
export function shareAddress(one: Block, other: Block, except: readonly Block[]): boolean {
    if (one.version !== other.version) {
        return false;
    }
    let first = one.first > other.first ? one.first : other.first;
    const last = one.last < other.last ? one.last : other.last;
    const excluded = except
        .filter(({ version }) => version === one.version)
        .sort((a, b) => (a.first < b.first ? -1 : 1));
    for (const block of excluded) {
        if (block.first <= first && block.last >= first) {
            first = block.last + 1n;
        }
    }
    return first <= last;
}
