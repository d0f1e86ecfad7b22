import { optional, satisfies } from "../../check";
import { resourceRule } from "../../rule";
import { EVERYONE } from "./everyone";
import { CLOSED, isClosed } from "./openIngress";

const source = { kind: "text" as const, wanted: CLOSED, accepts: isClosed, refused: EVERYONE };

export const noOpenIngressRule = resourceRule({
    name: "ec2-no-open-ingress-rule",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP EC2.18", "FSBP EC2.19", "Checkov CKV_AWS_24", "Checkov CKV_AWS_277"],
    applies: ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
    description: "No ingress rule lets the whole internet in, but to a website's two ports.",
    remedy: "Set cidrIpv4 or cidrIpv6 to a known network, or referencedSecurityGroupId to a security group.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
    checks: [optional(satisfies("cidrIpv4", source)), optional(satisfies("cidrIpv6", source))],
});
