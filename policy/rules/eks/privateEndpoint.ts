import { isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const privateEndpoint = resourceRule({
    name: "eks-private-endpoint",
    level: "mandatory",
    severity: "high",
    controls: ["CIS EKS 5.4.2", "Posit R4"],
    applies: ["aws:eks/cluster:Cluster"],
    description: "Nodes reach the cluster's API server inside the network.",
    remedy: "Set vpcConfig.endpointPrivateAccess to true.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    checks: [isTrue(["vpcConfig", "endpointPrivateAccess"])],
});
