import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plan, PROD, sharedPlan } from "./plan";

interface State {
    deployment: {
        resources: { type: string; urn: string; inputs: Record<string, unknown>; delete?: boolean }[];
    };
}

describe("npm run plan -- --state", () => {
    let folder: string;
    let file: string;

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "state-"));
        file = join(folder, "state.json");
        writeFileSync(file, (await sharedPlan("--stack", PROD, "--json")).out);
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function edit(change: (state: State) => void): void {
        const state = JSON.parse(readFileSync(file, "utf8")) as State;
        change(state);
        writeFileSync(file, JSON.stringify(state));
    }

    it("reports on a deployed stack as on its plan, without the steps before `pulumi up`", async () => {
        const planned = await plan("--stack", PROD, "--exposure", "--timeline");

        const deployed = await plan("--state", file, "--exposure", "--timeline");

        const expected = planned.out
            .replace("offline plan, no network access", `deployed stack, from ${file}`)
            .replace(/Not set yet, using a placeholder[^]*?\n\n(?=Not checked offline)/, "");
        expect(deployed).to.deep.equal({ status: 0, err: "", out: expected });
    });

    it("reports a violation in it, at the levels of its stack", async () => {
        edit(({ deployment }) => {
            for (const { type, inputs } of deployment.resources) {
                if (type === "aws:rds/instance:Instance") {
                    inputs.storageEncrypted = false;
                }
            }
        });

        const { status, out } = await plan("--state", file);

        expect(status).to.equal(3);
        expect(out).to.include("Policies (policy/prod.json)");
        expect(out).to.include("storageEncrypted: must be true, got false.");
    });

    it("ignores a replaced resource that the next update deletes", async () => {
        const before = await plan("--state", file);
        edit(({ deployment: { resources } }) => {
            const [database] = resources.filter(({ type }) => type === "aws:rds/instance:Instance");
            if (database !== undefined) {
                resources.push({ ...database, inputs: {}, delete: true });
            }
        });

        expect(await plan("--state", file)).to.deep.equal(before);
    });

    it("draws it with --diagram, as its plan is drawn", async () => {
        const [one, other] = [join(folder, "one.svg"), join(folder, "other.svg")];

        await plan("--state", file, "--diagram", one);
        await plan("--stack", PROD, "--diagram", other);

        expect(readFileSync(one, "utf8")).to.equal(readFileSync(other, "utf8"));
    });

    for (const [name, text, problem] of [
        ["no JSON", "state", "is not the state of a stack. "],
        ["JSON without resources", '{"version": 3, "deployment": {}}', "is not the state of a stack. "],
        ["a preview", '{"steps": []}', "is a preview, not the state of a stack. "],
        ["resources without URNs", '{"deployment": {"resources": [{}]}}', "is not the state of a stack. "],
        ["an empty stack", '{"deployment": {"resources": []}}', "has no resources. "],
    ] as const) {
        it(`rejects ${name}`, async () => {
            writeFileSync(file, text);

            const { status, out, err } = await plan("--state", file);

            expect({ status, out }).to.deep.equal({ status: 1, out: "" });
            expect(err).to.include(`--state ${file} ${problem}Write it with \`pulumi stack export`);
        });
    }

    it("rejects a stack's name with it", async () => {
        const { status, err } = await plan("--state", file, "--stack", "dev");

        expect(status).to.equal(2);
        expect(err).to.include("error: option '--state <path>' cannot be used with option '--stack <name>'");
    });
});
