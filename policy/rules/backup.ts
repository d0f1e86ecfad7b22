import { each, isGiven, isNotTrue, reference } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const backup: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:backup/vault:Vault"] }, [
        {
            name: "backup-own-key",
            level: "production",
            severity: "medium",
            controls: ["FSBP Backup.1", "Checkov CKV_AWS_166"],
            description:
                "Backups are encrypted under a key of this account, whose use can be limited and taken back.",
            remedy: "Set kmsKeyArn to a key that the program makes.",
            url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
            checks: [reference(isGiven("kmsKeyArn", "text"))],
        },
        {
            name: "backup-no-force-destroy",
            level: "production",
            severity: "high",
            controls: ["Posit R12", "Pulumi force-destroy"],
            description: "A destroy does not delete the backups in a vault.",
            remedy: "Set forceDestroy to false, or leave it out.",
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
            "Each rule of a backup plan copies what it backs up, so that the loss of a region is not the loss of the backups.",
        remedy: "Give each of rules copyActions to a vault in another region.",
        url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
        checks: [isGiven("rules", "list"), each("rules", isGiven("copyActions", "list"))],
    },
];
