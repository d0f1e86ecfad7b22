import { each, equals, isGiven } from "../../check";
import { resourceRule } from "../../rule";

export const encryptedVolumes = resourceRule({
    name: "ec2-encrypted-volumes",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP EC2.181", "Checkov CKV_AWS_8"],
    applies: ["aws:ec2/launchTemplate:LaunchTemplate"],
    description: "A node's disks are encrypted.",
    remedy: "List each disk in blockDeviceMappings, with ebs.encrypted set to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-181",
    checks: [
        isGiven("blockDeviceMappings", "list"),
        // The provider's type of this switch is text.
        each("blockDeviceMappings", equals(["ebs", "encrypted"], "true")),
    ],
});
