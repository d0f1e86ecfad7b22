import { isFalse } from "../../check";
import { resourceRule } from "../../rule";

export const noPublicEndpoint = resourceRule({
    name: "eks-no-public-endpoint",
    level: "production",
    severity: "high",
    controls: ["FSBP EKS.1", "CIS EKS 5.4.2", "Checkov CKV_AWS_39"],
    applies: ["aws:eks/cluster:Cluster"],
    description: "The cluster's API server has no endpoint on the internet.",
    remedy:
        "Set vpcConfig.endpointPublicAccess to false. First open port 443 of the cluster's security group to the network that " +
        "deploys, such as with cluster.privateAccessCidrs.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1",
    checks: [isFalse(["vpcConfig", "endpointPublicAccess"])],
});
