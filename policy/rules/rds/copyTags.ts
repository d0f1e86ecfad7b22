import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const copyTags = resourceRule({
    name: "rds-copy-tags",
    level: "advisory",
    severity: "low",
    controls: ["FSBP RDS.16", "FSBP RDS.17", "Checkov CKV_AWS_313", "Checkov CKV2_AWS_60"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database's snapshots have its tags, by which they are found and billed.",
    remedy: "Set copyTagsToSnapshot to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-17",
    checks: [isTrue("copyTagsToSnapshot")],
});
