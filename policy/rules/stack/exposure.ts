import { stackRule } from "../../rule";
import { exposure as rowsOf, type Row } from "../../../graph/exposure";
import { portsText, tcp } from "../../../graph/ports";
import type { Graph } from "../../../graph/graph";

const WEB = ["80/tcp", "443/tcp"];

/** Who may reach what; on any port where none is named, as the part listens on no other. */
const EXPECTED: readonly { from: string; to: string; ports?: readonly string[] }[] = [
    { from: "internet", to: "load balancer", ports: WEB },
    { from: "listed addresses", to: "load balancer", ports: WEB },
    { from: "private addresses", to: "load balancer", ports: WEB },
    { from: "nodes", to: "load balancer", ports: WEB },
    { from: "listed addresses", to: "API endpoint" },
    { from: "private addresses", to: "API endpoint" },
    { from: "nodes", to: "API endpoint" },
    { from: "nodes", to: "internet" },
    { from: "nodes", to: "content pods" },
    { from: "nodes", to: "database" },
    { from: "nodes", to: "file system" },
    { from: "content pods", to: "internet" },
];

export const exposure = stackRule({
    name: "stack-exposure",
    level: "mandatory",
    severity: "critical",
    controls: ["Pulumi exposure"],
    description: "Nobody reaches a part of the stack that the architecture does not open to them.",
    remedy: "Close the way that is named: npm run plan -- --exposure shows all.",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html",
    *check(graph) {
        const rows = rowsOf(graph);
        const expected = [...EXPECTED, ...serverPaths(graph)];
        for (const row of rows.filter((each) => !expected.some((one) => fits(each, one)))) {
            if (isApiAccess(row, rows)) {
                continue;
            }
            const ports = row.ports === "all" ? "every port" : row.ports;
            yield {
                urn: row.by,
                sentence: `${capitalized(row.from)} can reach ${article(row.to)} on ${ports}, by ${graph.find(row.by)?.name ?? row.by}: nothing needs it.`,
            };
        }
    },
});

const fits = (row: Row, expected: (typeof EXPECTED)[number]): boolean =>
    row.from === expected.from &&
    row.to === expected.to &&
    (expected.ports === undefined || expected.ports.includes(row.ports));

/** The ways to Connect's servers, which listen where the target groups send, and to names for content. */
function serverPaths(graph: Graph): typeof EXPECTED {
    const ports = graph
        .all("aws:lb/targetGroup:TargetGroup")
        .flatMap(({ properties }) => (typeof properties.port === "number" ? [properties.port] : []))
        .map((port) => portsText(tcp(port)));
    return [
        { from: "load balancer", to: "nodes", ports },
        { from: "content pods", to: "nodes", ports: [...ports, "53/tcp", "53/udp"] },
    ];
}

/** The API endpoint shares a security group with the nodes, so a rule that opens it opens this port of theirs. */
function isApiAccess(row: Row, rows: readonly Row[]): boolean {
    return (
        row.to === "nodes" &&
        row.ports === "443/tcp" &&
        rows.some(({ from, to, by }) => from === row.from && to === "API endpoint" && by === row.by)
    );
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const article = (part: string): string =>
    part === "content pods" || part === "nodes" ? part : `the ${part}`;
