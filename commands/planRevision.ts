import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../lib/userError";

/**
 * The offline plan of a stack at a git revision, made by the code and the settings of that revision.
 *
 * The revision is checked out in a temporary worktree, which is removed again. It uses the installed packages, or installs
 * its own if its package-lock.json differs.
 *
 * @param root folder of the project.
 * @param revision a branch, tag or commit, as git reads it.
 * @returns `undefined` if the revision has no file of the stack.
 * @throws {@link UserError} if git does not know the revision, or it cannot be planned.
 */
export function planRevision(root: string, revision: string, stack: string): unknown {
    const commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
    if (commit === undefined) {
        throw new UserError([
            `--against ${revision}: git knows no such branch, tag or commit. Fetch it first, such as with \`git fetch origin\`.`,
        ]);
    }
    if (!git(root, "ls-tree", "--name-only", commit, `Pulumi.${stack}.yaml`)) {
        return undefined;
    }
    const folder = mkdtempSync(join(tmpdir(), "posit-connect-"));
    try {
        if (git(root, "worktree", "add", "--force", "--detach", folder, commit) === undefined) {
            throw new UserError([`--against ${revision}: git cannot check it out in ${folder}.`]);
        }
        provideModules(root, folder, revision);
        return planIn(folder, stack, `--against ${revision}`);
    } finally {
        git(root, "worktree", "remove", "--force", folder);
        rmSync(folder, { recursive: true, force: true });
    }
}

/**
 * The offline plan of a stack, by the code in a folder.
 *
 * @param subject names the folder in errors.
 */
export function planIn(folder: string, stack: string, subject: string): unknown {
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join("commands", "run.cjs"), "plan", "--stack", stack, "--json"],
        {
            cwd: folder,
            env: { ...process.env, INIT_CWD: folder },
            encoding: "utf8",
            maxBuffer: 256 * 1024 * 1024,
        },
    );
    if (status !== 0) {
        throw new UserError([`${subject}: ${stack} cannot be planned.`, "", stderr.trim()]);
    }
    return JSON.parse(stdout);
}

function provideModules(root: string, folder: string, revision: string): void {
    const [own, other] = [root, folder].map((each) => readFileSync(join(each, "package-lock.json"), "utf8"));
    if (own === other) {
        symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
        return;
    }
    const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
        cwd: folder,
        encoding: "utf8",
    });
    if (status !== 0) {
        throw new UserError([`--against ${revision}: its packages cannot be installed.`, "", stderr.trim()]);
    }
}

/** The output of git without the final line break; `undefined` if it fails. */
function git(folder: string, ...args: string[]): string | undefined {
    const { status, stdout } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
}
