import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagram } from "../../../graph/diagram";
import { ROOT } from "../../program";

/** The style sheet of a diagram, as the command reads it. */
export const DIAGRAM_CSS = readFileSync(join(ROOT, "commands", "report", "diagram.css"), "utf8");

/** A small stack whose every text is `text`. */
export function diagramNamed(text: string): Diagram {
    const path = { ports: text, via: text };
    return {
        stack: text,
        vpc: { label: text, details: [text, text] },
        zones: [text],
        tiers: [
            {
                name: "public subnets",
                subnets: [{ name: text, cidr: text, zone: 0, gateways: [text], outlets: [text] }],
                blocks: [
                    { part: "load balancer", members: [{ label: text, detail: text, zones: [0] }] },
                    {
                        part: "nodes",
                        members: [
                            { label: text, detail: text, zones: [0] },
                            { label: text, detail: text, zones: [0] },
                        ],
                    },
                    { part: "database", members: [{ label: text, detail: text, zones: [0] }] },
                ],
            },
        ],
        outside: ["internet", text],
        paths: [
            { ...path, from: "internet", to: "load balancer", direction: "in" },
            { ...path, from: text, to: "database", direction: "in" },
            { ...path, from: "load balancer", to: "nodes", direction: "inside" },
            { ...path, from: "load balancer", to: "database", direction: "inside" },
            { ...path, from: "nodes", to: "internet", direction: "out" },
        ],
        regions: [{ region: text, contents: [{ label: text, count: 2 }] }],
    };
}
