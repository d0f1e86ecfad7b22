import { reference, textThat } from "../../check";
import { connectRule } from "./connectRelease";

export const databaseTls = connectRule({
    name: "helm-database-tls",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R5"],
    description: "Connect talks to its database by TLS, and makes sure that it is its database.",
    remedy: "End values.config.Postgres.URL in ?sslmode=verify-full&sslrootcert= and the path of the region's certificates.",
    url: "https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION",
    checks: [
        // It holds the database's endpoint.
        reference(
            textThat(
                ["values", "config", "Postgres", "URL"],
                "a URL with sslmode=verify-full",
                (url) => modes(url).join() === "verify-full",
                [
                    "",
                    "postgres://posit_connect@database.example.com:5432/posit_connect",
                    "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=disable",
                    "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=require",
                    "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=verify-full&sslmode=disable",
                    "postgres://posit_connect@database.example.com:5432/posit_connect?application_name=sslmode=verify-full",
                ],
            ),
        ),
    ],
});

function modes(url: string): string[] {
    return new URLSearchParams(url.split("?")[1]).getAll("sslmode");
}
