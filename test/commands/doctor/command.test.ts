import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { CHECKS, CHECKS_AFTER } from "../../../commands/doctor/checks";
import { isObject } from "../../../lib/isObject";
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
    /** Options with which nothing is unknown. */
    const complete = (): string[] => ["--stack", stack, "--license", "a.lic", "--license-tier", "advanced"];
    const noZones = { ...READY, zones: () => Promise.reject(new Error("The service is down.")) };

    it("exits with 0 if nothing is known to stop an update, and shows its progress", async () => {
        const steps: string[] = [];
        const progress = (text: string) => {
            steps.push(text.replace(/, next.*/, ""));
            return () => void steps.push("end");
        };
        const { status, out, err } = await doctorIn({ sources: READY, progress }, ...complete());

        expect({ status, err, last: out.split("\n").at(-2) }).to.deep.equal({
            status: 0,
            err: "",
            last: `${TOTAL - 1} passed, 1 not needed: nothing is known to stop an update`,
        });
        expect(steps).to.deep.equal(
            Array.from({ length: TOTAL + 1 }, (_, done) => [
                `Checking prod: ${done} of ${TOTAL}`,
                "end",
            ]).flat(),
        );
    });

    it("exits with 7 if a check could not tell, and with 6 if another one failed", async () => {
        const unknown = await doctorIn({ sources: noZones }, ...complete());
        const failing = { ...noZones, principal: () => Promise.resolve(undefined) };
        const failed = await doctorIn({ sources: failing }, ...complete());

        expect([unknown, failed].map(({ status, out }) => [status, out.split("\n").at(-2)])).to.deep.equal([
            [
                7,
                `${TOTAL - 2} passed, 1 could not tell, 1 not needed: nothing is known to fail, and not everything is known`,
            ],
            [
                6,
                `${TOTAL - 4} passed, 2 failed, 1 could not tell, 1 not needed: an update or a drill will fail`,
            ],
        ]);
        expect(unknown.out).to.include(
            "? Availability zones    could not tell: The service is down.\n" +
                "                        → Run the command again.\n",
        );
    });

    it("prints only data with --json", async () => {
        const sources = { ...READY, zones: () => Promise.resolve(zonesWith("impaired")) };
        const { status, out } = await doctorIn({ sources }, ...complete(), "--json");
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

    it("checks the deployed stack with --after", async () => {
        const deployed = {
            ...READY,
            cluster: () =>
                Promise.resolve({
                    endpoint: "https://eks.example.com",
                    version: "1.35",
                    certificateAuthority: "Q0E=",
                }),
        };
        const good = await doctorIn({ sources: deployed }, "--stack", stack, "--after", "--json");
        const old = { ...deployed, database: () => Promise.resolve({ engineVersion: "13.20" }) };
        const bad = await doctorIn({ sources: old }, "--stack", stack, "--after");
        const { checks } = JSON.parse(good.out) as { checks: { id: string; verdict: string }[] };

        expect(good.status).to.equal(0);
        expect(checks.map(({ id, verdict }) => `${verdict} ${id}`)).to.deep.equal(
            ["account", ...CHECKS_AFTER.map(({ id }) => id)].map((id) => `passed ${id}`),
        );
        expect([bad.status, bad.out.split("\n").at(-2)]).to.deep.equal([
            6,
            "7 passed, 1 failed: the stack needs attention",
        ]);
        expect(await doctorIn({ sources: READY }, "--after", "--license", "a.lic")).to.deep.include({
            status: 2,
            out: "",
        });
    });

    it("takes values of ESC environments from --config-file, and requires it with one", async () => {
        const other = mkdtempSync(join(tmpdir(), "doctor-"));
        const path = writeStack(other);
        const { config } = parse(readFileSync(path, "utf8")) as { config: Record<string, unknown> };
        writeFileSync(path, stringify({ environment: ["acme/prod"], config: {} }));
        const file = join(other, "config.json");
        const entries = Object.entries(config).map(([key, value]) => [
            key,
            isObject(value) && "secure" in value
                ? { secret: true }
                : isObject(value) || Array.isArray(value)
                  ? { value: JSON.stringify(value), objectValue: value, secret: false }
                  : { value: String(value), secret: false },
        ]);
        writeFileSync(file, JSON.stringify(Object.fromEntries(entries)));
        const without = await doctorIn({ sources: READY }, "--stack", path);
        const [, , ...license] = complete();
        const given = await doctorIn(
            { sources: READY },
            ...["--stack", path, "--config-file", file, ...license],
        );
        rmSync(other, { recursive: true });

        expect([without.status, without.out]).to.deep.equal([1, ""]);
        expect(without.err).to.include("  npm run doctor -- --stack prod --config-file config.json\n");
        expect([given.status, given.err]).to.deep.equal([0, ""]);
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
