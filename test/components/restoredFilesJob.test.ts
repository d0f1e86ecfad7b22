import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { MOVE_RESTORED_FILES, restoredFilesJob } from "../../components/restoredFilesJob";

describe("moving restored files", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "files-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** Runs the job's own command, where bash and the GNU tools of Connect's image are. */
    function move(files: string[]): { status: number | null; stderr: string; found: string[] } {
        for (const file of files) {
            mkdirSync(dirname(join(folder, file)), { recursive: true });
            writeFileSync(join(folder, file), file);
        }
        const [shell = "", ...args] =
            restoredFilesJob({
                name: "job",
                namespace: "posit-connect",
                labels: {},
                image: "posit/connect:2026.08.0",
                pullSecrets: [],
                claimName: "files",
            }).spec.template.spec.containers[0]?.command ?? [];
        expect(args.at(-1)).to.equal(MOVE_RESTORED_FILES);
        const { status, stderr } = spawnSync(shell, args, {
            cwd: folder,
            encoding: "utf8",
            // As in a pod. From a pipe of Node's bash may take itself to be a remote shell, and read this machine's own files.
            stdio: ["ignore", "pipe", "pipe"],
        });
        const found = readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
        return { status, stderr, found: found.sort() };
    }

    it("takes everything out of AWS Backup's directory, hidden or with spaces, and the directory away", () => {
        const restore = "aws-backup-restore_2026-11-20T11-00-00-000Z";
        const files = [".key", "apps/1/bundle.tar.gz", "a b/c d"];
        expect(move(files.map((file) => `${restore}/${file}`))).to.deep.equal({
            status: 0,
            stderr: "",
            found: files.sort(),
        });
        expect(readdirSync(folder)).to.not.include(restore);
        expect(readFileSync(join(folder, ".key"), "utf8")).to.equal(`${restore}/.key`);
    });

    it("goes on where a run was cut off, and does nothing once all is moved", () => {
        expect(move(["moved/1", "aws-backup-restore_1/left/2"]).found).to.deep.equal(["left/2", "moved/1"]);
        expect(move([])).to.deep.equal({ status: 0, stderr: "", found: ["left/2", "moved/1"] });
    });

    it("writes over nothing: what has a name that is taken stays, and the job fails", () => {
        const { status, stderr, found } = move(["apps/new", "aws-backup-restore_1/apps/old"]);
        expect(status).to.not.equal(0);
        expect(stderr).to.contain("aws-backup-restore_1");
        expect(found).to.deep.equal(["apps/new", "aws-backup-restore_1/apps/old"]);
    });

    it("chooses none of several restores", () => {
        expect(move(["aws-backup-restore_1/a", "aws-backup-restore_2/b"])).to.deep.equal({
            status: 1,
            stderr: "several restores, aws-backup-restore_1/ aws-backup-restore_2/: name one by recovery.fileSystem.subPath\n",
            found: ["aws-backup-restore_1/a", "aws-backup-restore_2/b"],
        });
    });
});
