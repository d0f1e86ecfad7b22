import { expect } from "chai";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { constructByProvider, planOffline } from "./construction";
import { recording } from "./recordings";

for (const [carrier, run] of Object.entries({
    "a component's simulated provider": constructByProvider,
    "an offline plan": planOffline,
})) {
    describe(`${carrier} does what the recorded real component did`, () => {
        for (const mode of ["first-preview", "update", "zone-added-preview", "zone-added-update"]) {
            for (const file of readdirSync(join(__dirname, "recorded", mode))) {
                it(`${mode}: ${file}`, async () => {
                    const recorded = recording(`${mode}/${file.replace(/\.json$/, "")}`);

                    const comparison = await run(recorded, mode === "first-preview");

                    expect(comparison.simulated).to.deep.equal(comparison.recorded);
                });
            }
        }
    });
}
