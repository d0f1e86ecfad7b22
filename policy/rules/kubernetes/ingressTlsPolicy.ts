import { resourceRule } from "../../rule";
import { isRecommendedTls } from "../elb/tlsPolicies";
import { annotation, INGRESS } from "./ingress";

export const ingressTlsPolicy = resourceRule({
    name: "kubernetes-ingress-tls-policy",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.17"],
    applies: [INGRESS],
    description: "An Ingress has a security policy that AWS recommends.",
    remedy: "Annotate it with ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17",
    checks: [isRecommendedTls(annotation("ssl-policy"))],
});
