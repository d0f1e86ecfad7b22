import { oneOf } from "../../check";
import { resourceRule } from "../../rule";

export const podSecurity = resourceRule({
    name: "kubernetes-pod-security",
    level: "advisory",
    severity: "medium",
    controls: ["CIS EKS 4.2.1", "CIS EKS 4.2.2", "CIS EKS 4.2.3", "CIS EKS 4.2.4"],
    applies: ["kubernetes:core/v1:Namespace"],
    description: "A namespace takes no privileged pods, and none that share the node's processes or network.",
    remedy: "Label it with pod-security.kubernetes.io/enforce baseline or restricted.",
    url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    checks: [
        oneOf(
            ["metadata", "labels", "pod-security.kubernetes.io/enforce"],
            ["baseline", "restricted"],
            ["privileged"],
        ),
    ],
});
