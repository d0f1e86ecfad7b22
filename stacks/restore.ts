import type { Settings } from "./settings";
import type { RecoveryManifest } from "./recoveryManifest";
import type { Problem } from "./rule";

/** What a stack is made from, instead of from nothing. */
export interface Restore {
    database: {
        /** ARN of the key that the backup, and so the restored database, is under. */
        keyArn: string;
        /** The snapshot, with the time that it is said to be of, or the moment of an instance: exactly one. */
        snapshot?: string;
        takenAt?: string;
        pointInTime?: { time: string; identifier: string; resourceId?: string };
    };
    /**
     * The file system to take over; absent for a new one. The directory in it, where that is known, and the one that the files
     * were in when they were backed up, empty for the root.
     */
    fileSystem?: { id: string; subPath?: string; backedUpSubPath: string };
}

/** Settings of a stack that is a restore. */
export type RestoreSettings = Settings & Required<Pick<Settings, "recovery">>;

/** A stack among all others. */
export interface StackIdentity {
    project: string;
    stack: string;
}

const at = (...keys: string[]) => ["recovery", ...keys];

/**
 * What the settings and the old stack's manifest make of each other.
 *
 * @returns everything to restore from; or everything that is wrong, by the setting to change.
 */
export function restoreFrom(
    settings: RestoreSettings,
    manifest: RecoveryManifest,
    stack: StackIdentity,
): { restore: Restore } | { problems: Problem[] } {
    const { recovery, account } = settings;
    const keyArn = databaseKeyIn(account.region, manifest);
    const problems = [
        ...identityProblems(settings, manifest, stack),
        ...versionProblems(settings, manifest),
        ...placeProblems(settings, manifest),
    ];
    if (keyArn === undefined || problems.length > 0) {
        return { problems };
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

/** RDS keeps a snapshot under the key of its database, and a copy in another region under that of its vault there. */
function databaseKeyIn(
    region: string,
    { region: home, database, vaults }: RecoveryManifest,
): string | undefined {
    return region === home ? database.keyArn : vaults.find((vault) => vault.region === region)?.keyArn;
}

function* identityProblems(
    { account }: RestoreSettings,
    manifest: RecoveryManifest,
    { project, stack }: StackIdentity,
): Generator<Problem> {
    if (manifest.account !== account.id) {
        yield {
            path: at("from"),
            message: `must be a manifest of account ${account.id}, which aws:allowedAccountIds names: this one is of ${manifest.account}`,
        };
    } else if (manifest.project === project && manifest.stack === stack) {
        const reason =
            manifest.region === account.region
                ? "a restore over a living database would lose what it holds"
                : `its state has what is in ${manifest.region}, which Pulumi would replace, and so delete`;
        yield {
            path: at("from"),
            message: `is the manifest of this stack: ${reason}; make a new stack, pulumi stack init, and restore there`,
        };
    }
}

function* placeProblems(
    { account, recovery }: RestoreSettings,
    manifest: RecoveryManifest,
): Generator<Problem> {
    if (databaseKeyIn(account.region, manifest) === undefined) {
        const regions = manifest.vaults.map(({ region }) => region).join(" or ");
        yield {
            path: ["aws", "region"],
            message: `must be ${regions}, where the manifest has backups`,
        };
    } else if (recovery.database.pointInTime !== undefined && manifest.region !== account.region) {
        yield {
            path: at("database", "pointInTime"),
            message: `goes in ${manifest.region} alone: from copies in ${account.region}, restore a snapshot`,
        };
    }
    if (recovery.fileSystem?.adopt === manifest.fileSystem.id && !recovery.force) {
        yield {
            path: at("fileSystem", "adopt"),
            message:
                "is the old stack's own, which has it mounted in its network: restore the backup to a new file system; " +
                "or, once that stack is gone, set force",
        };
    }
    const { subPath } = recovery.fileSystem ?? {};
    const backedUp = manifest.fileSystem.subPath;
    const isThere = backedUp === "" || subPath === undefined || `/${subPath}`.endsWith(`/${backedUp}`);
    if (!isThere && !recovery.force) {
        yield {
            path: at("fileSystem", "subPath"),
            message: `must end with ${backedUp}, the directory that the files were in when they were backed up; or leave it out, or set force`,
        };
    }
}

/** A restore brings up what was backed up; once it is live it goes on to newer versions, and never back. */
function* versionProblems(settings: RestoreSettings, manifest: RecoveryManifest): Generator<Problem> {
    const live = settings.recovery.live;
    const versions: [string[], string, string][] = [
        [["connect", "version"], settings.connect.version, manifest.connect.version],
        [["connect", "chart", "version"], settings.connect.chart.version, manifest.connect.chart.version],
        [["database", "engineVersion"], settings.database.engineVersion, manifest.database.engineVersion],
    ];
    for (const [path, version, kept] of versions) {
        if (live ? isOlder(version, kept) : version !== kept) {
            yield {
                path,
                message: live
                    ? `must not be older than ${JSON.stringify(kept)}, which the manifest was written with`
                    : `must be ${JSON.stringify(kept)}, as in the manifest, until posit-connect:recovery.live is true`,
            };
        }
    }
}

function isOlder(version: string, than: string): boolean {
    return version.localeCompare(than, "en", { numeric: true }) < 0;
}
