import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { svgFile } from "../../commands/report/diagramSvg";
import { readState } from "../../commands/readState";
import { diagram } from "../../graph/diagram";
import { Graph } from "../../graph/graph";
import { ROOT } from "../program";
import { makeFolder, removeFolder } from "./folders";
import { EngineStack, engineSuite } from "./harness";
import { expectSuccess } from "./lifecycle";

engineSuite("the state of a deployed stack", () => {
    it("is drawn as its offline plan is", async () => {
        const stack = await EngineStack.start("prod");
        const folder = makeFolder();
        try {
            expectSuccess(await stack.up());
            const file = join(folder, "state.json");
            writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources: stack.resources() } }));

            const css = readFileSync(join(ROOT, "commands", "report", "diagram.css"), "utf8");
            const svg = svgFile(diagram(new Graph(readState(file).deployment)), css);
            expect(svg).to.equal(readFileSync(join(ROOT, "docs", "prod.svg"), "utf8"));
        } finally {
            stack.stop();
            removeFolder(folder);
        }
    });
});
