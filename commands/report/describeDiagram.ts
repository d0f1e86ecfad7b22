import type { Diagram } from "../../graph/diagram";

/** A diagram in sentences, for readers who cannot see it. */
export function describeDiagram({ vpc, zones, tiers, paths }: Diagram): string {
    return [
        `${capitalize([vpc.label, ...vpc.details].join(", "))}, over ${zones.join(", ")}.`,
        ...tiers.flatMap(({ name, subnets, blocks }) => {
            const resources = blocks.flatMap(({ members }) =>
                members.map(
                    ({ label, detail, zones: own }) =>
                        `${label} (${detail}) in ${own.map((zone) => zones[zone]).join(", ")}`,
                ),
            );
            const gateways = subnets.flatMap((subnet) =>
                subnet.gateways.map((gateway) => `NAT gateway ${gateway} in ${zones[subnet.zone] ?? ""}`),
            );
            return [`${capitalize(name)}: ${[...resources, ...gateways].join("; ") || "empty"}.`];
        }),
        ...paths.map(
            ({ from, to, ports, via }) =>
                `${capitalize(from)} can connect to ${to} on ${ports}${via === "" ? "" : `, through ${via}`}.`,
        ),
    ].join(" ");
}

function capitalize(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
