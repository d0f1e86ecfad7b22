import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const metadataTokens = resourceRule({
    name: "ec2-metadata-tokens",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP EC2.170", "FSBP EC2.8", "Checkov CKV_AWS_79"],
    applies: ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"],
    description: "The metadata service of an instance answers sessions with a token only (IMDSv2).",
    remedy: "Set metadataOptions.httpTokens to required.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-170",
    checks: [equals(["metadataOptions", "httpTokens"], "required")],
});
