import { each, isGiven, isTrue, noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";
import { EVERYONE } from "../ec2/everyone";

const CIDRS = ["vpcConfig", "publicAccessCidrs"];

export const publicAccessCidrs = resourceRule({
    name: "eks-public-access-cidrs",
    level: "mandatory",
    severity: "critical",
    controls: ["CIS EKS 5.4.1", "Checkov CKV_AWS_38"],
    applies: ["aws:eks/cluster:Cluster"],
    // Left out, the public endpoint is on, and open to everyone.
    when: [optional(isTrue(["vpcConfig", "endpointPublicAccess"]))],
    description: "The API server's public endpoint, where it is on, answers known networks only.",
    remedy: "Set vpcConfig.endpointPublicAccess to false, or list your own networks in vpcConfig.publicAccessCidrs.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    checks: [isGiven(CIDRS, "list"), each(CIDRS, noneOf([], EVERYONE))],
});
