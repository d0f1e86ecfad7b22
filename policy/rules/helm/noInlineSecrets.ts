import { each, isLeftOut, optional, reference, satisfies, textThat } from "../../check";
import { isObject } from "../../../graph/value";
import { connectRule } from "./connectRelease";

/** Settings of Connect that are secrets, in whichever sections they are. */
const SECRET_SETTINGS = ["Password", "InstrumentationPassword", "BindPassword", "ClientSecret"];

/** Names of environment variables that hold a secret; one that ends in `_FILE` holds the path of it. */
const SECRET_VARIABLE = /(PASSWORD|SECRET|LICENSE|TOKEN|KEY)$/i;

export const noInlineSecrets = connectRule({
    name: "helm-no-inline-secrets",
    level: "mandatory",
    severity: "critical",
    controls: ["Pulumi inline-secret"],
    description:
        "Passwords reach Connect through Kubernetes secrets: its settings are a file that all can read.",
    remedy: "Put the password in a Secret, and name it in values.pod.env by valueFrom.secretKeyRef.",
    url: "https://docs.posit.co/connect/admin/security-and-auditing/",
    checks: [
        ...SECRET_SETTINGS.map((setting) =>
            each(["values", "config"], isLeftOut(setting, "text", ["hunter2"])),
        ),
        // It holds the database's endpoint.
        reference(
            optional(
                textThat(
                    ["values", "config", "Postgres", "URL"],
                    "a URL without a password",
                    (url) => !/\/\/[^/?]*:[^/?]*@|[?&]password=/.test(url),
                    [
                        "postgres://posit_connect:hunter2@database.example.com:5432/posit_connect",
                        "postgres://posit_connect@database.example.com/posit_connect?password=hunter2",
                        "postgres://posit_connect@database.example.com/posit_connect?sslmode=verify-full&password=hunter2",
                    ],
                ),
            ),
        ),
        each(
            ["values", "pod", "env"],
            satisfies([], {
                kind: "object",
                wanted: "an environment variable that takes a secret from a Secret, by valueFrom",
                accepts: (variable) =>
                    isObject(variable) &&
                    !("value" in variable && SECRET_VARIABLE.test(variable.name as string)),
                refused: [
                    { name: "CONNECT_POSTGRES_PASSWORD", value: "hunter2" },
                    { name: "CONNECT_OAUTH2_CLIENT_SECRET", value: "hunter2" },
                    { name: "RSC_LICENSE", value: "AAAA-BBBB-CCCC-DDDD" },
                    { name: "AWS_SECRET_ACCESS_KEY", value: "hunter2" },
                    { name: "github_token", value: "hunter2" },
                ],
            }),
        ),
    ],
});
