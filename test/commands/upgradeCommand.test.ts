import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { LiveSources } from "../../commands/upgrade/live";
import { upgradeCommand } from "../../commands/upgradeCommand";
import { program } from "../program";
import { type Outcome, PROD } from "./plan";

/** Writes the approved report instead of comparing it: `WRITE_UPGRADE=1 npx mocha test/commands/upgradeCommand.test.ts`. */
const WRITE = process.env.WRITE_UPGRADE === "1";

async function upgradeWith(sources: Partial<LiveSources>, ...args: string[]): Promise<Outcome> {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = await upgradeCommand(args, {
        program,
        sources: () => Promise.resolve(sources as LiveSources),
        out: (text) => {
            outcome.out += text;
        },
        err: (text) => {
            outcome.err += text;
        },
        color: false,
        today: "2026-11-29",
    });
    return outcome;
}

const upgrade = (...args: string[]): Promise<Outcome> => upgradeWith({}, ...args, "--stack", PROD);

const DATABASE = () => Promise.resolve({ engineVersion: "15.18" });

describe("npm run upgrade", () => {
    it("prints the approved steps of prod", async () => {
        const { status, out, err } = await upgrade(
            ...["--to", "kubernetes=1.36", "--to", "postgres=17.10", "--to", "connect=2026.09.0"],
        );
        const file = join(__dirname, "upgrade.prod.txt");
        if (WRITE) {
            writeFileSync(file, out);
        }

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out).to.equal(readFileSync(file, "utf8"));
    });

    it("prints the same as data", async () => {
        const { status, out } = await upgrade("--to", "postgres=15.x", "--json");
        const { steps, ...rest } = JSON.parse(out) as { steps: Record<string, unknown>[] };

        expect(status).to.equal(0);
        expect(rest).to.deep.equal({
            stack: "prod",
            from: { kubernetes: "1.35", nodes: "1.35", postgres: "15", connect: "2026.08.0" },
            to: { postgres: "15.18" },
            ends: "2026-11-30",
            obstacles: [],
        });
        expect(steps.map(({ kind, title, day }) => [kind, title, day])).to.deep.equal([
            ["backup", "Back up", "2026-11-29"],
            ["postgresMinor", "PostgreSQL 15 to 15.18", "2026-11-29"],
        ]);
    });

    it("exits with 6 if something stops the upgrade, and says what to resolve first", async () => {
        const sources = {
            database: DATABASE,
            postgresVersion: (version: string) =>
                Promise.resolve({ version: version === "17" ? "17.6" : version, targets: ["17.9"] }),
        };
        const args = ["--to", "postgres=17", "--stack", PROD, "--live"];
        const { status, out } = await upgradeWith(sources, ...args);
        const data = await upgradeWith(sources, ...args, "--json");

        expect([status, data.status]).to.deep.equal([6, 6]);
        expect(out).to.include(
            "Not as the catalog has it\n  ○ PostgreSQL: RDS does not upgrade 15.18 to 17.6, the version that",
        );
        expect(JSON.parse(data.out)).to.have.nested.property("differences[0].kind", "postgresTarget");
    });

    it("exits with 7 if AWS does not answer", async () => {
        const { status, out } = await upgradeWith(
            { database: () => Promise.reject(new Error("no credentials")) },
            ...["--to", "postgres=17", "--stack", PROD, "--live"],
        );

        expect(status).to.equal(7);
        expect(out).to.include("○ No answer about the database's upgrade targets: no credentials\n");
    });

    it("reports if AWS answers as the catalog has it", async () => {
        const { status, out } = await upgradeWith(
            {
                database: DATABASE,
                postgresVersion: (version) => Promise.resolve({ version, targets: [] }),
            },
            ...["--to", "postgres=15.x", "--stack", PROD, "--live"],
        );

        expect(status).to.equal(0);
        expect(out).to.match(/\n\nAWS answers as the catalog has it\.\n$/);
    });

    it("reports wrong versions in a line each, with status 1, and wrong usage with 2", async () => {
        const { status, out, err } = await upgrade("--to", "kubernetes=1.34", "--to", "calico=3", "--json");
        const text =
            "--to kubernetes=1.34: must be 1.36, got 1.34, which is older than the stack's 1.35. EKS rolls a control plane back for 7 days: " +
            'lower posit-connect:cluster.version, as docs/upgrades.md describes.\n--to calico=3: must name one of kubernetes, postgres, connect, got "calico".';

        expect({ status, err, out: JSON.parse(out) as unknown }).to.deep.equal({
            status: 1,
            err: `${text}\n`,
            out: { error: text },
        });
        expect((await upgradeWith({}, "--stack", PROD)).status).to.equal(2);
        expect((await upgradeWith({}, "--too", "postgres=17")).err).to.include("unknown option '--too'");
        expect((await upgradeWith({}, "--help")).status).to.equal(0);
    });

    it("reports a program that fails", async () => {
        const outcome = { err: "" };
        const status = await upgradeCommand(["--to", "postgres=17", "--stack", PROD], {
            program: () => {
                throw new Error("broken");
            },
            sources: () => Promise.reject(new Error("not asked")),
            out: () => undefined,
            err: (text) => {
                outcome.err += text;
            },
            color: false,
            today: "2026-11-29",
        });

        expect([status, outcome.err]).to.deep.equal([
            1,
            "The program failed. No step was planned.\n\n  broken\n",
        ]);
    });
});
