/** A CIDR block as the addresses from its first to its last. */
export interface Block {
    readonly version: 4 | 6;
    readonly first: bigint;
    readonly last: bigint;
}

/** Reads a CIDR block; nothing where it is none. */
export function blockOf(cidr: string): Block | undefined {
    const [address = "", length, ...rest] = cidr.split("/");
    const version = address.includes(":") ? 6 : 4;
    const bits = version === 4 ? 32 : 128;
    const prefix = length !== undefined && /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
    const number = version === 4 ? ipv4(address) : ipv6(address);
    if (number === undefined || prefix > bits || rest.length > 0) {
        return undefined;
    }
    const size = 1n << BigInt(bits - prefix);
    const first = (number / size) * size;
    return { version, first, last: first + size - 1n };
}

/** What a CIDR block lets in: the internet, networks that somebody lists, or networks without public addresses. */
export type Reach = "internet" | "listed addresses" | "private addresses";

/** Nobody owns a block this large alone: it stands for the internet, as both halves of it would. */
const LARGEST = { 4: 1n << 25n, 6: 1n << 113n };

const PRIVATE = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
];

/** @param cidr what cannot be read is taken for the internet. */
export function reachOf(cidr: string): Reach {
    const block = blockOf(cidr);
    if (block === undefined) {
        return "internet";
    }
    if (blocks(PRIVATE).some((range) => holds(range, block))) {
        return "private addresses";
    }
    return block.last - block.first + 1n >= LARGEST[block.version] ? "internet" : "listed addresses";
}

/** Blocks among some texts; what is none is left out. */
export function blocks(cidrs: readonly string[]): Block[] {
    return cidrs.flatMap((cidr) => blockOf(cidr) ?? []);
}

export function holds(outer: Block, inner: Block): boolean {
    return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
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

function ipv4(address: string): bigint | undefined {
    const parts = address.split(".");
    const isAddress =
        parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
    return isAddress ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : undefined;
}

function ipv6(address: string): bigint | undefined {
    const [head = "", tail, ...rest] = address.split("::");
    const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
    const before = groups(head);
    const after = groups(tail ?? "");
    const missing = 8 - before.length - after.length;
    if (rest.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) {
        return undefined;
    }
    const all = [...before, ...Array<string>(missing).fill("0"), ...after];
    return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
        ? all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n)
        : undefined;
}
