import { isSecret, optional } from "../../check";
import { resourceRule } from "../../rule";

export const clusterPassword = resourceRule({
    name: "rds-cluster-password",
    level: "mandatory",
    severity: "critical",
    controls: ["Pulumi secret"],
    applies: ["aws:rds/cluster:Cluster"],
    description: "A database cluster's password is encrypted in the state.",
    remedy: "Make masterPassword a secret, by pulumi.secret or as the result of a RandomPassword, or set manageMasterUserPassword instead.",
    url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    checks: [
        // A cluster that is restored, or whose password RDS manages, states none.
        optional(isSecret("masterPassword")),
        optional(isSecret("masterPasswordWo")),
    ],
});
