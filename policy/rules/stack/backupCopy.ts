import type { Resource } from "../../resource";
import { type Finding, stackRule } from "../../rule";
import { backupPlans, copyRegions } from "../../topology/backup";
import { regionOf } from "../../topology/subnets";
import type { Topology } from "../../topology/topology";

export const backupCopy = stackRule({
    name: "stack-backup-copy",
    level: "production",
    severity: "high",
    controls: ["Pulumi backup-copy"],
    description: "Each rule of a backup plan copies to a vault in another region.",
    remedy: "Give each of rules a copy action whose destinationVaultArn is of a vault in another region.",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
    *check(topology) {
        for (const plan of backupPlans(topology)) {
            yield* planFindings(topology, plan);
        }
    },
});

function* planFindings(topology: Topology, plan: Resource): Iterable<Finding> {
    const own = regionOf(topology);
    for (const [i, copies] of copyRegions(topology, plan).entries()) {
        if (!copies.some((regions) => regions.some((region) => region !== own))) {
            yield {
                urn: plan.urn,
                sentence: `rules[${i}] of ${plan.name} copies to no region that is known to be another than ${own ?? "the stack's"}.`,
            };
        }
    }
}
