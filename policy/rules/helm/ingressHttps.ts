import { resourceRule } from "../../rule";
import { ingressHttps as ofKubernetes } from "../kubernetes/ingressHttps";
import { inChart } from "./chartIngress";

export const ingressHttps = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-https",
});
