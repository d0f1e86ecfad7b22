import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const encrypted = resourceRule({
    name: "efs-encrypted",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP EFS.1", "FSBP EFS.8", "CIS AWS 3.3.1", "Checkov CKV_AWS_42", "Posit R9"],
    applies: ["aws:efs/fileSystem:FileSystem"],
    description: "A file system is encrypted.",
    remedy: "Set encrypted to true: it cannot be changed later.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
    checks: [isTrue("encrypted")],
});
