import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { simulateStack } from "../program";

/** Writes the approved plans instead of comparing them: `WRITE_PLANS=1 npx mocha test/plans/plans.test.ts`. */
const WRITE = process.env.WRITE_PLANS === "1";

describe("the plan of a stack", () => {
    for (const stack of ["dev", "prod"] as const) {
        it(`is the approved one, with every resource and input: ${stack}`, async () => {
            const graph = await simulateStack(stack);
            const planned = Object.fromEntries(
                graph.resources
                    .filter(({ custom }) => custom)
                    .map(({ urn, inputs, protect, ignoreChanges }) => [
                        urn.split("::").slice(2).join(" "),
                        { inputs, protect, ignoreChanges },
                    ]),
            );
            const file = join(__dirname, `${stack}.json`);
            if (WRITE) {
                writeFileSync(file, `${JSON.stringify(planned, null, 4)}\n`);
            }

            const approved = JSON.parse(readFileSync(file, "utf8")) as typeof planned;
            expect(Object.keys(planned).sort()).to.deep.equal(Object.keys(approved).sort());
            for (const [resource, parts] of Object.entries(planned)) {
                expect(JSON.parse(JSON.stringify(parts)), resource).to.deep.equal(approved[resource]);
            }
        });
    }
});
