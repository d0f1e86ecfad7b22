import { isNotTrue, isTrue } from "../../check";
import { connectRule } from "./connectRelease";

export const offHost = connectRule({
    name: "helm-off-host",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R1", "CIS EKS 4.2.1"],
    description: "Content runs in pods of its own, so that Connect's servers need no privileges.",
    remedy: "Set values.backends.kubernetes.enabled to true, and leave values.launcher and securityContext.privileged off.",
    url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/",
    checks: [
        isTrue(["values", "backends", "kubernetes", "enabled"]),
        isNotTrue(["values", "launcher", "enabled"]),
        isNotTrue(["values", "securityContext", "privileged"]),
    ],
});
