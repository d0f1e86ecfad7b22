import { noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const clusterUserName = resourceRule({
    name: "rds-cluster-user-name",
    level: "advisory",
    severity: "medium",
    controls: ["FSBP RDS.24"],
    applies: ["aws:rds/cluster:Cluster"],
    description: "A database cluster's first user has a name that nobody guesses first.",
    remedy: "Set masterUsername to another name than the usual ones.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-24",
    checks: [
        // A cluster that is restored has the user of its snapshot.
        optional(noneOf("masterUsername", ["postgres", "admin"])),
    ],
});
