import { isObject } from "../../lib/isObject";
import { type Value } from "../../graph/value";
import { INTERNET_CIDRS } from "../../lib/internetCidrs";
import {
    atMost,
    type Check,
    each,
    equals,
    isNotEmpty,
    isAbsent,
    isNotTrue,
    isTrue,
    optional,
    satisfies,
} from "../check";
import { type ResourceRule, resourceRules } from "../rule";

const WEB_PORTS: readonly unknown[] = [80, 443];

/** The requirement for a source of ingress, to follow "must be". */
const ALLOWED_SOURCE = `other than ${INTERNET_CIDRS.join(" and ")} except for TCP on port 80 or 443`;

/** Whether a security group's rule is for HTTP or HTTPS. */
function isForWeb(rule: Value | undefined): boolean {
    return (
        isObject(rule) &&
        // Each form of rule has one of these properties.
        (rule.protocol ?? rule.ipProtocol) === "tcp" &&
        WEB_PORTS.includes(rule.fromPort) &&
        rule.fromPort === rule.toPort
    );
}

/** Whether a source of a rule is a known network, or the rule is for HTTP or HTTPS. */
function isAllowedSource(cidr: Value, rule: Value | undefined): boolean {
    return (typeof cidr === "string" && !INTERNET_CIDRS.includes(cidr)) || isForWeb(rule);
}

/** The CIDR blocks of a rule. */
function listSources(rule: Readonly<Record<string, Value>>): Value[] {
    return [...toList(rule.cidrBlocks), ...toList(rule.ipv6CidrBlocks)];
}

/** A value that is not a list is one source that cannot be checked. */
function toList(cidrs: Value = []): Value[] {
    return Array.isArray(cidrs) ? cidrs : [null];
}

/** A rule that opens port 443 to the internet, with a change that makes it wrong. */
function buildOpenRule(change: Record<string, Value>): Record<string, Value> {
    return { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ...change };
}

const source = {
    kind: "text" as const,
    allowed: ALLOWED_SOURCE,
    accepts: isAllowedSource,
    rejected: INTERNET_CIDRS,
};

/** Without the property, the provider removes every rule. */
const isEmpty = (place: string): Check =>
    optional(
        satisfies(place, {
            kind: "list",
            allowed: "empty",
            accepts: (rules) => Array.isArray(rules) && rules.length === 0,
            rejected: [[{ protocol: "-1", fromPort: 0, toPort: 0, self: true }]],
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
            "No inline rule of a security group allows ingress from the internet, except on ports 80 and 443 (HTTP and HTTPS).",
        remedy: "Name the networks or the security group that ingress is allowed from.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
        checks: [
            each(
                "ingress",
                satisfies([], {
                    kind: "object",
                    allowed: `from sources ${ALLOWED_SOURCE}`,
                    accepts: (rule) =>
                        isObject(rule) && listSources(rule).every((cidr) => isAllowedSource(cidr, rule)),
                    rejected: [
                        buildOpenRule({ fromPort: 22, toPort: 22 }),
                        buildOpenRule({ fromPort: 80, toPort: 443 }),
                        buildOpenRule({ fromPort: 443, toPort: 444 }),
                        buildOpenRule({ fromPort: 0, toPort: 80 }),
                        buildOpenRule({ protocol: "udp" }),
                        buildOpenRule({ protocol: "-1", fromPort: 0, toPort: 0 }),
                        {
                            ...buildOpenRule({ fromPort: 22, toPort: 22 }),
                            cidrBlocks: ["10.0.0.0/16", "0.0.0.0/0"],
                        },
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
        // Only the older SecurityGroupRule has a type and lists of CIDR blocks.
        when: [optional(equals("type", "ingress"))],
        description: "No rule allows ingress from the internet, except on ports 80 and 443 (HTTP and HTTPS).",
        remedy: "Name the networks or the security group that ingress is allowed from.",
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
        description: "The VPC's default security group allows no traffic.",
        remedy: "Remove ingress and egress from the default security group. Create a separate security group for each resource that needs access.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
        checks: [isEmpty("ingress"), isEmpty("egress")],
    },
    {
        name: "ec2-flow-log-traffic",
        level: "production",
        severity: "medium",
        controls: ["FSBP EC2.6", "CIS AWS 4.7"],
        applies: ["aws:ec2/flowLog:FlowLog"],
        description: "Flow logs record both accepted and rejected traffic.",
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
            "A service's default DNS name resolves to its interface endpoint, so that every client uses the endpoint.",
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
            description: "An instance's metadata service requires a session token (IMDSv2).",
            remedy: "Set metadataOptions.httpTokens to required.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-170",
            checks: [equals(["metadataOptions", "httpTokens"], "required")],
        },
        {
            name: "ec2-metadata-hop-limit",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_AWS_341"],
            description: "Pods cannot reach the metadata service, and so cannot use the node's role.",
            remedy: "Set metadataOptions.httpPutResponseHopLimit to 1.",
            url: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
            checks: [atMost(["metadataOptions", "httpPutResponseHopLimit"], 1)],
        },
        {
            name: "ec2-no-ssh-key",
            level: "mandatory",
            severity: "medium",
            controls: ["Pulumi ssh"],
            description: "Instances have no SSH key.",
            remedy: "Remove keyName. If you need a shell, use Session Manager, which records it.",
            url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
            checks: [isAbsent("keyName", "text", ["admin"])],
        },
    ]),
    ...resourceRules({ applies: ["aws:ec2/launchTemplate:LaunchTemplate"] }, [
        {
            name: "ec2-encrypted-volumes",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.181", "Checkov CKV_AWS_8"],
            description: "A node's volumes are encrypted.",
            remedy: "List each volume in blockDeviceMappings, with ebs.encrypted set to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-181",
            checks: [
                isNotEmpty("blockDeviceMappings", "list"),
                // The provider's type of this property is string.
                each("blockDeviceMappings", equals(["ebs", "encrypted"], "true")),
            ],
        },
        {
            name: "ec2-no-public-address",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EC2.25", "Checkov CKV_AWS_88", "Posit R4"],
            description: "A node has no public IP address.",
            remedy: "Remove networkInterfaces, or set associatePublicIpAddress to false in each.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-25",
            // The provider's type of this property is string.
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
            "A subnet assigns no public addresses by default. NAT gateways and load balancers have addresses of their own.",
        remedy: "Set mapPublicIpOnLaunch to false, or remove it.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
        checks: [isNotTrue("mapPublicIpOnLaunch")],
    },
];
