import { satisfies } from "../../check";
import { today } from "../../clock";
import { resourceRule } from "../../rule";
import { standardSupport } from "./postgresVersions";

const MAJORS = [...standardSupport].map(([major, until]) => `${major} (until ${until})`).join(", ");

export const supportedVersion = resourceRule({
    name: "rds-supported-version",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R5", "Pulumi standard-support"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database's major version of PostgreSQL is in standard support, without extra charge.",
    remedy: "Set engineVersion to a major version in standard support, such as 17, and leave the minor version to RDS.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
    checks: [
        satisfies("engineVersion", {
            kind: "text",
            wanted: `of a major version in standard support: ${MAJORS}`,
            accepts: (value) => {
                const [major = ""] = (value as string).split(".");
                return today() <= (standardSupport.get(major) ?? "");
            },
            refused: ["13", "13.20", "12.22", "9.6", "99", "15-beta", " 15", ""],
        }),
    ],
});
