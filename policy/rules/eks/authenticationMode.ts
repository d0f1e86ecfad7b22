import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const authenticationMode = resourceRule({
    name: "eks-authentication-mode",
    level: "mandatory",
    severity: "medium",
    controls: ["Pulumi access-entries"],
    applies: ["aws:eks/cluster:Cluster"],
    description:
        "Access to the cluster is granted by access entries alone, which AWS records and IAM governs.",
    remedy: "Set accessConfig.authenticationMode to API.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    checks: [equals(["accessConfig", "authenticationMode"], "API")],
});
