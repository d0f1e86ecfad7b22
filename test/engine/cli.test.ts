import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findCli } from "./cli";
import { remedy } from "./remedy";

describe("what the engine tests need", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "posit-connect-cli-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function cli(version: string): string {
        const path = join(folder, "pulumi");
        writeFileSync(path, `#!/bin/sh\necho "${version}"\n`);
        chmodSync(path, 0o755);
        return path;
    }

    it("is a Pulumi CLI on PATH, or the one that PULUMI_CLI names", () => {
        const path = cli("v3.259.0");

        expect(findCli({ PATH: folder })).to.deep.equal({ path, version: "v3.259.0" });
        expect(findCli({ PATH: "/none", PULUMI_CLI: path })).to.deep.equal({ path, version: "v3.259.0" });
    });

    it("says in one line what is wrong with the CLI, and what to do", () => {
        expect(findCli({ PATH: folder })).to.deep.equal({
            missing:
                "no Pulumi CLI on PATH: install it (https://www.pulumi.com/docs/install/), or name it in PULUMI_CLI",
        });
        expect(findCli({ PULUMI_CLI: "/none/pulumi" })).to.deep.equal({
            missing: "PULUMI_CLI names /none/pulumi, which is not there: name the CLI's file, or unset it",
        });
        const path = cli("v3.200.0");
        expect(findCli({ PATH: folder })).to.deep.equal({
            missing: `${path} is v3.200.0, too old: 3.248.0 or newer is needed (https://www.pulumi.com/docs/install/)`,
        });
        cli("");
        expect(findCli({ PATH: folder })).to.deep.equal({
            missing: `${path} does not tell its version (""): build it with the version stamped, as .ci/run does`,
        });
    });

    it("has a remedy for each of the engine's complaints about its surroundings, and hands on any other", () => {
        expect(remedy("error: the stack is currently locked by 1 lock(s)")).to.match(/pulumi cancel/);
        expect(remedy("error: passphrase must be set with …")).to.match(/PULUMI_CONFIG_PASSPHRASE$/);
        expect(remedy("error: failed to load checkpoint: EOF")).to.match(/\*\.bak/);
        expect(remedy("error: another")).to.equal("error: another");
    });
});
