import { adoptedFileSystems } from "../../../graph/adoptedFileSystems";
import { backupPlans, copyRegions, isFileSystemSelected, isSelected } from "../../../graph/backup";
import type { Graph, Resource } from "../../../graph/graph";
import { linkOf, resourcesOf } from "../../../graph/links";
import { once } from "../../../graph/once";
import { readPath } from "../../../graph/path";
import { connectReleases } from "../../../graph/releases";
import { regionOf } from "../../../graph/subnets";
import {
    BUCKET,
    BUCKET_OBJECT,
    CLUSTER,
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    VAULT,
} from "../../../graph/types";
import type { Value } from "../../../graph/value";
import {
    type WeekSpan,
    blocksBackupStart,
    formatSpan,
    startSpan,
    weeklyStarts,
    parseWindow,
} from "../../../lib/weekSpan";
import type { Finding, StackRule } from "../../rule";

/** AWS's default of startWindow, in minutes. Source: AWS Backup API reference, BackupRuleInput. */
const DEFAULT_START_WINDOW = 8 * 60;

/** Files that a restore requires, by their key in the bucket. */
const FILES = ["manifest.json", "values.yaml", "license.lic"];

export const recovery: readonly StackRule[] = [
    {
        name: "stack-backup",
        level: "production",
        severity: "high",
        controls: ["FSBP EFS.2", "Security Hub RDS.26", "Posit R12"],
        description:
            "A backup plan of the stack selects the database and the file system. The automatic backups of RDS and EFS are from different times, have no copies and are not in the stack's vault.",
        remedy: "Add both to a selection of a backup plan of the stack.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-2",
        *check(graph) {
            for (const database of graph.all(DATABASE)) {
                if (!isSelected(graph, database)) {
                    yield {
                        urn: database.urn,
                        sentence: `No backup plan selects the database ${database.name}.`,
                    };
                }
            }
            for (const id of adoptedFileSystems(graph)) {
                if (!isFileSystemSelected(graph, id)) {
                    yield {
                        sentence: `No backup plan selects the file system ${id}, which the stack has adopted.`,
                    };
                }
            }
            for (const fileSystem of graph.all(FILE_SYSTEM)) {
                if (!isSelected(graph, fileSystem)) {
                    yield {
                        urn: fileSystem.urn,
                        sentence: `No backup plan selects the file system ${fileSystem.name}.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-backup-copy",
        level: "production",
        severity: "high",
        controls: ["Pulumi backup-copy"],
        description: "Each rule of a backup plan copies to a vault in another region.",
        remedy: "In each entry of rules, add a copy action whose destinationVaultArn is a vault in another region.",
        url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
        *check(graph) {
            for (const plan of backupPlans(graph)) {
                yield* planFindings(graph, plan);
            }
        },
    },
    {
        name: "stack-database-maintenance",
        level: "production",
        severity: "medium",
        controls: ["Posit R12", "Pulumi maintenance-window"],
        description:
            "The database's maintenance window is set, and no backup starts during it or in the hour before it, when AWS Backup cannot start one.",
        remedy: "Set maintenanceWindow, in UTC. It must begin more than one hour after the start window of each backup rule, and end before the next.",
        url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html",
        *check(graph) {
            const plans = backupPlans(graph);
            for (const database of plans.length === 0 ? [] : graph.all(DATABASE)) {
                yield* maintenanceFindings(graph, database);
            }
        },
    },
    {
        name: "stack-protected",
        level: "production",
        severity: "high",
        controls: ["Pulumi protect"],
        description:
            "The database, the file system, the backups, the recovery manifest's bucket, and the keys of these and of the cluster's secrets are protected from deletion.",
        remedy: "Set the resource option protect to true.",
        url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
        *check(graph) {
            for (const { urn, name, protect } of stateful(graph)) {
                if (!protect) {
                    yield {
                        urn,
                        sentence: `${name} contains data or a key that cannot be recreated, but is not protected.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-recovery-manifest",
        level: "production",
        severity: "medium",
        controls: ["Posit R12", "Pulumi recovery-manifest"],
        description:
            "A bucket contains the recovery manifest, the chart's values and the license, which a restore requires in addition to the data.",
        remedy: "Create a RecoveryManifest (components/recoveryManifest.ts) of the stack.",
        url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
        *check(graph) {
            const kept = graph.all(BUCKET_OBJECT).map(({ properties }) => properties.key);
            for (const file of connectReleases(graph).length === 0 ? [] : FILES) {
                if (!kept.includes(file)) {
                    yield { sentence: `No bucket contains ${file}, which a restore requires.` };
                }
            }
        },
    },
];

function* planFindings(graph: Graph, plan: Resource): Iterable<Finding> {
    const own = regionOf(graph);
    if (own === undefined) {
        yield {
            urn: plan.urn,
            sentence: `Whether ${plan.name} copies to another region is not known, as the stack has no subnet with a known zone.`,
        };
        return;
    }
    for (const [i, copies] of copyRegions(graph, plan).entries()) {
        // In a first preview, each vault of the plan may be the copy's: the rule is checked again after the update.
        if (!copies.some((regions) => regions.some((region) => region !== own))) {
            yield {
                urn: plan.urn,
                sentence: `rules[${i}] of ${plan.name} must copy to a region other than ${own}.`,
            };
        }
    }
}

function* maintenanceFindings(graph: Graph, database: Resource): Iterable<Finding> {
    const { maintenanceWindow } = database.properties;
    const window = typeof maintenanceWindow === "string" ? parseWindow(maintenanceWindow) : undefined;
    if (window === undefined) {
        yield {
            urn: database.urn,
            sentence: `maintenanceWindow of ${database.name} must be set, such as sat:21:00-sat:22:00. Otherwise RDS chooses one, and backups may fail in it.`,
        };
        return;
    }
    for (const plan of backupPlans(graph)) {
        for (const [place, starts] of startsOf(plan)) {
            const met = starts?.find((span) => blocksBackupStart(span, window));
            if (starts === undefined) {
                yield {
                    urn: plan.urn,
                    sentence: `${place} of ${plan.name} must have a daily or weekly schedule in UTC and a known startWindow, to be compared with the maintenance window of ${database.name}.`,
                };
            } else if (met !== undefined) {
                yield {
                    urn: database.urn,
                    sentence: `${place} of ${plan.name} starts ${formatSpan(met)}, which is in the maintenance window of ${database.name}, ${formatSpan(window)}, or in the hour before it.`,
                };
            }
        }
    }
}

/** The times at which each rule of a plan may start backups; `undefined` if they cannot be read. */
function startsOf(plan: Resource): readonly (readonly [string, readonly WeekSpan[] | undefined])[] {
    const { rules } = plan.properties;
    return Array.isArray(rules)
        ? rules.map((rule, i) => [`rules[${i}]`, spansOf(rule)] as const)
        : [["rules", undefined]];
}

function spansOf(rule: Value): readonly WeekSpan[] | undefined {
    const [schedule, zone, startWindow] = [
        readPath(rule, ["schedule"]),
        readPath(rule, ["scheduleExpressionTimezone"]) ?? "Etc/UTC",
        readPath(rule, ["startWindow"]) ?? DEFAULT_START_WINDOW,
    ];
    return typeof schedule === "string" && zone === "Etc/UTC" && typeof startWindow === "number"
        ? weeklyStarts(schedule)?.map((start) => startSpan(start, startWindow))
        : undefined;
}

/** Resources with data, and the keys without which the data is lost. */
const stateful = once((graph): ReadonlySet<Resource> => {
    const stores = graph.all(DATABASE, DATABASE_CLUSTER, FILE_SYSTEM);
    const vaults = graph.all(VAULT);
    const objects = graph.all(BUCKET_OBJECT);
    return new Set([
        ...stores,
        ...vaults,
        ...stores.flatMap((store) => keysAt(graph, store, ["kmsKeyId"])),
        ...vaults.flatMap((vault) => keysAt(graph, vault, ["kmsKeyArn"])),
        ...objects.flatMap((object) => targetsAt(graph, object, ["bucket"], BUCKET)),
        ...objects.flatMap((object) => keysAt(graph, object, ["kmsKeyId"])),
        ...graph
            .all(CLUSTER)
            .flatMap((cluster) => keysAt(graph, cluster, ["encryptionConfig", "provider", "keyArn"])),
    ]);
});

function keysAt(graph: Graph, resource: Resource, path: readonly string[]): readonly Resource[] {
    return targetsAt(graph, resource, path, KEY);
}

function targetsAt(
    graph: Graph,
    resource: Resource,
    path: readonly string[],
    type: string,
): readonly Resource[] {
    const link = linkOf(graph, resource, path, [type]);
    return link === undefined ? [] : resourcesOf(link);
}
