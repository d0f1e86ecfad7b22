import { atLeast } from "../../check";
import { resourceRule } from "../../rule";

export const storageAutoscaling = resourceRule({
    name: "rds-storage-autoscaling",
    level: "advisory",
    severity: "medium",
    controls: ["Pulumi storage-autoscaling"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database's storage grows by itself, up to a ceiling, before it is full.",
    remedy: "Set maxAllocatedStorage above allocatedStorage by a tenth or more.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
    checks: [
        // RDS takes no ceiling that is less than a tenth above the storage, which is 20 GiB at least.
        atLeast("maxAllocatedStorage", 22),
    ],
});
