import { each, optional } from "../../check";
import { resourceRule } from "../../rule";
import { limitedGrants } from "./limitedGrants";

export const roleNoFullAccess = resourceRule({
    name: "iam-role-no-full-access",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_62"],
    applies: ["aws:iam/role:Role"],
    description: "No policy within a role allows every action on every resource.",
    remedy: "In inlinePolicies, name the actions or the resources of each statement that allows something.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
    checks: [each("inlinePolicies", optional(limitedGrants("policy")))],
});
