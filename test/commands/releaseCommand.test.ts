import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { releaseCommand } from "../../commands/releaseCommand";
import { ROOT } from "../program";

describe("npm run release", () => {
    let root: string;

    /** A project with a policy pack that is quick to build. */
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "release-"));
        mkdirSync(join(root, "policy"));
        write("package.json", { name: "p", version: "1.2.0", workspaces: ["policy"] });
        const pack = JSON.parse(readFileSync(join(ROOT, "policy", "package.json"), "utf8")) as object;
        write("policy/package.json", { ...pack, version: "1.2.0", dependencies: {}, devDependencies: {} });
        write("policy/PulumiPolicy.yaml", "runtime: nodejs\nversion: 1.2.0\n");
        write("policy/index.ts", "export const rules = 1;\n");
        write(
            "CHANGELOG.md",
            "# Changelog\n\n## 1.2.0 - 2026-11-23\n\n### Added\n\n- A rule.\n\n## 1.1.0\n\n- Old.\n",
        );
        mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
        cpSync(join(ROOT, "node_modules", "esbuild"), join(root, "node_modules", "esbuild"), {
            recursive: true,
        });
        symlinkSync(join(ROOT, "node_modules", "@esbuild"), join(root, "node_modules", "@esbuild"));
        symlinkSync("../esbuild/bin/esbuild", join(root, "node_modules", ".bin", "esbuild"));
    });

    afterEach(() => {
        rmSync(root, { recursive: true });
    });

    function write(name: string, content: unknown): void {
        writeFileSync(join(root, name), typeof content === "string" ? content : JSON.stringify(content));
    }

    async function release(): Promise<{ status: number; out: string; err: string }> {
        const outcome = { status: -1, out: "", err: "" };
        outcome.status = await releaseCommand(["--output", join(root, "dist")], {
            root,
            out: (text) => {
                outcome.out += text;
            },
            err: (text) => {
                outcome.err += text;
            },
        });
        return outcome;
    }

    it("packs the policy pack, with its checksum, the notes and the tag", async () => {
        const dist = join(root, "dist");
        const { status, out, err } = await release();

        expect({ status, out, err }).to.deep.equal({
            status: 0,
            out: ["posit-connect-policy-1.2.0.tgz", "SHA256SUMS", "notes.md", "tag"]
                .map((file) => `${join(dist, file)}\n`)
                .join(""),
            err: "",
        });
        const text = (file: string): string => readFileSync(join(dist, file), "utf8");
        const hash = createHash("sha256")
            .update(readFileSync(join(dist, "posit-connect-policy-1.2.0.tgz")))
            .digest("hex");
        expect([text("SHA256SUMS"), text("notes.md"), text("tag")]).to.deep.equal([
            `${hash}  posit-connect-policy-1.2.0.tgz\n`,
            "### Added\n\n- A rule.\n",
            "v1.2.0\n",
        ]);
    });

    it("reports every version that differs, and a changelog without the version", async () => {
        write("package.json", { name: "p", version: "1.3.0", workspaces: ["policy"] });

        expect(await release()).to.deep.equal({
            status: 1,
            out: "",
            err:
                "policy/package.json: version must be 1.3.0, as in package.json, got 1.2.0. Set it.\n" +
                "policy/PulumiPolicy.yaml: version must be 1.3.0, as in package.json, got 1.2.0. Set it.\n" +
                'CHANGELOG.md: must have a section "## 1.3.0" with text. Rename "Unreleased" when you release it.\n',
        });
    });
});
