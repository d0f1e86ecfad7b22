import type { Resource } from "../../../graph/graph";
import { type Finding, stackRule } from "../../rule";
import { backupPlans, copyRegions } from "../../../graph/backup";
import { regionOf } from "../../../graph/subnets";
import type { Graph } from "../../../graph/graph";

export const backupCopy = stackRule({
    name: "stack-backup-copy",
    level: "production",
    severity: "high",
    controls: ["Pulumi backup-copy"],
    description: "Each rule of a backup plan copies to a vault in another region.",
    remedy: "Give each of rules a copy action whose destinationVaultArn is of a vault in another region.",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
    *check(graph) {
        for (const plan of backupPlans(graph)) {
            yield* planFindings(graph, plan);
        }
    },
});

function* planFindings(graph: Graph, plan: Resource): Iterable<Finding> {
    const own = regionOf(graph);
    for (const [i, copies] of copyRegions(graph, plan).entries()) {
        if (!copies.some((regions) => regions.some((region) => region !== own))) {
            yield {
                urn: plan.urn,
                sentence: `rules[${i}] of ${plan.name} copies to no region that is known to be another than ${own ?? "the stack's"}.`,
            };
        }
    }
}
