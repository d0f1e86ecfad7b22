import { atLeast, equals, isTrue, optional } from "../check";
import { grantsByName } from "./policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

export const kms: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:kms/key:Key"] }, [
        {
            name: "kms-rotation",
            level: "mandatory",
            severity: "medium",
            controls: ["Security Hub KMS.4", "CIS AWS 4.6", "Checkov CKV_AWS_7"],
            description: "A key gets new material each year by itself.",
            remedy: "Set enableKeyRotation to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4",
            when: [
                // KMS rotates no other kind of key.
                optional(equals("customerMasterKeySpec", "SYMMETRIC_DEFAULT")),
            ],
            checks: [isTrue("enableKeyRotation")],
        },
        {
            name: "kms-deletion-window",
            level: "production",
            severity: "medium",
            controls: ["Pulumi deletion-window"],
            description:
                "A key that is deleted by mistake can be brought back for as long as KMS allows, which is 30 days.",
            remedy: "Set deletionWindowInDays to 30, or leave it out.",
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
        description: "A key's policy allows nothing to everyone.",
        remedy: "In policy, name who is meant in each statement that allows something, or hold it to accounts by their numbers.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5",
        checks: [
            // Without a policy, KMS lets IAM decide within the account.
            optional(grantsByName("policy")),
        ],
    },
];
