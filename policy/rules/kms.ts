import { atLeast, equals, isTrue, optional } from "../check";
import { hasNoPublicGrant } from "../policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

export const kms: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:kms/key:Key"] }, [
        {
            name: "kms-rotation",
            level: "mandatory",
            severity: "medium",
            controls: ["Security Hub KMS.4", "CIS AWS 4.6", "Checkov CKV_AWS_7"],
            description: "KMS rotates a key's material automatically, by default every year.",
            remedy: "Set enableKeyRotation to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4",
            when: [
                // KMS can rotate only symmetric keys.
                optional(equals("customerMasterKeySpec", "SYMMETRIC_DEFAULT")),
            ],
            checks: [isTrue("enableKeyRotation")],
        },
        {
            name: "kms-deletion-window",
            level: "production",
            severity: "medium",
            controls: ["Pulumi deletion-window"],
            description: "The deletion of a key can be canceled for 30 days, which is KMS's maximum.",
            remedy: "Set deletionWindowInDays to 30, or remove it.",
            url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
            checks: [optional(atLeast("deletionWindowInDays", 30))],
        },
    ]),
    {
        name: "kms-no-public-access",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP KMS.5", "CIS AWS 2.21", "Checkov CKV_AWS_33"],
        applies: ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"],
        description: "A key's policy allows no action to all principals.",
        remedy: "In policy, name the principals of each statement that allows an action, or limit it to accounts with a condition on account IDs.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5",
        checks: [
            // The default policy lets IAM control access within the account.
            optional(hasNoPublicGrant("policy")),
        ],
    },
];
