import { equals } from "../../check";
import { resourceRule } from "../../rule";
import { setsAttribute } from "./attribute";
import { annotation, INGRESS } from "./ingress";

export const ingressTargets = resourceRule({
    name: "kubernetes-ingress-pod-targets",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R8", "Posit R11"],
    applies: [INGRESS],
    description: "An Ingress sends a session to one server's pod, and keeps it there.",
    remedy: "Annotate it with target-type ip, and target-group-attributes stickiness.enabled=true.",
    url: "https://docs.posit.co/connect/admin/load-balancing/",
    checks: [
        equals(annotation("target-type"), "ip"),
        setsAttribute(annotation("target-group-attributes"), "stickiness.enabled", "true"),
    ],
});
