import { isGiven, isTrue, reference } from "../../check";
import { resourceRule } from "../../rule";
import { LOAD_BALANCERS } from "./types";

export const accessLogs = resourceRule({
    name: "elb-access-logs",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.5", "Checkov CKV_AWS_91"],
    applies: LOAD_BALANCERS,
    description: "A load balancer writes each request to a bucket.",
    remedy: "Set accessLogs.enabled to true, and accessLogs.bucket to a bucket for logs.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
    checks: [isTrue(["accessLogs", "enabled"]), reference(isGiven(["accessLogs", "bucket"], "text"))],
});
