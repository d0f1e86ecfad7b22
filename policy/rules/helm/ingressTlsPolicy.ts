import { resourceRule } from "../../rule";
import { ingressTlsPolicy as ofKubernetes } from "../kubernetes/ingressTlsPolicy";
import { inChart } from "./chartIngress";

export const ingressTlsPolicy = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-tls-policy",
});
