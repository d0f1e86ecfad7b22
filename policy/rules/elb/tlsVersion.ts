import { equals } from "../../check";
import { resourceRule } from "../../rule";
import { isModernTls } from "./tlsPolicies";
import { LISTENERS } from "./types";

export const tlsVersion = resourceRule({
    name: "elb-tls-version",
    level: "mandatory",
    severity: "high",
    controls: ["Checkov CKV_AWS_103"],
    applies: LISTENERS,
    when: [equals("protocol", "HTTPS")],
    description: "A listener for HTTPS takes TLS 1.2 and newer.",
    remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09: left out, it takes TLS 1.0.",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    checks: [isModernTls(["sslPolicy"])],
});
