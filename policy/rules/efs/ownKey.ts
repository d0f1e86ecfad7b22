import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const ownKey = resourceRule({
    name: "efs-own-key",
    level: "production",
    severity: "medium",
    controls: ["Checkov CKV_AWS_184"],
    applies: ["aws:efs/fileSystem:FileSystem"],
    description:
        "A file system is encrypted under a key of this account, whose use can be limited and taken back.",
    remedy: "Set kmsKeyId to the ARN of a key that the program makes.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
    checks: [reference(isGiven("kmsKeyId", "text"))],
});
