import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const overwriteProtection = resourceRule({
    name: "efs-overwrite-protection",
    level: "advisory",
    severity: "medium",
    controls: ["Pulumi overwrite-protection"],
    applies: ["aws:efs/fileSystem:FileSystem"],
    description: "No replication from another file system can overwrite a file system.",
    remedy: "Set protection.replicationOverwrite to ENABLED.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/overwrite-protection.html",
    checks: [equals(["protection", "replicationOverwrite"], "ENABLED")],
});
