import { stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";
import { VPC } from "../../../graph/types";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

export const flowLogs = stackRule({
    name: "stack-flow-logs",
    level: "production",
    severity: "medium",
    controls: ["FSBP EC2.6", "CIS AWS 4.7", "Checkov CKV2_AWS_11"],
    description: "Each VPC has a flow log.",
    remedy: "Make a flow log with the VPC's id as its vpcId.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
    *check(graph) {
        for (const vpc of graph.all(VPC)) {
            const logged = graph
                .all(FLOW_LOG)
                .some((log) => leadsTo(linkOf(graph, log, ["vpcId"], [VPC]), vpc));
            if (!logged) {
                yield { urn: vpc.urn, sentence: `The VPC ${vpc.name} has no flow log.` };
            }
        }
    },
});
