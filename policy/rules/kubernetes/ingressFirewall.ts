import { equals, isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";
import { annotation, INGRESS } from "./ingress";

export const ingressFirewall = resourceRule({
    name: "kubernetes-ingress-firewall",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.16", "Checkov CKV2_AWS_28"],
    applies: [INGRESS],
    when: [equals(annotation("scheme"), "internet-facing")],
    description: "An Ingress on the internet has a web ACL in front of it.",
    remedy: "Annotate it with wafv2-acl-arn.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16",
    checks: [reference(isGiven(annotation("wafv2-acl-arn"), "text"))],
});
