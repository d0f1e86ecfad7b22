import { parseSettings } from "../stacks/parseSettings";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { missingSecrets } from "../stacks/secrets";
import { SettingsError } from "../stacks/settingsError";

/** What a drill has of its own, whatever the stack's is; what a restore takes of these is judged as it is played. */
const OWN = ["acknowledgedChanges", "backup", "protect", "recovery"].map((name) => `posit-connect:${name}`);

/**
 * Makes sure that what a restore takes of a manifest's settings are settings: a copy may not be whole, or edited.
 *
 * @param file where the manifest is, as its user named it.
 * @throws a {@link SettingsError} with every mistake.
 */
export function checkSettings({ settings, stack, region, account }: RecoveryManifest, file: string): void {
    const taken = Object.entries(settings).filter(([key]) => !OWN.includes(key));
    const config: Record<string, string> = {
        ...Object.fromEntries(taken.map(([key, value]) => [key, JSON.stringify(value)])),
        "aws:region": region,
        "aws:allowedAccountIds": JSON.stringify([account]),
    };
    // None of them is in a manifest.
    const secrets = missingSecrets(config, []).map(({ key }) => key);
    const standIns = Object.fromEntries(secrets.map((key) => [key, `stand-in for ${key}`]));
    const { mistakes } = parseSettings({ ...config, ...standIns }, secrets, stack);
    if (mistakes) {
        throw new SettingsError(file, mistakes);
    }
}
