import { equals, isTrue, optional } from "../../check";
import { resourceRule } from "../../rule";

export const rotation = resourceRule({
    name: "kms-rotation",
    level: "mandatory",
    severity: "medium",
    controls: ["FSBP KMS.4", "CIS AWS 4.6", "Checkov CKV_AWS_7"],
    applies: ["aws:kms/key:Key"],
    description: "A key gets new material each year by itself.",
    remedy: "Set enableKeyRotation to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4",
    when: [
        // KMS rotates no other kind of key.
        optional(equals("customerMasterKeySpec", "SYMMETRIC_DEFAULT")),
    ],
    checks: [isTrue("enableKeyRotation")],
});
