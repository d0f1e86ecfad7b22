import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { create } from "xmlbuilder2";
import { type Box, layOut } from "../../../commands/report/diagramLayout";
import { svgFile } from "../../../commands/report/diagramSvg";
import { diagram } from "../../../graph/diagram";
import { Graph } from "../../../graph/graph";
import { CLUSTER_ACCESS, ROOT, simulateStack } from "../../program";
import { DIAGRAM_CSS, diagramNamed } from "./drawings";

const ATTRIBUTES = [
    ...["aria-labelledby", "class", "d", "height", "id", "role", "rx", "transform", "viewBox", "width"],
    ...["x", "xmlns", "y"],
];

/** Writes the picture in docs/ instead of comparing it: `WRITE_DIAGRAM=1 npx mocha test/commands/report/diagramSvg.test.ts`. */
const WRITE = process.env.WRITE_DIAGRAM === "1";

const zones = (...letters: string[]): string[] => letters.map((letter) => `us-east-1${letter}`);

const STACKS = {
    "two zones": ["dev", {}],
    "three zones": ["prod", {}],
    "four zones": [
        "prod",
        {
            sections: {
                network: { availabilityZones: zones("a", "b", "c", "d"), cidrBlock: "10.0.0.0/16" },
                cluster: { ...CLUSTER_ACCESS, nodeGroups: { general: { minSize: 4, maxSize: 8 } } },
            },
        },
    ],
    "interface endpoints": [
        "dev",
        {
            sections: {
                network: {
                    availabilityZones: zones("a", "b"),
                    cidrBlock: "10.0.0.0/16",
                    interfaceEndpoints: true,
                },
            },
        },
    ],
    "an adopted VPC": [
        "dev",
        {
            sections: {
                network: {
                    adopt: {
                        vpcId: "vpc-0123456789abcdef0",
                        cidrBlock: "10.20.0.0/16",
                        publicSubnets: [
                            { id: "subnet-0000000000000001a", availabilityZone: "us-east-1a" },
                            { id: "subnet-0000000000000001b", availabilityZone: "us-east-1b" },
                        ],
                        privateSubnets: [
                            { id: "subnet-0000000000000002a", availabilityZone: "us-east-1a" },
                            { id: "subnet-0000000000000002b", availabilityZone: "us-east-1b" },
                        ],
                    },
                },
            },
        },
    ],
    "an internal load balancer": [
        "dev",
        {
            sections: {
                loadBalancer: {
                    internal: true,
                    selfSignedCertificate: true,
                    allowedCidrs: ["10.0.0.0/8"],
                },
            },
        },
    ],
} as const;

describe("a diagram as SVG", () => {
    it("of prod is the picture in the README", async () => {
        const svg = svgFile(diagram(await simulateStack("prod")), DIAGRAM_CSS);
        const file = join(ROOT, "docs", "prod.svg");
        if (WRITE) {
            writeFileSync(file, svg);
        }

        expect(svg).to.equal(readFileSync(file, "utf8"));
    });

    it("does not depend on the order in which resources were registered", async () => {
        const graph = await simulateStack("prod");
        const resources = [...(graph.source.deployment.resources ?? [])].reverse();
        const reversed = new Graph({ version: 3, deployment: { resources } });

        expect(diagram(reversed)).to.deep.equal(diagram(graph));
    });

    for (const [name, [stack, changes]] of Object.entries(STACKS)) {
        it(`places nothing over something else: ${name}`, async () => {
            const drawn = diagram(await simulateStack(stack, "update", changes));
            const { width, height, vpc, outside, tiers, regions, arrows } = layOut(drawn);

            const cells = tiers.flatMap(({ cells: each }) => each);
            const things = tiers.flatMap(({ blocks, gateways }) => [
                ...blocks.map(({ box }) => box),
                ...gateways.map(({ box }) => box),
            ]);
            const page = { x: 0, y: 0, width, height };
            expect(overlaps([...outside, ...regions].map(({ box }) => box).concat(vpc))).to.deep.equal([]);
            expect(overlaps(cells)).to.deep.equal([]);
            expect(overlaps(things)).to.deep.equal([]);
            expect([...cells, ...things].filter((box) => !contains(vpc, box))).to.deep.equal([]);
            expect(
                [vpc, ...[...outside, ...regions].map(({ box }) => box)].filter(
                    (box) => !contains(page, box),
                ),
            ).to.deep.equal([]);
            expect(
                arrows
                    .flatMap(({ points }) => points)
                    .filter(([x, y]) => x < 0 || y < 0 || x > width || y > height),
            ).to.deep.equal([]);
        });

        it(`draws each path once, each line horizontal or vertical: ${name}`, async () => {
            const drawn = diagram(await simulateStack(stack, "update", changes));
            const { arrows } = layOut(drawn);

            expect(arrows.map(({ path }) => path)).to.have.members(drawn.paths);
            for (const { points } of arrows) {
                const slanted = points.filter(([x, y], i) => {
                    const [lastX, lastY] = points[i - 1] ?? [x, y];
                    return x !== lastX && y !== lastY;
                });
                expect(slanted).to.deep.equal([]);
            }
        });
    }

    it("is XML in which no text is markup, whatever the names are", () => {
        const text = fc.oneof(
            fc.string({ unit: "binary", minLength: 1 }),
            fc.constantFrom('<script>alert("1")</script>', "</style><script>", "'\"&amp;]]>", "\ud800\u0000"),
        );
        fc.assert(
            fc.property(text, (name) => {
                const svg = svgFile(diagramNamed(name), DIAGRAM_CSS);
                const tags = [...svg.matchAll(/<\/?([a-z]+)/gi)].map(([, tag = ""]) => tag);

                create(svg);
                expect([...new Set(tags)].sort()).to.deep.equal([
                    "desc",
                    "g",
                    "path",
                    "rect",
                    "style",
                    "svg",
                    "text",
                    "title",
                ]);
                const attributes = [...svg.matchAll(/ ([\w:-]+)="/g)].map(([, attribute = ""]) => attribute);
                expect([...new Set(attributes)].sort()).to.deep.equal(ATTRIBUTES);
            }),
        );
    });

    it("has colors for a light and a dark background, and refers to no other file", async () => {
        const svg = svgFile(diagram(await simulateStack("dev")), DIAGRAM_CSS);

        expect(svg).to.include("@media (prefers-color-scheme: dark)");
        expect(svg.match(/var\(|url\(|href|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg")/g)).to.equal(null);
    });
});

function overlaps(boxes: readonly Box[]): [Box, Box][] {
    return boxes.flatMap((one, i) =>
        boxes
            .slice(i + 1)
            .filter(
                (other) =>
                    one.x < other.x + other.width &&
                    other.x < one.x + one.width &&
                    one.y < other.y + other.height &&
                    other.y < one.y + one.height,
            )
            .map((other): [Box, Box] => [one, other]),
    );
}

function contains(outer: Box, inner: Box): boolean {
    return (
        outer.x <= inner.x &&
        outer.y <= inner.y &&
        inner.x + inner.width <= outer.x + outer.width &&
        inner.y + inner.height <= outer.y + outer.height
    );
}
