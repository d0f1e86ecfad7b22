import { readFileSync } from "node:fs";
import { issueMistakes } from "./issueMistakes";
import type { Mistake } from "./mistake";
import type { Settings } from "./settings";
import { FETCH, parseRecoveryManifest, type RecoveryManifest } from "./recoveryManifest";
import { type Restore, restoreFrom, type StackIdentity } from "./restore";
import type { Problem } from "./rule";
import { type S3Object, s3Object } from "./s3Object";

/**
 * Reads the manifest that the settings name, and what is to be restored by it.
 *
 * @param readObject reads an object out of S3.
 * @returns `undefined` for a stack that is no restore; else what it is made from, or every mistake.
 */
export async function readRestore(
    settings: Settings,
    stack: StackIdentity,
    readObject: (object: S3Object) => Promise<string>,
): Promise<{ restore: Restore; mistakes?: undefined } | { mistakes: Mistake[] } | undefined> {
    const { recovery } = settings;
    if (recovery === undefined) {
        return undefined;
    }
    let manifest: RecoveryManifest;
    try {
        const object = s3Object(recovery.from);
        const text = object === undefined ? readFileSync(recovery.from, "utf8") : await readObject(object);
        manifest = parseRecoveryManifest(text, recovery.from);
    } catch (error) {
        return { mistakes: mistakesOf({ path: ["recovery", "from"], message: unreadable(error) }, settings) };
    }
    const found = restoreFrom({ ...settings, recovery }, manifest, stack);
    return "restore" in found
        ? found
        : { mistakes: found.problems.flatMap((problem) => mistakesOf(problem, settings)) };
}

/** Only the file system says a reason alone; all else says whole sentences, and may list mistakes below one. */
function unreadable(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) {
        return message.replaceAll(/:\n\s*/g, ": ").replaceAll(/\s*\n\s*/g, "; ");
    }
    const what =
        code === "ENOENT" ? `is not there, looked in ${process.cwd()}` : `cannot be read: ${message}`;
    return `${what}; ${FETCH} writes one`;
}

function mistakesOf({ path, message }: Problem, settings: Settings): Mistake[] {
    const inForce = { ...settings, aws: { region: settings.account.region } };
    return issueMistakes({ code: "custom", path, message, input: undefined }, inForce);
}
