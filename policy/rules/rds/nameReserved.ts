import { resourceRule } from "../../rule";
import { unreservedName } from "./unreservedName";

export const nameReserved = resourceRule({
    name: "rds-name-reserved",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi database-names"],
    applies: ["aws:rds/instance:Instance"],
    description:
        "A database and its first user are not named after an SQL key word, which RDS rejects, minutes into the first update.",
    remedy: "Set dbName and username to names that PostgreSQL's list of key words does not have, such as posit_connect.",
    url: "https://www.postgresql.org/docs/18/sql-keywords-appendix.html",
    checks: [unreservedName("dbName"), unreservedName("username")],
});
