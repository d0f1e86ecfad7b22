import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecoveryManifest } from "../stacks/recoveryManifest";

/** Runs something that needs a manifest in a file of its own, in a folder of its own, which goes with it. */
export async function withManifestFile<T>(
    manifest: RecoveryManifest,
    run: (path: string, folder: string) => Promise<T>,
): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "drill-"));
    try {
        const path = join(folder, "manifest.json");
        writeFileSync(path, JSON.stringify(manifest));
        return await run(path, folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
