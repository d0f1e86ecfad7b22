import { equals, optional, textThat } from "../../check";
import { resourceRule } from "../../rule";
import { EVERYONE } from "../ec2/everyone";
import { annotation, INGRESS } from "./ingress";

export const ingressInboundCidrs = resourceRule({
    name: "kubernetes-ingress-inbound-cidrs",
    level: "advisory",
    severity: "low",
    controls: ["Pulumi inbound-cidrs"],
    applies: [INGRESS],
    // Left out, the controller makes an internal one.
    when: [optional(equals(annotation("scheme"), "internal"))],
    description: "An internal Ingress answers known networks only.",
    remedy: "Annotate it with inbound-cidrs: left out, its security group lets everyone in.",
    url: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#access-control",
    checks: [
        textThat(
            annotation("inbound-cidrs"),
            `networks other than ${EVERYONE.join(" and ")}`,
            (cidrs) => cidrs.split(",").every((cidr) => !["", ...EVERYONE].includes(cidr.trim())),
            ["", "0.0.0.0/0", "10.0.0.0/8, ::/0"],
        ),
    ],
});
