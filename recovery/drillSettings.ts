import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { restoredSettings, sectionsOf, without, type RestoreChoices, type Table } from "./restoredSettings";
import type { Unit } from "./units";

/**
 * Settings of the stack that a drill makes: those of a restore, without what outlasts a stack and what guards one. It is
 * never live, and so sends no mail.
 *
 * @param unit what is restored.
 */
export function drillSettings(manifest: RecoveryManifest, unit: Unit, choices: RestoreChoices): Table {
    const settings = restoredSettings(manifest, unit, choices);
    const section = sectionsOf({ ...manifest, settings });
    return {
        ...settings,
        "posit-connect:protect": false,
        // It does not measure the loss of a zone, and an account has five Elastic IPs by default.
        "posit-connect:network": { ...section("network"), natGateways: "Single" },
        // The drill's VPC is connected to no other network.
        "posit-connect:cluster": {
            ...without(section("cluster"), "privateAccessCidrs"),
            deletionProtection: false,
        },
        "posit-connect:database": {
            ...section("database"),
            deletionProtection: false,
            finalSnapshot: false,
        },
        "posit-connect:backup": { vaultLock: "none" },
        "posit-connect:loadBalancer": { ...section("loadBalancer"), deletionProtection: false },
        // Without it, no password of the mail server is needed either.
        "posit-connect:connect": without(section("connect"), "smtp"),
    };
}
