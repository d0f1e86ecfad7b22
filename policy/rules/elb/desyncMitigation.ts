import { oneOf, optional } from "../../check";
import { resourceRule } from "../../rule";
import { LOAD_BALANCERS } from "./types";

export const desyncMitigation = resourceRule({
    name: "elb-desync-mitigation",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.12", "Checkov CKV_AWS_328"],
    applies: LOAD_BALANCERS,
    description: "A load balancer refuses requests that it and a server could read differently.",
    remedy: "Set desyncMitigationMode to defensive or strictest, or leave it out.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
    checks: [optional(oneOf("desyncMitigationMode", ["defensive", "strictest"], ["monitor"]))],
});
