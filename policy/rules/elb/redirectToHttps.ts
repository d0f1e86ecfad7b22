import { each, equals, isGiven, noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";
import { LISTENERS } from "./types";

export const redirectToHttps = resourceRule({
    name: "elb-redirect-to-https",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP ELB.1", "FSBP ELB.18", "CIS EKS 5.4.5", "Checkov CKV_AWS_2", "Checkov CKV2_AWS_20"],
    applies: LISTENERS,
    // Left out, it is HTTP.
    when: [optional(noneOf("protocol", ["HTTPS"]))],
    description: "A listener that is not for HTTPS does nothing but redirect to it.",
    remedy: "Set protocol to HTTPS, or each default action to a redirect with the protocol HTTPS.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1",
    checks: [
        isGiven("defaultActions", "list"),
        each("defaultActions", equals("type", "redirect")),
        each("defaultActions", equals(["redirect", "protocol"], "HTTPS")),
    ],
});
