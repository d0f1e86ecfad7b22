import { isTrue } from "../../check";
import { resourceRule } from "../../rule";
import { LOAD_BALANCERS } from "./types";

export const dropInvalidHeaders = resourceRule({
    name: "elb-drop-invalid-headers",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.4", "Checkov CKV_AWS_131"],
    applies: LOAD_BALANCERS,
    description: "A load balancer drops headers whose names are not valid.",
    remedy: "Set dropInvalidHeaderFields to true.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
    checks: [isTrue("dropInvalidHeaderFields")],
});
