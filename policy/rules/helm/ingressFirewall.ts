import { resourceRule } from "../../rule";
import { ingressFirewall as ofKubernetes } from "../kubernetes/ingressFirewall";
import { inChart } from "./chartIngress";

export const ingressFirewall = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-firewall",
});
