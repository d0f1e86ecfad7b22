import { satisfies } from "../../check";
import { resourceRule } from "../../rule";

export const port = resourceRule({
    name: "rds-port",
    level: "advisory",
    severity: "low",
    controls: ["FSBP RDS.23"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database listens at another port than the one that is tried first.",
    remedy: "Set port to another number than 5432.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-23",
    checks: [
        satisfies("port", {
            kind: "number",
            wanted: "other than 5432",
            accepts: (value) => value !== 5432,
            refused: [5432],
        }),
    ],
});
