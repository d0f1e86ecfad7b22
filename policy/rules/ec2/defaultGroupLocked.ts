import { type Check, optional, satisfies } from "../../check";
import { resourceRule } from "../../rule";

/** Left out, the provider takes every rule away. */
const isEmpty = (place: string): Check =>
    optional(
        satisfies(place, {
            kind: "list",
            wanted: "empty",
            accepts: (rules) => Array.isArray(rules) && rules.length === 0,
            refused: [[{ protocol: "-1", fromPort: 0, toPort: 0, self: true }]],
        }),
    );

export const defaultGroupLocked = resourceRule({
    name: "ec2-default-group-locked",
    level: "production",
    severity: "high",
    controls: ["FSBP EC2.2", "CIS AWS 6.5", "Checkov CKV2_AWS_12"],
    applies: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    description: "The network's default security group lets nothing through.",
    remedy: "Leave ingress and egress out of the default security group, and give what needs a path a group of its own.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
    checks: [isEmpty("ingress"), isEmpty("egress")],
});
