import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const versioned = resourceRule({
    name: "s3-versioned",
    level: "production",
    severity: "medium",
    controls: ["FSBP S3.14", "Checkov CKV_AWS_21"],
    applies: ["aws:s3/bucketVersioning:BucketVersioning"],
    description: "A bucket keeps what is overwritten or deleted in it.",
    remedy: "Set versioningConfiguration.status to Enabled.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
    checks: [equals(["versioningConfiguration", "status"], "Enabled")],
});
