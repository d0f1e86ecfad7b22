import { IPv4 } from "ipaddr.js";
import { z } from "zod";
import { type Block, containsBlock, parseBlock } from "../lib/cidr";
import { ifWellTyped } from "./field";

/** An IPv4 CIDR block without host bits. */
export function cidr() {
    return z.cidrv4({ error: formOf }).superRefine((block, context) => {
        if (isCidr(block) && networkOf(block) !== block) {
            context.addIssue({
                code: "custom",
                message: "a CIDR block without host bits",
                params: { advice: `Write ${networkOf(block)}.` },
            });
        }
    });
}

/** The form of a block, with the block of a single address if one is given. */
function formOf({ input }: { input?: unknown }): string {
    return typeof input === "string" && IPv4.isValidFourPartDecimal(input)
        ? `an IPv4 CIDR block, such as ${input}/32 for this address alone`
        : "an IPv4 CIDR block such as 10.0.0.0/16";
}

/** IPv4 CIDR blocks, none within another. */
export function cidrs() {
    return z.array(cidr(), { error: "a list of IPv4 CIDR blocks" }).superRefine((blocks, context) => {
        // Parsed once: there may be hundreds, and each is compared with each.
        const parsed = blocks.map((block) => (isCidr(block) ? parseBlock(block) : undefined));
        for (const [index, block] of parsed.entries()) {
            const other = parsed.findIndex(
                (candidate, at) => at !== index && hides(candidate, at, block, index),
            );
            if (other >= 0) {
                const message = `outside ${blocks[other] ?? ""}, which is listed too`;
                context.addIssue({
                    code: "custom",
                    path: [index],
                    message,
                    params: { advice: "Remove one of the two." },
                });
            }
        }
    }, ifWellTyped);
}

/** The number of leading bits that the addresses of a block share. */
export function prefixOf(block: string): number {
    return IPv4.parseCIDR(block)[1];
}

function hides(
    outer: Block | undefined,
    outerAt: number,
    inner: Block | undefined,
    innerAt: number,
): boolean {
    if (outer === undefined || inner === undefined || !containsBlock(outer, inner)) {
        return false;
    }
    // Of two equal blocks, the second is the one to remove.
    return !containsBlock(inner, outer) || outerAt < innerAt;
}

function isCidr(block: string): boolean {
    return IPv4.isValidCIDRFourPartDecimal(block);
}

function networkOf(block: string): string {
    return `${IPv4.networkAddressFromCIDR(block).toString()}/${prefixOf(block)}`;
}
