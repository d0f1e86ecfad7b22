import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const ownKey = resourceRule({
    name: "backup-own-key",
    level: "production",
    severity: "medium",
    controls: ["FSBP Backup.1", "Checkov CKV_AWS_166"],
    applies: ["aws:backup/vault:Vault"],
    description:
        "Backups are encrypted under a key of this account, whose use can be limited and taken back.",
    remedy: "Set kmsKeyArn to a key that the program makes.",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
    checks: [reference(isGiven("kmsKeyArn", "text"))],
});
