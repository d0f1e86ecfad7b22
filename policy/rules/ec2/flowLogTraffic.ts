import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const flowLogTraffic = resourceRule({
    name: "ec2-flow-log-traffic",
    level: "production",
    severity: "medium",
    controls: ["FSBP EC2.6", "CIS AWS 4.7"],
    applies: ["aws:ec2/flowLog:FlowLog"],
    description: "Flow logs record what got through as well as what was refused.",
    remedy: "Set trafficType to ALL.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
    checks: [equals("trafficType", "ALL")],
});
