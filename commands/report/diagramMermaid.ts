import type { Diagram } from "../../graph/diagram";

/** A diagram as Mermaid text, which GitHub and GitLab draw in Markdown. */
export function diagramMermaid({ vpc, zones, tiers, outside, paths }: Diagram): string {
    const ids = new Map<string, string>();
    const idOf = (end: string): string => {
        const id = ids.get(end) ?? `n${ids.size + 1}`;
        ids.set(end, id);
        return id;
    };
    return [
        "flowchart TB",
        ...outside.map((name) => `    ${idOf(name)}(["${quote(name)}"])`),
        `    subgraph vpc["${quote([vpc.label, ...vpc.details].join(", "))}"]`,
        ...tiers.flatMap(({ name, subnets, blocks }, i) => {
            const gateways = subnets.flatMap((subnet) =>
                subnet.gateways.map((gateway) => `NAT gateway ${gateway} (${zones[subnet.zone] ?? ""})`),
            );
            return [
                `        subgraph tier${i + 1}["${quote(`${name}: ${[...new Set(subnets.map(({ zone }) => zones[zone]))].join(", ")}`)}"]`,
                // A part in two tiers has one node, in the first of them.
                ...blocks
                    .filter(({ part }) => !ids.has(part))
                    .map(({ part, members }) => {
                        const texts = members.map(({ label, detail }) => quote(`${label}: ${detail}`));
                        return `            ${idOf(part)}["${texts.join("<br>")}"]`;
                    }),
                ...gateways.map((gateway) => `            ${idOf(gateway)}["${quote(gateway)}"]`),
                "        end",
            ];
        }),
        "    end",
        ...paths.map(({ from, to, ports, via }) => {
            const label = quote(`${ports}${via === "" ? "" : ` through ${via}`}`);
            return `    ${idOf(from)} -- "${label}" --> ${idOf(to)}`;
        }),
        "",
    ].join("\n");
}

/**
 * A text for a quoted label. Mermaid reads `#…;` as a character, and other text as HTML or Markdown.
 * Source: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function quote(text: string): string {
    return text.replace(/[^\p{L}\p{N} .,:;/()×–·_-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
