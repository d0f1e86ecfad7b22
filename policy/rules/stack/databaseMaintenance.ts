import { readPath } from "../../../graph/path";
import {
    blocksBackupStart,
    formatSpan,
    parseWindow,
    startSpan,
    type WeekSpan,
    weeklyStarts,
} from "../../../lib/weekSpan";
import type { Resource } from "../../../graph/graph";
import { type Finding, stackRule } from "../../rule";
import { backupPlans } from "../../../graph/backup";
import type { Graph } from "../../../graph/graph";
import { DATABASE } from "../../../graph/types";
import type { Value } from "../../../graph/value";

/** Minutes, by AWS, where a rule has no startWindow. Source: AWS Backup API reference, BackupRuleInput. */
const DEFAULT_START_WINDOW = 8 * 60;

export const databaseMaintenance = stackRule({
    name: "stack-database-maintenance",
    level: "production",
    severity: "medium",
    controls: ["Posit R12", "Pulumi maintenance-window"],
    description:
        "The database's maintenance window is set, and no rule of a backup plan may start a backup during it or in the hour before it: AWS Backup cannot start one then.",
    remedy: "Set maintenanceWindow, in UTC, to begin over an hour after each rule's start window and to end before the next.",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html",
    *check(graph) {
        const plans = backupPlans(graph);
        for (const database of plans.length === 0 ? [] : graph.all(DATABASE)) {
            yield* databaseFindings(graph, database);
        }
    },
});

function* databaseFindings(graph: Graph, database: Resource): Iterable<Finding> {
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
                    sentence: `${place} of ${plan.name} must state a daily or weekly schedule in UTC and a startWindow: without them it cannot be compared with the maintenance window of ${database.name}.`,
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

/** When each rule of a plan may start backups; `undefined` if that cannot be read. */
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
