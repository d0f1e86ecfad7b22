import { isSecret, optional } from "../../check";
import { resourceRule } from "../../rule";

export const password = resourceRule({
    name: "rds-password",
    level: "mandatory",
    severity: "critical",
    controls: ["Pulumi secret"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database's password is encrypted in the state.",
    remedy: "Make password a secret, by pulumi.secret or as the result of a RandomPassword, or set manageMasterUserPassword instead.",
    url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    checks: [
        // A database that is restored, or whose password RDS manages, states none.
        optional(isSecret("password")),
        optional(isSecret("passwordWo")),
    ],
});
