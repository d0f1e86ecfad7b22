import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const ownKey = resourceRule({
    name: "rds-own-key",
    level: "production",
    severity: "medium",
    controls: ["Checkov CKV_AWS_327", "Pulumi own-key"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description:
        "A database is encrypted under a key of this account, whose use can be limited and taken back.",
    remedy: "Set kmsKeyId to the ARN of a key that the program makes.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
    checks: [reference(isGiven("kmsKeyId", "text"))],
});
