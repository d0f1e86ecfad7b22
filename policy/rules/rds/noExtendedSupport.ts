import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const noExtendedSupport = resourceRule({
    name: "rds-no-extended-support",
    level: "production",
    severity: "low",
    controls: ["Pulumi extended-support"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description:
        "A database is not enrolled in extended support, which bills for each vCPU-hour once its version is old.",
    remedy: "Set engineLifecycleSupport to open-source-rds-extended-support-disabled.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
    checks: [equals("engineLifecycleSupport", "open-source-rds-extended-support-disabled")],
});
