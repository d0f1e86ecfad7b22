import type { Value } from "./value";

/** A range of ports of a protocol; every port of every protocol if the protocol is "all". */
export interface Ports {
    readonly protocol: string;
    readonly from: number;
    readonly to: number;
}

const LAST = 65535;

export const ALL: Ports = { protocol: "all", from: 0, to: LAST };

/** AWS accepts these numbers instead of names. */
const PROTOCOLS: Readonly<Record<string, string>> = { "-1": "all", "6": "tcp", "17": "udp" };

/** The ports of a rule, from its properties. */
export function portsOf(
    protocol: Value | undefined,
    from: Value | undefined,
    to: Value | undefined,
): Ports | "unknown" {
    if (typeof protocol !== "string") {
        return "unknown";
    }
    const name = PROTOCOLS[protocol] ?? protocol.toLowerCase();
    if (name === ALL.protocol) {
        return ALL;
    }
    return typeof from === "number" && typeof to === "number" ? { protocol: name, from, to } : "unknown";
}

export const tcp = (port: number): Ports => ({ protocol: "tcp", from: port, to: port });

/** The intersection of two ranges. */
export function common(one: Ports, other: Ports): Ports | undefined {
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from > to) {
        return undefined;
    }
    if (one.protocol === ALL.protocol) {
        return { protocol: other.protocol, from, to };
    }
    const same = other.protocol === ALL.protocol || one.protocol === other.protocol;
    return same ? { protocol: one.protocol, from, to } : undefined;
}

/** As `443/tcp`, `0-65535/udp` or `all`. */
export function formatPorts({ protocol, from, to }: Ports): string {
    if (protocol === ALL.protocol && from === ALL.from && to === ALL.to) {
        return protocol;
    }
    return `${from === to ? from : `${from}-${to}`}/${protocol}`;
}
