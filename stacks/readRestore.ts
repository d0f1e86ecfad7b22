import { readFileSync } from "node:fs";
import { formatValue } from "./formatValue";
import { issueErrors } from "./issueErrors";
import { keyOf } from "./key";
import type { ConfigError } from "./configError";
import type { Settings } from "./settings";
import { FETCH, parseRecoveryManifest, type RecoveryManifest } from "./recoveryManifest";
import { type Restore, restoreFrom, type StackIdentity } from "./restore";
import type { Finding } from "./rule";
import { type S3Object, s3Object } from "./s3Object";

/**
 * Reads the manifest that the settings name.
 *
 * @param readObject reads an object from S3.
 * @returns `undefined` for a stack that is not a restore; otherwise the backups to restore, or every error.
 */
export async function readRestore(
    settings: Settings,
    stack: StackIdentity,
    readObject: (object: S3Object) => Promise<string>,
): Promise<{ restore: Restore; errors?: undefined } | { errors: ConfigError[] } | undefined> {
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
        return { errors: [unreadable(recovery.from, error)] };
    }
    const found = restoreFrom({ ...settings, recovery }, manifest, stack);
    return "restore" in found
        ? found
        : { errors: found.findings.flatMap((finding) => errorsOf(finding, settings)) };
}

/** The file system reports only a reason; every other error has complete sentences, and may list errors below one. */
function unreadable(from: string, error: unknown): ConfigError {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
        code === undefined
            ? message.replaceAll(/:\n\s*/g, ": ").replaceAll(/\s*\n\s*/g, "; ")
            : `${code === "ENOENT" ? `It is missing in ${process.cwd()}` : message}. \`${FETCH}\` writes one.`;
    return {
        key: keyOf(["recovery", "from"]),
        allowed: "a recovery manifest that can be read",
        got: formatValue(from),
        advice: reason,
    };
}

function errorsOf({ path, allowed, advice }: Finding, settings: Settings): ConfigError[] {
    const effective = { ...settings, aws: { region: settings.account.region } };
    return issueErrors(
        { code: "custom", path, message: allowed, params: { advice }, input: undefined },
        effective,
    );
}
