import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesCommand } from "../../commands/changesCommand";
import { ROOT } from "../program";

/** Previews after public reports, reduced to the smallest file that shows the fault. */
const FOLDER = join(__dirname, "previews");

/** The exit status, and the output with every gap as one space. */
function changes(preview: string, ...options: string[]): [number, string] {
    let text = "";
    const write = (part: string): void => {
        text += part;
    };
    const status = changesCommand(
        ["--preview", join(FOLDER, preview), "--stack", join(ROOT, "Pulumi.prod.yaml"), ...options],
        { out: write, err: write, color: false, today: "2026-11-23" },
    );
    return [status, text.replaceAll(FOLDER, "field").replace(/\s+/g, " ")];
}

describe("a preview from the field", () => {
    const cases: [name: string, preview: string, status: number, ...sentences: string[]][] = [
        [
            "is rejected if it lists no steps, but counts some",
            "no-steps.json",
            1,
            `field/no-steps.json is incomplete, its steps are 0 of 3 "replace", 0 of 1 "delete", 0 of 65 "create".`,
        ],
        [
            "is rejected if it lists fewer steps than it counts",
            "fewer-steps.json",
            1,
            `field/fewer-steps.json is incomplete, its steps are 0 of 2 "replace".`,
        ],
        ["is read between lines of text", "text-before.txt", 4, "1 replaced", "Connect starts without data."],
        ["is read after a byte order mark", "bom.txt", 4, "1 replaced", "Connect starts without data."],
        [
            "names the versions between two minor versions of Kubernetes",
            "eks-skip.json",
            4,
            "EKS rejects this: it upgrades a cluster by one minor version at a time. Update to 1.35, then to 1.36.",
            "Users notice: a change is rejected",
        ],
        [
            "reports that RDS rejects smaller storage",
            "storage-shrinks.json",
            4,
            "RDS rejects smaller storage. Keep the size, or move the data to a new database with less.",
            "Users notice: a change is rejected",
        ],
        [
            "reports that an older Connect rejects a migrated database, and the restore that avoids the outage",
            "connect-down.json",
            4,
            "[rejected] Connect rejects this: an older version cannot read a database that a newer one has migrated.",
            "which is an outage. Restore a backup from before the upgrade instead: docs/recovery.md.",
        ],
    ];
    for (const [name, preview, status, ...sentences] of cases) {
        it(name, () => {
            const [actual, text] = changes(preview);

            for (const sentence of sentences) {
                expect(text).to.include(sentence);
            }
            expect(actual).to.equal(status);
        });
    }

    it("is rejected with a state in which an update was interrupted, which it does not show", () => {
        const folder = mkdtempSync(join(tmpdir(), "state-"));
        const state = join(folder, "state.json");
        const urn = "urn:pulumi:prod::posit-connect::aws:rds/instance:Instance::database";
        const pending = [{ type: "creating", resource: { urn } }];
        writeFileSync(
            state,
            JSON.stringify({ version: 3, deployment: { resources: [], pending_operations: pending } }),
        );
        const [status, text] = changes("eks-skip.json", "--state", state);
        rmSync(folder, { recursive: true });

        expect(status).to.equal(1);
        expect(text).to.include(`creating ${urn}`);
        expect(text).to.include("pulumi refresh");
    });

    it("is read from standard input", () => {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [join(ROOT, "commands", "run.cjs"), "changes", "--preview", "-", "--stack", "prod"],
            { cwd: ROOT, encoding: "utf8", input: readFileSync(join(FOLDER, "connect-down.json")) },
        );

        expect({ status, stderr }).to.deep.equal({ status: 4, stderr: "" });
        expect(stdout).to.include("[rejected]");
    });
});
