import { parseCIDR } from "ipaddr.js";

/** Zones that one layout has room for: no region offers more to EKS, RDS and EFS together. */
export const MAX_ZONES = 6;

/** CIDR blocks of the subnets, one a zone, in the order of the zones. */
export interface SubnetLayout {
    publicCidrs: string[];
    privateCidrs: string[];
}

/**
 * Lays a VPC's subnets out so that adding a zone never moves one that exists, as moving replaces it and all in it.
 *
 * The block is cut in sixteen. The first sixteenth holds the public subnets, each a 256th of the VPC; the next six
 * are the zones' private subnets; nine stay free. In 10.0.0.0/16: 10.0.0.0/24, 10.0.1.0/24, … are public and
 * 10.0.16.0/20, 10.0.32.0/20, … private, with 4,091 usable addresses each.
 *
 * @param cidrBlock the VPC's IPv4 block, /16 to /19: in a smaller one a public subnet is too small for a load
 *   balancer, which wants a /27.
 * @param zones number of zones, 1–{@link MAX_ZONES}.
 */
export function subnetLayout(cidrBlock: string, zones: number): SubnetLayout {
    const [address, prefix] = parseCIDR(cidrBlock);
    const base = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
    const privatePrefix = prefix + 4;
    const publicPrefix = prefix + 8;
    const block = (index: number, length: number): string =>
        `${dotted(base + index * 2 ** (32 - length))}/${length}`;
    const indexes = Array.from({ length: zones }, (_, i) => i);
    return {
        publicCidrs: indexes.map((i) => block(i, publicPrefix)),
        privateCidrs: indexes.map((i) => block(i + 1, privatePrefix)),
    };
}

function dotted(address: number): string {
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
