import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const multiAz = resourceRule({
    name: "rds-multi-az",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP RDS.5", "CIS AWS 3.2.4", "Checkov CKV_AWS_157", "Posit R7"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database keeps a standby in another availability zone.",
    remedy: "Set multiAz to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
    checks: [isTrue("multiAz")],
});
