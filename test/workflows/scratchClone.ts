import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { trackedFiles } from "../docs/trackedFiles";
import { EXAMPLES, ROOT } from "../program";

/** A clone of this repository, with the stack files of the tests. */
export class ScratchClone {
    readonly folder = mkdtempSync(join(tmpdir(), "clone-"));

    constructor() {
        for (const file of trackedFiles("*")) {
            mkdirSync(dirname(join(this.folder, file)), { recursive: true });
            cpSync(join(ROOT, file), join(this.folder, file));
        }
        for (const stack of ["dev", "prod"]) {
            const file = `Pulumi.${stack}.yaml`;
            cpSync(join(EXAMPLES, file), join(this.folder, file));
        }
        // `npm ci` would install and build these.
        symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"), "dir");
        cpSync(join(ROOT, "policy", "bin"), join(this.folder, "policy", "bin"), { recursive: true });
        this.git("init", "--quiet", "--initial-branch", "main");
        // Ignored as a folder only.
        writeFileSync(join(this.folder, ".git", "info", "exclude"), "node_modules\n");
        this.commit("Base");
    }

    git(...args: string[]): string {
        const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
        return execFileSync("git", [...identity, ...args], { cwd: this.folder, encoding: "utf8" }).trim();
    }

    commit(subject: string): void {
        this.git("add", "--all");
        this.git("commit", "--quiet", "--message", subject);
    }

    /** Checks out the merge of a change, as GitHub does for a pull request. */
    checkOutMerge(change: () => void): void {
        this.git("checkout", "--quiet", "-B", "change", "main");
        change();
        this.commit("Change");
        this.git("checkout", "--quiet", "--detach", "main");
        this.git("merge", "--quiet", "--no-ff", "--no-edit", "change");
    }

    remove(): void {
        rmSync(this.folder, { recursive: true });
    }
}
