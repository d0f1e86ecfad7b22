import { isObject, type Value } from "../../graph/value";
import { INTERNET_CIDRS } from "./internetCidrs";
import {
    atMost,
    type Check,
    each,
    equals,
    isGiven,
    isLeftOut,
    isNotTrue,
    isTrue,
    optional,
    satisfies,
} from "../check";
import { type ResourceRule, resourceRules } from "../rule";

const WEB_PORTS: readonly unknown[] = [80, 443];

/** What is wanted of a rule of a security group, to follow "must be". */
const CLOSED = `other than ${INTERNET_CIDRS.join(" and ")} but for TCP on port 80 or 443`;

/** Whether the ports of a rule of a security group are one of the two that a website needs. */
function isForWeb(rule: Value | undefined): boolean {
    return (
        isObject(rule) &&
        // The protocol has another name in each form; a rule has one of them.
        (rule.protocol ?? rule.ipProtocol) === "tcp" &&
        WEB_PORTS.includes(rule.fromPort) &&
        rule.fromPort === rule.toPort
    );
}

/** Whether one source of a rule lets in no more than known networks, or everyone to a website. */
function isClosed(cidr: Value, rule: Value | undefined): boolean {
    return (typeof cidr === "string" && !INTERNET_CIDRS.includes(cidr)) || isForWeb(rule);
}

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

const source = { kind: "text" as const, wanted: CLOSED, accepts: isClosed, refused: INTERNET_CIDRS };

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

export const ec2: readonly ResourceRule[] = [
    {
        name: "ec2-no-open-group",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP EC2.18", "FSBP EC2.19", "Checkov CKV_AWS_24", "Checkov CKV_AWS_277"],
        applies: ["aws:ec2/securityGroup:SecurityGroup"],
        description:
            "No rule within a security group lets the whole internet in, but to a website's two ports.",
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
    },
    {
        name: "ec2-no-open-ingress-rule",
        level: "mandatory",
        severity: "critical",
        controls: ["FSBP EC2.18", "FSBP EC2.19", "Checkov CKV_AWS_24", "Checkov CKV_AWS_277"],
        applies: [
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "aws:ec2/securityGroupRule:SecurityGroupRule",
        ],
        // An older SecurityGroupRule has a type, and lists of CIDR blocks.
        when: [optional(equals("type", "ingress"))],
        description: "No ingress rule lets the whole internet in, but to a website's two ports.",
        remedy: "Name known networks, or the security group that ingress is from.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
        checks: [
            optional(satisfies("cidrIpv4", source)),
            optional(satisfies("cidrIpv6", source)),
            each("cidrBlocks", satisfies([], source)),
            each("ipv6CidrBlocks", satisfies([], source)),
        ],
    },
    {
        name: "ec2-default-group-locked",
        level: "production",
        severity: "high",
        controls: ["FSBP EC2.2", "CIS AWS 6.5", "Checkov CKV2_AWS_12"],
        applies: ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
        description: "The network's default security group lets nothing through.",
        remedy: "Leave ingress and egress out of the default security group, and give what needs a path a group of its own.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
        checks: [isEmpty("ingress"), isEmpty("egress")],
    },
    {
        name: "ec2-flow-log-traffic",
        level: "production",
        severity: "medium",
        controls: ["FSBP EC2.6", "CIS AWS 4.7"],
        applies: ["aws:ec2/flowLog:FlowLog"],
        description: "Flow logs record what got through as well as what was refused.",
        remedy: "Set trafficType to ALL.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
        checks: [equals("trafficType", "ALL")],
    },
    {
        name: "ec2-endpoint-private-dns",
        level: "advisory",
        severity: "low",
        controls: ["Pulumi private-dns"],
        when: [equals("vpcEndpointType", "Interface")],
        applies: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
        description:
            "A service's usual name leads to its interface endpoint, so that no client goes past it.",
        remedy: "Set privateDnsEnabled to true.",
        url: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names",
        checks: [isTrue("privateDnsEnabled")],
    },
    ...resourceRules({ applies: ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"] }, [
        {
            name: "ec2-metadata-tokens",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.170", "FSBP EC2.8", "Checkov CKV_AWS_79"],
            description: "The metadata service of an instance answers sessions with a token only (IMDSv2).",
            remedy: "Set metadataOptions.httpTokens to required.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-170",
            checks: [equals(["metadataOptions", "httpTokens"], "required")],
        },
        {
            name: "ec2-metadata-hop-limit",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_AWS_341"],
            description: "Pods cannot reach the metadata service, and with it the node's role.",
            remedy: "Set metadataOptions.httpPutResponseHopLimit to 1.",
            url: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
            checks: [atMost(["metadataOptions", "httpPutResponseHopLimit"], 1)],
        },
        {
            name: "ec2-no-ssh-key",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi ssh"],
            description: "No key opens a shell on an instance.",
            remedy: "Leave keyName out; Session Manager opens a recorded shell where one is needed.",
            url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
            checks: [isLeftOut("keyName", "text", ["admin"])],
        },
    ]),
    ...resourceRules({ applies: ["aws:ec2/launchTemplate:LaunchTemplate"] }, [
        {
            name: "ec2-encrypted-volumes",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.181", "Checkov CKV_AWS_8"],
            description: "A node's disks are encrypted.",
            remedy: "List each disk in blockDeviceMappings, with ebs.encrypted set to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-181",
            checks: [
                isGiven("blockDeviceMappings", "list"),
                // The provider's type of this switch is text.
                each("blockDeviceMappings", equals(["ebs", "encrypted"], "true")),
            ],
        },
        {
            name: "ec2-no-public-address",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.25", "Checkov CKV_AWS_88", "Posit R4"],
            description: "A node has no public IP address.",
            remedy: "Leave networkInterfaces out, or set associatePublicIpAddress to false in each.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-25",
            // The provider's type of this switch is text.
            checks: [optional(each("networkInterfaces", equals("associatePublicIpAddress", "false")))],
        },
    ]),
    {
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
    },
];
