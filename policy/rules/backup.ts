import { each, isNotEmpty, isNotTrue, reference } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const backup: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:backup/vault:Vault"] }, [
        {
            name: "backup-own-key",
            level: "production",
            severity: "medium",
            controls: ["FSBP Backup.1", "Checkov CKV_AWS_166"],
            description:
                "Backups are encrypted with a KMS key of this account, whose use can be limited and revoked.",
            remedy: "Set kmsKeyArn to the ARN of a key that the program creates.",
            url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
            checks: [reference(isNotEmpty("kmsKeyArn", "text"))],
        },
        {
            name: "backup-no-force-destroy",
            level: "production",
            severity: "high",
            controls: ["Posit R12", "Pulumi force-destroy"],
            description: "Destroying a vault does not delete its backups.",
            remedy: "Set forceDestroy to false, or remove it.",
            url: "https://www.pulumi.com/registry/packages/aws/api-docs/backup/vault/",
            checks: [isNotTrue("forceDestroy")],
        },
    ]),
    {
        name: "backup-copies",
        level: "production",
        severity: "high",
        controls: ["Posit R12", "Pulumi backup-copy"],
        applies: ["aws:backup/plan:Plan"],
        description:
            "Each rule of a backup plan copies its backups to another region, so that they survive the loss of a region.",
        remedy: "In each entry of rules, set copyActions with a vault in another region.",
        url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
        checks: [isNotEmpty("rules", "list"), each("rules", isNotEmpty("copyActions", "list"))],
    },
];
