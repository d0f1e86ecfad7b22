import { isOlder } from "../lib/isOlder";
import type { Settings } from "./settings";
import type { RecoveryManifest } from "./recoveryManifest";
import { type Finding, finding } from "./rule";
import { connect } from "./sections/connect";
import { database } from "./sections/database";
import { aws } from "./sections/aws";
import { recovery as paths } from "./sections/recovery";
import type { SettingPath } from "./settingPath";

/** The backups that a stack is restored from. */
export interface Restore {
    database: {
        /** ARN of the key that encrypts the backup, and so the restored database. */
        keyArn: string;
        /** The snapshot with its time, or a time of an instance: exactly one. */
        snapshot?: string;
        takenAt?: string;
        pointInTime?: { time: string; identifier: string; resourceId?: string };
    };
    /**
     * The file system to adopt; absent for a new one. `subPath` is the directory of the files in it, if that is known,
     * `backedUpSubPath` the one when they were backed up, empty for the root.
     */
    fileSystem?: { id: string; subPath?: string; backedUpSubPath: string };
}

/** Settings of a stack that is a restore. */
export type RestoreSettings = Settings & Required<Pick<Settings, "recovery">>;

/** Names that identify a stack. */
export interface StackIdentity {
    project: string;
    stack: string;
}

/**
 * Checks the settings of a restore against the old stack's manifest.
 *
 * @returns the backups to restore; or every error, with the setting to change.
 */
export function restoreFrom(
    settings: RestoreSettings,
    manifest: RecoveryManifest,
    stack: StackIdentity,
): { restore: Restore } | { findings: Finding[] } {
    const { recovery, account } = settings;
    const keyArn = databaseKeyIn(account.region, manifest);
    const findings = [
        ...checkIdentity(settings, manifest, stack),
        ...checkVersions(settings, manifest),
        ...checkPlaces(settings, manifest),
    ];
    if (keyArn === undefined || findings.length > 0) {
        return { findings };
    }
    const { pointInTime, resourceId, snapshot, takenAt } = recovery.database;
    const { fileSystem } = recovery;
    return {
        restore: {
            database: {
                keyArn,
                ...(snapshot === undefined ? {} : { snapshot }),
                ...(takenAt === undefined ? {} : { takenAt }),
                ...(pointInTime === undefined
                    ? {}
                    : {
                          pointInTime: {
                              time: pointInTime,
                              identifier: manifest.database.identifier,
                              ...(resourceId === undefined ? {} : { resourceId }),
                          },
                      }),
            },
            ...(fileSystem === undefined
                ? {}
                : {
                      fileSystem: {
                          id: fileSystem.adopt,
                          ...(fileSystem.subPath === undefined ? {} : { subPath: fileSystem.subPath }),
                          backedUpSubPath: manifest.fileSystem.subPath,
                      },
                  }),
        },
    };
}

/** RDS encrypts a snapshot with the key of its database, and a copy in another region with the key of its vault there. */
function databaseKeyIn(
    region: string,
    { region: home, database, vaults }: RecoveryManifest,
): string | undefined {
    return region === home ? database.keyArn : vaults.find((vault) => vault.region === region)?.keyArn;
}

function* checkIdentity(
    { account }: RestoreSettings,
    manifest: RecoveryManifest,
    { project, stack }: StackIdentity,
): Generator<Finding> {
    if (manifest.account !== account.id) {
        yield finding(
            paths.from,
            `a manifest of account ${account.id}, the stack's own (aws:allowedAccountIds)`,
            `This one belongs to account ${manifest.account}.`,
        );
    } else if (manifest.project === project && manifest.stack === stack) {
        const reason =
            manifest.region === account.region
                ? "A restore over the stack's database would lose its data."
                : `The stack's state has resources in ${manifest.region}, which Pulumi would replace, and so delete.`;
        yield finding(
            paths.from,
            "the manifest of another stack",
            `${reason} Create a new stack with pulumi stack init, and restore there.`,
        );
    }
}

function* checkPlaces(
    { account, recovery }: RestoreSettings,
    manifest: RecoveryManifest,
): Generator<Finding> {
    if (databaseKeyIn(account.region, manifest) === undefined) {
        const regions = manifest.vaults.map(({ region }) => region).join(" or ");
        yield finding(aws.region, `${regions}, where the manifest has backups`);
    } else if (recovery.database.pointInTime !== undefined && manifest.region !== account.region) {
        yield finding(
            paths.database.pointInTime,
            `left out in ${account.region}, as a point in time exists only in ${manifest.region}`,
            "Restore a snapshot.",
        );
    }
    if (recovery.fileSystem?.adopt === manifest.fileSystem.id && !recovery.force) {
        yield finding(
            paths.fileSystem.adopt,
            "another file system than the old stack's own, which the old stack has mounted",
            "Restore the backup to a new file system; or, once that stack is deleted, set force.",
        );
    }
    const { subPath } = recovery.fileSystem ?? {};
    const backedUp = manifest.fileSystem.subPath;
    const isThere = backedUp === "" || subPath === undefined || `/${subPath}`.endsWith(`/${backedUp}`);
    if (!isThere && !recovery.force) {
        yield finding(
            paths.fileSystem.subPath,
            `a directory that ends with ${backedUp}, the directory of the files when they were backed up`,
            "Leave it out, or set force.",
        );
    }
}

/** A restore deploys the versions of the backup. Once it is promoted, versions may become newer, and never older. */
function* checkVersions(settings: RestoreSettings, manifest: RecoveryManifest): Generator<Finding> {
    const versions: [SettingPath, string, string][] = [
        [connect.version, settings.connect.version, manifest.connect.version],
        [connect.chart.version, settings.connect.chart.version, manifest.connect.chart.version],
        [database.engineVersion, settings.database.engineVersion, manifest.database.engineVersion],
    ];
    for (const [path, version, kept] of versions) {
        if (settings.recovery.promoted && isOlder(version, kept)) {
            yield finding(path, `${JSON.stringify(kept)} or newer, as the manifest has that version`);
        } else if (!settings.recovery.promoted && version !== kept) {
            yield finding(
                path,
                `${JSON.stringify(kept)}, as in the manifest, until posit-connect:recovery.promoted is true`,
            );
        }
    }
}
