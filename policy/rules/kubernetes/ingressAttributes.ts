import { reference } from "../../check";
import { resourceRule } from "../../rule";
import { setsAttribute } from "./attribute";
import { annotation, INGRESS } from "./ingress";

const ATTRIBUTES = annotation("load-balancer-attributes");

export const ingressAttributes = resourceRule({
    name: "kubernetes-ingress-attributes",
    level: "production",
    severity: "medium",
    controls: ["FSBP ELB.4", "FSBP ELB.5", "FSBP ELB.6", "FSBP ELB.12"],
    applies: [INGRESS],
    description:
        "The load balancer of an Ingress drops what is not valid HTTP, writes each request to a bucket and cannot be deleted.",
    remedy: "Annotate it with load-balancer-attributes routing.http.drop_invalid_header_fields.enabled=true, routing.http.desync_mitigation_mode=defensive, access_logs.s3.enabled=true, access_logs.s3.bucket and deletion_protection.enabled=true.",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    // They hold the bucket's name.
    checks: [
        setsAttribute(ATTRIBUTES, "routing.http.drop_invalid_header_fields.enabled", "true"),
        setsAttribute(ATTRIBUTES, "routing.http.desync_mitigation_mode", "defensive", "strictest"),
        setsAttribute(ATTRIBUTES, "access_logs.s3.enabled", "true"),
        setsAttribute(ATTRIBUTES, "deletion_protection.enabled", "true"),
    ].map(reference),
});
