import { resourceRule } from "../../rule";
import { unreservedName } from "./unreservedName";

export const clusterNameReserved = resourceRule({
    name: "rds-cluster-name-reserved",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi database-names"],
    applies: ["aws:rds/cluster:Cluster"],
    description:
        "The database of a cluster and its first user are not named after an SQL key word, which RDS rejects, minutes into the first update.",
    remedy: "Set databaseName and masterUsername to names that PostgreSQL's list of key words does not have, such as posit_connect.",
    url: "https://www.postgresql.org/docs/18/sql-keywords-appendix.html",
    checks: [unreservedName("databaseName"), unreservedName("masterUsername")],
});
