import { resourceRule } from "../../rule";
import { ingressOwnLoadBalancer as ofKubernetes } from "../kubernetes/ingressOwnLoadBalancer";
import { inChart } from "./chartIngress";

export const ingressOwnLoadBalancer = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-own-load-balancer",
});
