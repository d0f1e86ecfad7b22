import { each, isGiven } from "../../check";
import { resourceRule } from "../../rule";

export const copies = resourceRule({
    name: "backup-copies",
    level: "production",
    severity: "high",
    controls: ["Posit R12", "Pulumi backup-copy"],
    applies: ["aws:backup/plan:Plan"],
    description:
        "Each rule of a backup plan copies what it backs up, so that the loss of a region is not the loss of the backups.",
    remedy: "Give each of rules copyActions to a vault in another region.",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
    checks: [isGiven("rules", "list"), each("rules", isGiven("copyActions", "list"))],
});
