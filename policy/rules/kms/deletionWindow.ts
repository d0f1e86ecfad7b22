import { atLeast, optional } from "../../check";
import { resourceRule } from "../../rule";

export const deletionWindow = resourceRule({
    name: "kms-deletion-window",
    level: "production",
    severity: "medium",
    controls: ["Pulumi deletion-window"],
    applies: ["aws:kms/key:Key"],
    description:
        "A key that is deleted by mistake can be brought back for as long as KMS allows, which is 30 days.",
    remedy: "Set deletionWindowInDays to 30, or leave it out.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    checks: [optional(atLeast("deletionWindowInDays", 30))],
});
