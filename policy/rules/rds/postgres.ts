import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const postgres = resourceRule({
    name: "rds-postgres",
    level: "mandatory",
    severity: "medium",
    controls: ["Posit R5"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database is PostgreSQL, as Connect with more than one replica takes no other.",
    remedy: "Set engine to postgres.",
    url: "https://docs.posit.co/connect/admin/database/postgres/",
    checks: [equals("engine", "postgres")],
});
