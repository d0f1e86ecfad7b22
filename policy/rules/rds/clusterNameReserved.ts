import { resourceRule } from "../../rule";
import { unreservedName } from "./unreservedName";

export const clusterNameReserved = resourceRule({
    name: "rds-cluster-name-reserved",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi database-names"],
    applies: ["aws:rds/cluster:Cluster"],
    description:
        "Neither a database cluster's database nor its first user has an SQL key word as its name: RDS rejects such names, minutes into the first update.",
    remedy: "Set databaseName and masterUsername to names that PostgreSQL's list of key words does not have, such as posit_connect.",
    url: "https://www.postgresql.org/docs/18/sql-keywords-appendix.html",
    checks: [unreservedName("databaseName"), unreservedName("masterUsername")],
});
