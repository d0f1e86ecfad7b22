import { isLeftOut } from "../../check";
import { resourceRule } from "../../rule";
import { annotation, INGRESS } from "./ingress";

export const ingressOwnLoadBalancer = resourceRule({
    name: "kubernetes-ingress-own-load-balancer",
    level: "production",
    severity: "medium",
    controls: ["Pulumi ingress-group"],
    applies: [INGRESS],
    description: "An Ingress shares its load balancer with no other, whose author could take over its paths.",
    remedy: "Leave the annotation group.name out.",
    url: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#ingressgroup",
    checks: [isLeftOut(annotation("group.name"), "text", ["shared"])],
});
