import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { MOVE_RESTORED_FILES, restoredFilesJob } from "../../../components/connect/restoredFilesJob";

/** The mark of a restore that was chosen. */
const MARK = ".aws-backup-restore";

describe("moving restored files", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "files-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** Runs the job's own command with bash and the GNU tools, as in Connect's image. */
    function move(
        files: string[],
        directory = "",
    ): { status: number | null; stderr: string; found: string[] } {
        for (const file of files) {
            mkdirSync(dirname(join(folder, file)), { recursive: true });
            writeFileSync(join(folder, file), file);
        }
        const [container] = restoredFilesJob({
            name: "job",
            namespace: "posit-connect",
            labels: {},
            image: "posit/connect:2026.08.0",
            pullSecrets: [],
            placement: {},
            claimName: "files",
            directory,
        }).spec.template.spec.containers;
        const [shell = "", ...args] = container?.command ?? [];
        const variables = container?.env.map(({ name, value }): [string, string] => [name, value]) ?? [];
        expect(args.at(-1)).to.equal(MOVE_RESTORED_FILES);
        const { status, stderr } = spawnSync(shell, args, {
            cwd: folder,
            encoding: "utf8",
            env: { ...process.env, ...Object.fromEntries(variables) },
            // As in a pod. With a pipe from Node, bash may act as a remote shell and read this machine's own startup files.
            stdio: ["ignore", "pipe", "pipe"],
        });
        const found = readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
        return { status, stderr, found: found.sort() };
    }

    it("moves everything out of AWS Backup's directory, hidden or with spaces, and leaves its mark", () => {
        const restore = "aws-backup-restore_2026-11-20T11-00-00-000Z";
        const files = [".key", "apps/1/bundle.tar.gz", "a b/c d", "lost+found/1"];
        expect(move(files.map((file) => `${restore}/${file}`))).to.deep.equal({
            status: 0,
            stderr: "",
            found: files.sort(),
        });
        expect(readdirSync(folder).sort()).to.deep.equal([MARK, ".key", "a b", "apps", "lost+found"]);
        expect(readdirSync(join(folder, MARK))).to.deep.equal([]);
        expect(readFileSync(join(folder, ".key"), "utf8")).to.equal(`${restore}/.key`);
    });

    it("does not change files in the root, nor a later restore of some of them", () => {
        expect(move(["apps/1"])).to.deep.equal({ status: 0, stderr: "", found: ["apps/1"] });
        expect(move(["aws-backup-restore_1/apps/2"])).to.deep.equal({
            status: 0,
            stderr: "",
            found: ["apps/1", "aws-backup-restore_1/apps/2"],
        });
    });

    it("keeps the directory of an earlier restore among the files, even if it runs repeatedly", () => {
        const whole = { status: 0, stderr: "", found: ["apps/1", "aws-backup-restore_0/old"] };
        expect(
            move(["aws-backup-restore_1/apps/1", "aws-backup-restore_1/aws-backup-restore_0/old"]),
        ).to.deep.equal(whole);
        expect(move([])).to.deep.equal(whole);
    });

    it("continues an interrupted run", () => {
        expect(move(["apps/1", "aws-backup-restore_0/old", `${MARK}/left/2`])).to.deep.equal({
            status: 0,
            stderr: "",
            found: ["apps/1", "aws-backup-restore_0/old", "left/2"],
        });
    });

    it("moves the files of a stack that was itself restored", () => {
        mkdirSync(join(folder, "aws-backup-restore_1", MARK), { recursive: true });
        const whole = { status: 0, stderr: "", found: ["apps/1"] };
        expect(move(["aws-backup-restore_1/apps/1"])).to.deep.equal(whole);
        expect(move([])).to.deep.equal(whole);
    });

    it("moves only the files if they were not in the root of the backup", () => {
        const directory = "aws-backup-restore_0";
        const whole = { status: 0, stderr: "", found: [`${MARK}/else`, ".key", "apps/1"] };
        const restored = [`${directory}/apps/1`, `${directory}/.key`, "else"];
        expect(
            move(
                restored.map((file) => `aws-backup-restore_1/${file}`),
                directory,
            ),
        ).to.deep.equal(whole);
        expect(move([], directory)).to.deep.equal(whole);
    });

    it("fails if the restore has no such directory, and moves nothing", () => {
        expect(move(["aws-backup-restore_1/apps/1"], "aws-backup-restore_0")).to.deep.equal({
            status: 1,
            stderr:
                "no aws-backup-restore_0 in what AWS Backup has restored: say where the files are by " +
                "recovery.fileSystem.subPath\n",
            found: [`${MARK}/apps/1`],
        });
    });

    it("overwrites nothing: a file whose name exists already stays, and the job fails each time", () => {
        const taken = ["apps/new", "aws-backup-restore_1/apps/old", "aws-backup-restore_1/jobs/1"];
        for (const files of [taken, []]) {
            const { status, stderr, found } = move(files);
            expect(status).to.equal(1);
            expect(stderr).to.contain(
                `not moved out of ${MARK}/, as where a name is taken in the root: apps `,
            );
            expect(found).to.deep.equal([`${MARK}/apps/old`, "apps/new", "jobs/1"]);
        }
    });

    it("rejects several restores", () => {
        expect(move(["aws-backup-restore_1/a", "aws-backup-restore_2/b"])).to.deep.equal({
            status: 1,
            stderr: "several restores, aws-backup-restore_1/ aws-backup-restore_2/: name one by recovery.fileSystem.subPath\n",
            found: ["aws-backup-restore_1/a", "aws-backup-restore_2/b"],
        });
    });
});
