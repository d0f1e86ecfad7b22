import { stackRule } from "../../rule";
import { leadsTo, linkOf, mayLeadTo } from "../../../graph/links";
import { groupRules } from "../../../graph/securityGroups";
import { DEFAULT_SECURITY_GROUP, VPC } from "../../../graph/types";

export const defaultSecurityGroup = stackRule({
    name: "stack-default-security-group",
    level: "production",
    severity: "high",
    controls: ["FSBP EC2.2", "CIS AWS 6.5", "Checkov CKV2_AWS_12"],
    description: "The default security group of each VPC has no rule.",
    remedy: "Make an aws.ec2.DefaultSecurityGroup of the VPC without ingress and egress, and give it no rule.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
    *check(graph) {
        const groups = graph.all(DEFAULT_SECURITY_GROUP);
        for (const vpc of graph.all(VPC)) {
            if (!groups.some((group) => leadsTo(linkOf(graph, group, ["vpcId"], [VPC]), vpc))) {
                yield {
                    urn: vpc.urn,
                    sentence: `The default security group of the VPC ${vpc.name} lets its members reach each other: the stack does not close it.`,
                };
            }
        }
        for (const { resource, group, direction } of groupRules(graph)) {
            for (const closed of groups.filter((each) => mayLeadTo(group, each))) {
                yield {
                    urn: resource.urn,
                    sentence: `${closed.name} is a default security group and has a rule for ${direction}.`,
                };
            }
        }
    },
});
