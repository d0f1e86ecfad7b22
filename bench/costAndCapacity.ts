import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Deployment } from "../simulation/deployment";
import { median, printRow, RUNS } from "./statistics";

/** The two lines of a plan, which has loaded the catalog and the policies' modules before. */
const LINES = `
const { readFileSync } = require("node:fs");
require("./catalog");
require("./commands/planReport");
const { Graph } = require("./graph/graph");
const graph = new Graph(JSON.parse(readFileSync(process.argv[2], "utf8")));
const start = performance.now();
require("./commands/costLine").costLine(graph, "us-east-1", "2026-11-28");
require("./commands/capacityLine").capacityLine(graph);
process.stdout.write(String((performance.now() - start) / 1000));
`;

/** Measures the cost and the capacity in a plan of prod, each time in a process of its own, bundled as commands are. */
export function benchCostAndCapacity(root: string, folder: string, prod: Deployment): void {
    const [plan, script] = [join(folder, "plan.json"), join(folder, "lines.cjs")];
    writeFileSync(plan, JSON.stringify(prod));
    buildSync({
        stdin: { contents: LINES, resolveDir: root },
        bundle: true,
        platform: "node",
        target: "node20",
        external: ["@pulumi/*"],
        outfile: script,
    });
    const seconds = Array.from({ length: RUNS }, () =>
        Number(execFileSync(process.execPath, [script, plan], { cwd: root, encoding: "utf8" })),
    );
    printRow("cost and capacity in a plan of prod", median(seconds), "(at most 0.05 s each)");
}
