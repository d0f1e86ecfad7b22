import { each, reference } from "../../check";
import { resourceRule } from "../../rule";
import { notForAdministrators } from "./notForAdministrators";

export const roleNoAdministratorAccess = resourceRule({
    name: "iam-role-no-administrator-access",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP IAM.1", "CIS AWS 2.14", "Checkov CKV_AWS_274"],
    applies: ["aws:iam/role:Role"],
    description: "AWS's policy for administrators is attached to no role.",
    remedy: "Give managedPolicyArns the policies with what is needed.",
    url: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html",
    checks: [each("managedPolicyArns", reference(notForAdministrators([])))],
});
