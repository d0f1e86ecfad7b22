import { each, satisfies } from "../../check";
import { resourceRule } from "../../rule";
import { isObject, type Value } from "../../../graph/value";
import { CLOSED, isClosed } from "./openIngress";

export const noOpenGroup = resourceRule({
    name: "ec2-no-open-group",
    level: "mandatory",
    severity: "critical",
    controls: ["FSBP EC2.18", "FSBP EC2.19", "Checkov CKV_AWS_24", "Checkov CKV_AWS_277"],
    applies: ["aws:ec2/securityGroup:SecurityGroup"],
    description: "No rule within a security group lets the whole internet in, but to a website's two ports.",
    remedy: "Name the networks, or the security group, that ingress is from.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
    checks: [
        each(
            "ingress",
            satisfies([], {
                kind: "object",
                wanted: `from sources ${CLOSED}`,
                accepts: (rule) => sources(rule).every((cidr) => isClosed(cidr, rule)),
                refused: [
                    open({ fromPort: 22, toPort: 22 }),
                    open({ fromPort: 80, toPort: 443 }),
                    open({ fromPort: 443, toPort: 444 }),
                    open({ fromPort: 0, toPort: 80 }),
                    open({ protocol: "udp" }),
                    open({ protocol: "-1", fromPort: 0, toPort: 0 }),
                    { ...open({ fromPort: 22, toPort: 22 }), cidrBlocks: ["10.0.0.0/16", "0.0.0.0/0"] },
                    { protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] },
                    { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: "0.0.0.0/0" },
                    { protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: [7] },
                ],
            }),
        ),
    ],
});

/** What a rule lets in, by address. */
function sources(rule: Value): Value[] {
    return isObject(rule) ? [...listed(rule.cidrBlocks), ...listed(rule.ipv6CidrBlocks)] : [];
}

/** What is no list is one source that nobody knows. */
function listed(cidrs: Value = []): Value[] {
    return Array.isArray(cidrs) ? cidrs : [null];
}

/** A rule that lets everyone in to port 443, with what makes it wrong. */
function open(change: Record<string, Value>): Record<string, Value> {
    return { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ...change };
}
