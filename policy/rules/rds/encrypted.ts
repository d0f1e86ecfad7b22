import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const encrypted = resourceRule({
    name: "rds-encrypted",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP RDS.3", "FSBP RDS.27", "CIS AWS 3.2.1", "Checkov CKV_AWS_16", "Checkov CKV_AWS_96"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database's storage, and with it backups and snapshots, is encrypted.",
    remedy: "Set storageEncrypted to true: it cannot be changed later.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3",
    checks: [isTrue("storageEncrypted")],
});
