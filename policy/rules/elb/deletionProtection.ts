import { isTrue } from "../../check";
import { resourceRule } from "../../rule";
import { LOAD_BALANCERS } from "./types";

export const deletionProtection = resourceRule({
    name: "elb-deletion-protection",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.6", "Checkov CKV_AWS_150"],
    applies: LOAD_BALANCERS,
    description: "AWS refuses to delete a load balancer.",
    remedy: "Set enableDeletionProtection to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6",
    checks: [isTrue("enableDeletionProtection")],
});
