import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../program";

/** Paths of the repository's own files whose names match `pattern`, relative to its root. */
export function trackedFiles(pattern: string): string[] {
    const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", pattern], {
        cwd: ROOT,
        encoding: "utf8",
    });
    return listed.split("\n").filter((path) => path !== "" && existsSync(join(ROOT, path)));
}
