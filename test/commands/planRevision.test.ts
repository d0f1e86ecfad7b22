import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planRevision } from "../../commands/planRevision";
import { UserError } from "../../lib/userError";
import { ROOT } from "../program";

const SOURCES = [
    "Pulumi.yaml",
    "Pulumi.prod.yaml",
    "bootstrap",
    "catalog",
    "commands",
    "components",
    "graph",
    "index.ts",
    "lib",
    "load",
    "package-lock.json",
    "package.json",
    "policy",
    "recovery",
    "simulation",
    "stacks",
];

/** A clone of the project, in which a commit changes one setting at a time. */
describe("npm run changes -- --against", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "revision-"));
        for (const source of SOURCES) {
            cpSync(join(ROOT, source), join(folder, source), { recursive: true });
        }
        symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
        writeFileSync(join(folder, ".gitignore"), "node_modules\n");
        git("init", "--quiet", "--initial-branch", "main");
        git("add", "--all");
        commit("base");
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function git(...args: string[]): string {
        return execFileSync("git", args, { cwd: folder, encoding: "utf8" });
    }

    function commit(message: string): void {
        git(
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "commit",
            "--quiet",
            "--all",
            "-m",
            message,
        );
    }

    function changes(...args: string[]) {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [join("commands", "run.cjs"), "changes", ...args],
            { cwd: folder, encoding: "utf8", env: { ...process.env, INIT_CWD: folder } },
        );
        return { status, out: stdout, err: stderr };
    }

    function edit(from: string, to: string): void {
        const file = join(folder, "Pulumi.prod.yaml");
        const text = readFileSync(file, "utf8");
        expect(text).to.include(from);
        writeFileSync(file, text.replace(from, to));
    }

    it("shows the changes of the working tree, and what follows from them", () => {
        edit("minSize: 3", "minSize: 3\n        diskGiB: 150");
        const { status, out, err } = changes("--against", "main", "--stack", "prod");
        git("checkout", "--quiet", ".");

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out).to.match(/^Changes · prod · from two plans · 4 updated\n/);
        expect(out).to.include(
            "node group cluster-servers: launchTemplate.version, about 15 min\n      [rolling]",
        );
        expect(out).to.include("Follows from the launch template cluster-servers, which is updated.");
        expect(git("worktree", "list", "--porcelain").match(/^worktree /gm)).to.have.lengthOf(1);
    });

    it("stops at the loss of data", () => {
        edit("cidrBlock: 10.0.0.0/16", "cidrBlock: 10.9.0.0/16");
        const { status, out } = changes("--against", "main", "--stack", "prod");
        git("checkout", "--quiet", ".");

        expect(status).to.equal(4);
        expect(out).to.include("✗ VPC network is replaced, because of cidrBlock");
    });

    it("creates a stack that the revision does not have", () => {
        cpSync(join(folder, "Pulumi.prod.yaml"), join(folder, "Pulumi.new.yaml"));
        const { status, out } = changes("--against", "main", "--stack", "new");
        rmSync(join(folder, "Pulumi.new.yaml"));

        expect(status).to.equal(0);
        expect(out).to.match(/^Changes · new · from two plans · \d+ created\n/);
    });

    it("fails for a revision that git does not know, and for one that cannot be planned", () => {
        expect(changes("--against", "none")).to.deep.equal({
            status: 1,
            out: "",
            err: "--against none: git knows no such branch, tag or commit. Fetch it first, such as with `git fetch origin`.\n",
        });

        edit("minSize: 3", "minSize: 0");
        commit("wrong");
        const { status, out, err } = changes("--against", "HEAD", "--stack", "prod");
        git("reset", "--quiet", "--hard", "HEAD~");
        expect({ status, out }).to.deep.equal({ status: 1, out: "" });
        expect(err).to.match(/^--against HEAD: prod cannot be planned\.\n\n.*minSize/s);
    });

    it("plans a revision in a worktree that it removes", () => {
        const planned = planRevision(folder, "main", "prod") as { deployment: { resources: unknown[] } };

        expect(planned.deployment.resources.length).to.be.above(200);
        expect(planRevision(folder, "main", "missing")).to.equal(undefined);
        expect(() => planRevision(folder, "none", "prod")).to.throw(
            UserError,
            "--against none: git knows no such",
        );
        expect(git("worktree", "list", "--porcelain").match(/^worktree /gm)).to.have.lengthOf(1);
    });
});
