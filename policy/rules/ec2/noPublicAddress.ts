import { each, equals, optional } from "../../check";
import { resourceRule } from "../../rule";

export const noPublicAddress = resourceRule({
    name: "ec2-no-public-address",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP EC2.25", "Checkov CKV_AWS_88", "Posit R4"],
    applies: ["aws:ec2/launchTemplate:LaunchTemplate"],
    description: "A node has no public IP address.",
    remedy: "Leave networkInterfaces out, or set associatePublicIpAddress to false in each.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-25",
    // The provider's type of this switch is text.
    checks: [optional(each("networkInterfaces", equals("associatePublicIpAddress", "false")))],
});
