import { containsBlock, parseBlock, parseBlocks } from "../lib/cidr";

/** The source that a CIDR block admits: the internet, listed networks, or networks without public addresses. */
export type Reach = "internet" | "listed addresses" | "private addresses";

/** A larger block does not have a single owner and counts as the internet, as would its two halves. */
const LARGEST = { 4: 1n << 25n, 6: 1n << 113n };

const PRIVATE = parseBlocks([
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
]);

/** @param cidr a text that cannot be read counts as the internet. */
export function reachOf(cidr: string): Reach {
    const block = parseBlock(cidr);
    if (block === undefined) {
        return "internet";
    }
    if (PRIVATE.some((range) => containsBlock(range, block))) {
        return "private addresses";
    }
    return block.last - block.first + 1n >= LARGEST[block.version] ? "internet" : "listed addresses";
}
