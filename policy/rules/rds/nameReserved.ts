import { resourceRule } from "../../rule";
import { unreservedName } from "./unreservedName";

export const nameReserved = resourceRule({
    name: "rds-name-reserved",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi database-names"],
    applies: ["aws:rds/instance:Instance"],
    description:
        "Neither a database nor its first user has an SQL key word as its name: RDS rejects such names, minutes into the first update.",
    remedy: "Set dbName and username to names that PostgreSQL's list of key words does not have, such as posit_connect.",
    url: "https://www.postgresql.org/docs/18/sql-keywords-appendix.html",
    checks: [unreservedName("dbName"), unreservedName("username")],
});
