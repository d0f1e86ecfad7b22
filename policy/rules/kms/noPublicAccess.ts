import { optional } from "../../check";
import { resourceRule } from "../../rule";
import { grantsByName } from "../iam/grantsByName";

export const noPublicAccess = resourceRule({
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
});
