import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findCli } from "./cli";
import { explainError } from "./explainError";

describe("the Pulumi CLI of the engine tests", () => {
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

    it("is found on PATH, or with PULUMI_CLI", () => {
        const path = cli("v3.259.0");

        expect(findCli({ PATH: folder })).to.deep.equal({ path, version: "v3.259.0" });
        expect(findCli({ PATH: "/none", PULUMI_CLI: path })).to.deep.equal({ path, version: "v3.259.0" });
    });

    it("is reported with a problem and an instruction in one line", () => {
        expect(findCli({ PATH: folder })).to.deep.equal({
            missing:
                "no Pulumi CLI on PATH: install it (https://www.pulumi.com/docs/install/) or set PULUMI_CLI to its path",
        });
        expect(findCli({ PULUMI_CLI: "/none/pulumi" })).to.deep.equal({
            missing: "PULUMI_CLI: /none/pulumi does not exist: set it to the CLI's path, or unset it",
        });
        const path = cli("v3.200.0");
        expect(findCli({ PATH: folder })).to.deep.equal({
            missing: `${path} is v3.200.0: install 3.248.0 or later (https://www.pulumi.com/docs/install/)`,
        });
        cli("");
        expect(findCli({ PATH: folder })).to.deep.equal({
            missing: `${path} prints no version (""): build it with a version stamp, as .ci/pulumi/build does`,
        });
    });

    it("has an instruction for each environment error of the engine, and keeps other errors", () => {
        expect(explainError("error: the stack is currently locked by 1 lock(s)")).to.match(/pulumi cancel/);
        expect(explainError("error: passphrase must be set with …")).to.match(/PULUMI_CONFIG_PASSPHRASE$/);
        expect(explainError("error: failed to load checkpoint: EOF")).to.match(/\*\.bak/);
        expect(explainError("error: another")).to.equal("error: another");
    });
});
