import { stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../topology/links";
import { VPC } from "../../topology/types";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

export const flowLogs = stackRule({
    name: "stack-flow-logs",
    level: "production",
    severity: "medium",
    controls: ["FSBP EC2.6", "CIS AWS 4.7", "Checkov CKV2_AWS_11"],
    description: "Each VPC has a flow log.",
    remedy: "Make a flow log with the VPC's id as its vpcId.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
    *check(topology) {
        for (const vpc of topology.all(VPC)) {
            const logged = topology
                .all(FLOW_LOG)
                .some((log) => leadsTo(linkOf(topology, log, ["vpcId"], [VPC]), vpc));
            if (!logged) {
                yield { urn: vpc.urn, sentence: `The VPC ${vpc.name} has no flow log.` };
            }
        }
    },
});
