import { resourceRule } from "../../rule";
import { ingressInboundCidrs as ofKubernetes } from "../kubernetes/ingressInboundCidrs";
import { inChart } from "./chartIngress";

export const ingressInboundCidrs = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-inbound-cidrs",
});
