import { equals, isGiven, reference, satisfies } from "../../check";
import { JSON_TEXT } from "../../../graph/path";
import { resourceRule } from "../../rule";
import { isObject } from "../../../graph/value";
import { isModernTls } from "../elb/tlsPolicies";
import { annotation, INGRESS } from "./ingress";

export const ingressHttps = resourceRule({
    name: "kubernetes-ingress-https",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP ELB.1", "CIS EKS 5.4.5"],
    applies: [INGRESS],
    description: "An Ingress serves HTTPS by TLS 1.2 and newer, and redirects the rest to it.",
    remedy: 'Annotate it with listen-ports [{"HTTP":80},{"HTTPS":443}], ssl-redirect 443, certificate-arn and an ssl-policy such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.',
    url: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#traffic-listening",
    checks: [
        satisfies([...annotation("listen-ports"), JSON_TEXT], {
            kind: "list",
            wanted: "a list with HTTPS",
            accepts: (ports) =>
                Array.isArray(ports) && ports.some((port) => isObject(port) && "HTTPS" in port),
            refused: [[], [{ HTTP: 80 }], ["HTTPS"]],
        }),
        equals(annotation("ssl-redirect"), "443"),
        reference(isGiven(annotation("certificate-arn"), "text")),
        isModernTls(annotation("ssl-policy")),
    ],
});
