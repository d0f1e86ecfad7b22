import { satisfies } from "../../check";
import { resourceRule } from "../../rule";
import { isObject, type Value } from "../../../graph/value";

export const forceTls = resourceRule({
    name: "rds-force-tls",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP RDS.38", "Checkov CKV2_AWS_69"],
    applies: ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"],
    description: "A database refuses connections that are not encrypted.",
    remedy: 'Give parameters the entry with the name rds.force_ssl and the value "1".',
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-38",
    checks: [
        satisfies("parameters", {
            kind: "list",
            wanted: 'a list with rds.force_ssl at "1"',
            accepts: (value) =>
                (value as Value[]).some(
                    (parameter) =>
                        isObject(parameter) && parameter.name === "rds.force_ssl" && parameter.value === "1",
                ),
            refused: [
                [],
                ["rds.force_ssl"],
                [{ name: "rds.force_ssl", value: "0" }],
                [{ name: "rds.force_ssl" }],
                [{ name: "ssl", value: "1" }],
                [
                    { name: "ssl", value: "1" },
                    { name: "rds.force_ssl", value: "0" },
                ],
            ],
        }),
    ],
});
