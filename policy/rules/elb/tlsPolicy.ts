import { equals } from "../../check";
import { resourceRule } from "../../rule";
import { isRecommendedTls } from "./tlsPolicies";
import { LISTENERS } from "./types";

export const tlsPolicy = resourceRule({
    name: "elb-tls-policy",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.17"],
    applies: LISTENERS,
    when: [equals("protocol", "HTTPS")],
    description: "A listener for HTTPS has a security policy that AWS recommends.",
    remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17",
    checks: [isRecommendedTls(["sslPolicy"])],
});
