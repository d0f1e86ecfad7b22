import { reference } from "../../check";
import { resourceRule } from "../../rule";
import { notForAdministrators } from "./notForAdministrators";

export const noAdministratorAccess = resourceRule({
    name: "iam-no-administrator-access",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_274"],
    applies: [
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
    ],
    description: "AWS's policy for administrators is attached to nothing.",
    remedy: "Set policyArn to a policy with what is needed.",
    url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
    checks: [reference(notForAdministrators("policyArn"))],
});
