import { atMost } from "../../check";
import { resourceRule } from "../../rule";

export const metadataHopLimit = resourceRule({
    name: "ec2-metadata-hop-limit",
    level: "production",
    severity: "medium",
    controls: ["Checkov CKV_AWS_341"],
    applies: ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"],
    description: "Pods cannot reach the metadata service, and with it the node's role.",
    remedy: "Set metadataOptions.httpPutResponseHopLimit to 1.",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    checks: [atMost(["metadataOptions", "httpPutResponseHopLimit"], 1)],
});
