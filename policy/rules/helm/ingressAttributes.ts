import { resourceRule } from "../../rule";
import { ingressAttributes as ofKubernetes } from "../kubernetes/ingressAttributes";
import { inChart } from "./chartIngress";

export const ingressAttributes = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-attributes",
});
