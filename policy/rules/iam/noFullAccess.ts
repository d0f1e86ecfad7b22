import { resourceRule } from "../../rule";
import { limitedGrants } from "./limitedGrants";

export const noFullAccess = resourceRule({
    name: "iam-no-full-access",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_62"],
    applies: [
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
    ],
    description: "No policy allows every action on every resource.",
    remedy: "In policy, name the actions or the resources of each statement that allows something.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
    checks: [limitedGrants("policy")],
});
