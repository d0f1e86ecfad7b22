import { oneOf } from "../../check";
import { resourceRule } from "../../rule";

export const clusterPostgres = resourceRule({
    name: "rds-cluster-postgres",
    level: "mandatory",
    severity: "medium",
    controls: ["Posit R5"],
    applies: ["aws:rds/cluster:Cluster"],
    description: "A database cluster is PostgreSQL, as Connect with more than one replica takes no other.",
    remedy: "Set engine to postgres or aurora-postgresql.",
    url: "https://docs.posit.co/connect/admin/database/postgres/",
    checks: [oneOf("engine", ["postgres", "aurora-postgresql"], ["mysql", "aurora-mysql"])],
});
