import { noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const userName = resourceRule({
    name: "rds-user-name",
    level: "advisory",
    severity: "medium",
    controls: ["FSBP RDS.25"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database's first user has a name that nobody guesses first.",
    remedy: "Set username to another name than the usual ones.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-25",
    checks: [
        // A database that is restored has the user of its snapshot.
        optional(noneOf("username", ["postgres", "admin"])),
    ],
});
