import { each, equals, satisfies } from "../../check";
import { resourceRule } from "../../rule";
import { EVERYONE } from "./everyone";
import { CLOSED, isClosed } from "./openIngress";

const source = satisfies([], { kind: "text", wanted: CLOSED, accepts: isClosed, refused: EVERYONE });

export const noOpenGroupRule = resourceRule({
    name: "ec2-no-open-group-rule",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP EC2.18", "FSBP EC2.19", "Checkov CKV_AWS_24", "Checkov CKV_AWS_277"],
    applies: ["aws:ec2/securityGroupRule:SecurityGroupRule"],
    when: [equals("type", "ingress")],
    description: "No rule of a security group lets the whole internet in, but to a website's two ports.",
    remedy: "Set cidrBlocks and ipv6CidrBlocks to known networks, or sourceSecurityGroupId to a security group.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
    checks: [each("cidrBlocks", source), each("ipv6CidrBlocks", source)],
});
