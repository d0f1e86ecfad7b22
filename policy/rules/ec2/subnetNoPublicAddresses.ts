import { isNotTrue } from "../../check";
import { resourceRule } from "../../rule";

export const subnetNoPublicAddresses = resourceRule({
    name: "ec2-subnet-no-public-addresses",
    level: "mandatory",
    severity: "medium",
    controls: ["FSBP EC2.15", "Checkov CKV_AWS_130"],
    applies: ["aws:ec2/subnet:Subnet"],
    description:
        "A subnet assigns no public addresses by default. NAT gateways and load balancers have their own.",
    remedy: "Set mapPublicIpOnLaunch to false, or leave it out.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
    checks: [isNotTrue("mapPublicIpOnLaunch")],
});
