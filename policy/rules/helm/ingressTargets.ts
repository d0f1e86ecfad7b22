import { resourceRule } from "../../rule";
import { ingressTargets as ofKubernetes } from "../kubernetes/ingressTargets";
import { inChart } from "./chartIngress";

export const ingressTargets = resourceRule({
    ...inChart(ofKubernetes),
    name: "helm-ingress-pod-targets",
});
