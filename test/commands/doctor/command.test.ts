import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../../../commands/doctor/checks";
import { doctorIn, READY, writeStack, zonesWith } from "./doctor";

describe("npm run doctor", () => {
    let folder: string;
    let stack: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "doctor-"));
        stack = writeStack(folder);
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    const TOTAL = CHECKS.length + 1;
    const noZones = { ...READY, zones: () => Promise.reject(new Error("The service is down.")) };

    it("exits with 0 if nothing is known to stop an update, and shows its progress", async () => {
        const steps: string[] = [];
        const progress = (text: string) => {
            steps.push(text.replace(/, next.*/, ""));
            return () => void steps.push("end");
        };
        const { status, out, err } = await doctorIn(
            { sources: READY, progress },
            "--license",
            "a.lic",
            "--stack",
            stack,
        );

        expect({ status, err, last: out.split("\n").at(-2) }).to.deep.equal({
            status: 0,
            err: "",
            last: `${TOTAL} passed: nothing is known to stop an update`,
        });
        expect(steps).to.deep.equal(
            Array.from({ length: TOTAL + 1 }, (_, done) => [
                `Checking prod: ${done} of ${TOTAL}`,
                "end",
            ]).flat(),
        );
    });

    it("exits with 7 if a check could not tell, and with 6 if another one failed", async () => {
        const unknown = await doctorIn({ sources: noZones }, "--license", "a.lic", "--stack", stack);
        const failing = { ...noZones, principal: () => Promise.resolve(undefined) };
        const failed = await doctorIn({ sources: failing }, "--license", "a.lic", "--stack", stack);

        expect([unknown, failed].map(({ status, out }) => [status, out.split("\n").at(-2)])).to.deep.equal([
            [
                7,
                `${TOTAL - 1} passed, 1 could not tell: nothing is known to fail, and not everything is known`,
            ],
            [6, `${TOTAL - 3} passed, 2 failed, 1 could not tell: an update or a drill will fail`],
        ]);
        expect(unknown.out).to.include(
            "? Availability zones    could not tell: The service is down.\n" +
                "                        → Run the command again.\n",
        );
    });

    it("prints only data with --json", async () => {
        const sources = { ...READY, zones: () => Promise.resolve(zonesWith("impaired")) };
        const { status, out } = await doctorIn({ sources }, "--license", "a.lic", "--stack", stack, "--json");
        const { checks, ...rest } = JSON.parse(out) as { checks: { id: string }[] };

        expect({ status, rest, ids: checks.map(({ id }) => id) }).to.deep.equal({
            status: 6,
            rest: { project: "posit-connect", stack: "prod", account: "210987654321", region: "us-east-1" },
            ids: ["account", ...CHECKS.map(({ id }) => id)],
        });
        expect(checks.find(({ id }) => id === "zones")).to.deep.equal({
            id: "zones",
            title: "Availability zones",
            verdict: "failed",
            detail: "us-east-1c is impaired",
            fix: "Choose other zones in posit-connect:network: us-east-1a, us-east-1b, us-east-1d.",
        });
    });

    it("prints help with examples, and rejects an unknown option with the nearest", async () => {
        const help = await doctorIn({ sources: READY }, "--help");
        const wrong = await doctorIn({ sources: READY }, "--jsn");

        expect([help.status, help.err, help.out.includes("npm run doctor -- --stack prod")]).to.deep.equal([
            0,
            "",
            true,
        ]);
        expect(wrong).to.deep.equal({
            status: 2,
            out: "",
            err:
                "error: unknown option '--jsn'\n(Did you mean --json?)\n" +
                "(Put options after two dashes: npm run doctor -- --stack prod. --help lists them.)\n",
        });
    });

    it("reports invalid settings as text, and as data with --json", async () => {
        const other = mkdtempSync(join(tmpdir(), "doctor-"));
        const path = writeStack(other, { "posit-connect:network": { availabilityZones: ["us-east-1a"] } });
        const { status, out, err } = await doctorIn({ sources: READY }, "--stack", path, "--json");
        rmSync(other, { recursive: true });

        expect({ status, answer: JSON.parse(out) as unknown }).to.deep.equal({
            status: 1,
            answer: { error: err.trimEnd() },
        });
        expect(err).to.include("posit-connect:network.availabilityZones");
    });
});
