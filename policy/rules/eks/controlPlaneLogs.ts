import { includes } from "../../check";
import { resourceRule } from "../../rule";

export const controlPlaneLogs = resourceRule({
    name: "eks-control-plane-logs",
    level: "mandatory",
    severity: "medium",
    controls: ["FSBP EKS.8", "CIS EKS 2.1.1", "Checkov CKV_AWS_37"],
    applies: ["aws:eks/cluster:Cluster"],
    description: "The cluster writes all five logs of its control plane.",
    remedy: "Set enabledClusterLogTypes to api, audit, authenticator, controllerManager and scheduler.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-8",
    checks: [
        includes("enabledClusterLogTypes", [
            "api",
            "audit",
            "authenticator",
            "controllerManager",
            "scheduler",
        ]),
    ],
});
