import { equals, isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";
import { LISTENERS } from "./types";

export const certificate = resourceRule({
    name: "elb-certificate",
    level: "mandatory",
    severity: "high",
    controls: ["CIS EKS 5.4.5", "Posit R8"],
    applies: LISTENERS,
    when: [equals("protocol", "HTTPS")],
    description: "A listener for HTTPS has a certificate.",
    remedy: "Set certificateArn to the ARN of a certificate that is issued or imported.",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
    checks: [reference(isGiven("certificateArn", "text"))],
});
