import { equals } from "../../check";
import { connectRule } from "./connectRelease";

export const databaseProvider = connectRule({
    name: "helm-database-provider",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R5"],
    description: "Connect keeps its metadata in PostgreSQL, and not in a file of its own.",
    remedy: "Set values.config.Database.Provider to Postgres: left out, Connect uses SQLite without a word.",
    url: "https://docs.posit.co/connect/admin/database/",
    checks: [equals(["values", "config", "Database", "Provider"], "Postgres")],
});
