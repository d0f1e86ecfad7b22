import { UNKNOWN } from "../../../graph/value";
import { describeCases } from "./describeCases";
import {
    API_RULE,
    BALANCER_GROUP,
    BINDING,
    CLUSTER,
    DATABASE,
    DATABASE_GROUP,
    FILES_GROUP,
    FROM_CLUSTER,
    NFS_RULE,
    RELEASE,
    TARGET,
    TARGETS,
    VPC,
    ingress,
    inline,
    ofEither,
    separate,
    vpcRule,
} from "./edits";
import { add, all, drop, find, refer, set, setPart } from "./stack";

const LAST_TARGET = TARGETS.at(-1) ?? "";

describeCases("access", {
    "database-paths": {
        "another port, within the group": {
            edit: all(
                inline(DATABASE_GROUP, { fromPort: 22, toPort: 22 }),
                refer(DATABASE_GROUP, ["ingress", 0, "securityGroups", 0], CLUSTER),
            ),
            broken: [`database-paths: ${DATABASE_GROUP}`],
        },
        "a range of ports": {
            edit: setPart(FROM_CLUSTER, ["toPort"], 5433),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "another protocol": {
            edit: setPart(FROM_CLUSTER, ["ipProtocol"], "udp"),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "every protocol": {
            edit: setPart(FROM_CLUSTER, ["ipProtocol"], "-1"),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "the protocol by its number": { edit: setPart(FROM_CLUSTER, ["ipProtocol"], "6") },
        "a port that is unknown": {
            edit: setPart(FROM_CLUSTER, ["fromPort"], UNKNOWN),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "a CIDR block, within the group": {
            edit: inline(DATABASE_GROUP, { cidrBlocks: ["10.0.0.0/16"] }),
            broken: [`database-paths: ${DATABASE_GROUP}`, `exposure: ${DATABASE_GROUP}`],
        },
        "a CIDR block of IPv6, within the group": {
            edit: inline(DATABASE_GROUP, { ipv6CidrBlocks: ["fd00::/8"] }),
            broken: [`database-paths: ${DATABASE_GROUP}`, `exposure: ${DATABASE_GROUP}`],
        },
        "a CIDR block, in a separate rule": {
            edit: separate("ingress", DATABASE_GROUP, {
                cidrBlocks: ["10.0.0.0/16"],
                sourceSecurityGroupId: "",
            }),
            broken: ["database-paths: SecurityGroupRule::more", "exposure: SecurityGroupRule::more"],
        },
        "a CIDR block, in a rule of the latest form": {
            edit: vpcRule(DATABASE_GROUP, { cidrIpv4: "10.0.0.0/16" }),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
            ],
        },
        "listed addresses, which reach no private database": {
            edit: vpcRule(DATABASE_GROUP, { cidrIpv6: "2001:db8::/32" }),
            broken: ["database-paths: SecurityGroupIngressRule::more"],
        },
        "unknown addresses": {
            edit: vpcRule(DATABASE_GROUP, { cidrIpv4: UNKNOWN }),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "unknown rules": {
            edit: set(DATABASE_GROUP, ["ingress"], UNKNOWN),
            broken: [
                `database-paths: ${DATABASE_GROUP}`,
                `exposure: ${DATABASE_GROUP}`,
                `internet-ingress: ${DATABASE_GROUP}`,
            ],
        },
        "a prefix list": {
            edit: vpcRule(DATABASE_GROUP, { prefixListId: "pl-1" }),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
            ],
        },
        "its own members": {
            edit: separate("ingress", DATABASE_GROUP, { self: true }),
            broken: ["database-paths: SecurityGroupRule::more"],
        },
        "the load balancer": {
            edit: all(
                vpcRule(DATABASE_GROUP, {}),
                refer("SecurityGroupIngressRule::more", ["referencedSecurityGroupId"], BALANCER_GROUP),
            ),
            broken: ["database-paths: SecurityGroupIngressRule::more"],
        },
        "another security group": {
            edit: separate("ingress", DATABASE_GROUP, { sourceSecurityGroupId: "sg-1" }),
            broken: ["database-paths: SecurityGroupRule::more", "exposure: SecurityGroupRule::more"],
        },
        "a security group that is unknown": {
            edit: separate("ingress", DATABASE_GROUP, { sourceSecurityGroupId: UNKNOWN }),
            broken: ["database-paths: SecurityGroupRule::more", "exposure: SecurityGroupRule::more"],
            forms: ["first preview", "update"],
        },
        "a rule of a group that is unknown": {
            edit: add(
                "aws:ec2/securityGroupRule:SecurityGroupRule",
                "more",
                ingress({ type: "ingress", self: true }),
            ),
            broken: ["database-paths: SecurityGroupRule::more", "file-system-paths: SecurityGroupRule::more"],
        },
        "the nodes or the load balancer, which one is unknown": {
            edit: ofEither(FROM_CLUSTER, "referencedSecurityGroupId", [CLUSTER, BALANCER_GROUP]),
            broken: [`database-paths: ${DATABASE}`, `database-paths: ${FROM_CLUSTER}`],
            forms: ["first preview", "update"],
        },
        "the nodes, by a rule of one of two groups, which one is unknown": {
            edit: ofEither(FROM_CLUSTER, "securityGroupId", [DATABASE_GROUP, FILES_GROUP]),
            broken: [`database-paths: ${DATABASE}`, `file-system-paths: ${FROM_CLUSTER}`],
            forms: ["first preview", "update"],
        },
        "no nodes, next to a group that is managed outside the stack": {
            edit: all(drop(FROM_CLUSTER), (resources) =>
                setPart(
                    DATABASE,
                    ["vpcSecurityGroupIds"],
                    [find(resources, DATABASE_GROUP).properties.id ?? UNKNOWN, "sg-1"],
                )(resources),
            ),
            unverified: [`database-paths: ${DATABASE}`],
        },
        "a rule that leads out": {
            edit: separate("egress", DATABASE_GROUP, { cidrBlocks: ["10.0.0.0/16"] }),
        },
        nobody: {
            edit: drop(FROM_CLUSTER),
            broken: [`database-paths: ${DATABASE}`],
        },
        "nodes with their own group": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "nodes", { id: "sg-nodes" }),
                refer("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds", 0], "SecurityGroup::nodes"),
                setPart("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds"], ["sg-nodes"]),
            ),
            broken: [
                `database-paths: ${FROM_CLUSTER}`,
                `database-paths: ${DATABASE}`,
                `exposure: ${FROM_CLUSTER}`,
                `file-system-paths: ${NFS_RULE}`,
                ...TARGETS.map((target) => `file-system-paths: ${target}`),
                `exposure: ${NFS_RULE}`,
            ].sort(),
        },
        "a group of the database that is unknown": {
            edit: set(DATABASE, ["vpcSecurityGroupIds"], [UNKNOWN]),
            broken: [`database-paths: ${DATABASE}`],
        },
        "a group of the database that is managed outside the stack": {
            edit: set(DATABASE, ["vpcSecurityGroupIds"], ["sg-1"]),
            unverified: [`database-paths: ${DATABASE}`],
        },
        "another port, which the database listens on": {
            edit: all(
                setPart(DATABASE, ["port"], 6432),
                setPart(FROM_CLUSTER, ["fromPort"], 6432),
                setPart(FROM_CLUSTER, ["toPort"], 6432),
            ),
        },
    },
    "file-system-paths": {
        "another port": {
            edit: setPart(NFS_RULE, ["fromPort"], 2048),
            broken: [`file-system-paths: ${NFS_RULE}`],
        },
        "a CIDR block": {
            edit: vpcRule(FILES_GROUP, { cidrIpv4: "192.168.0.0/16", fromPort: 2049, toPort: 2049 }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "file-system-paths: SecurityGroupIngressRule::more",
            ],
        },
        "a CIDR block, in a group that one mount target has": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "own", { id: "sg-own" }),
                inline("SecurityGroup::own", {
                    cidrBlocks: ["192.168.0.0/16"],
                    fromPort: 2049,
                    toPort: 2049,
                }),
                refer(LAST_TARGET, ["securityGroups", 0], "SecurityGroup::own"),
            ),
            broken: [
                "exposure: SecurityGroup::own",
                `file-system-paths: ${LAST_TARGET}`,
                "file-system-paths: SecurityGroup::own",
            ],
        },
        nobody: {
            edit: drop(NFS_RULE),
            broken: TARGETS.map((target) => `file-system-paths: ${target}`),
        },
    },
    "internet-ingress": {
        "another port": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv4: "0.0.0.0/0", fromPort: 22, toPort: 22 }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "half of the internet": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv4: "128.0.0.0/1", fromPort: 443, toPort: 444 }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "a port that is unknown": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv6: "::/0", toPort: UNKNOWN }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "the internet, next to listed addresses": {
            edit: inline(BALANCER_GROUP, {
                cidrBlocks: ["198.51.100.0/24", "0.0.0.0/0"],
                fromPort: 22,
                toPort: 22,
            }),
            broken: [`exposure: ${BALANCER_GROUP}`, `internet-ingress: ${BALANCER_GROUP}`],
        },
        "an unknown source, next to listed addresses": {
            edit: inline(BALANCER_GROUP, {
                cidrBlocks: ["198.51.100.0/24", UNKNOWN],
                fromPort: 443,
                toPort: 443,
            }),
            broken: [`exposure: ${BALANCER_GROUP}`, `internet-ingress: ${BALANCER_GROUP}`],
        },
        "a website, open to listed addresses": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv4: "198.51.100.0/24", fromPort: 443, toPort: 443 }),
        },
        "the internet, outbound": {
            edit: separate("egress", BALANCER_GROUP, {
                cidrBlocks: ["0.0.0.0/0"],
                fromPort: 443,
                toPort: 443,
            }),
            broken: ["exposure: SecurityGroupRule::more"],
        },
        "a website, in a rule of the load balancer's group or another": {
            edit: all(
                vpcRule(BALANCER_GROUP, { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 }),
                ofEither("SecurityGroupIngressRule::more", "securityGroupId", [BALANCER_GROUP, FILES_GROUP]),
            ),
            broken: [
                "file-system-paths: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
            forms: ["first preview", "update"],
        },
        "a group that a mount target has, too": {
            edit: refer(TARGET, ["securityGroups", 0], BALANCER_GROUP),
            broken: [
                `file-system-paths: ${TARGET}`,
                "file-system-paths: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
                "internet-ingress: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
            ],
        },
        "a website, in a rule of a group that is unknown": {
            edit: add(
                "aws:ec2/securityGroupRule:SecurityGroupRule",
                "more",
                ingress({ type: "ingress", cidrBlocks: ["0.0.0.0/0"], fromPort: 443, toPort: 443 }),
            ),
            broken: [
                "database-paths: SecurityGroupRule::more",
                "file-system-paths: SecurityGroupRule::more",
                "internet-ingress: SecurityGroupRule::more",
            ],
        },
        "a group without resources": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "loose", { id: "sg-loose" }),
                inline("SecurityGroup::loose", { cidrBlocks: ["0.0.0.0/0"], fromPort: 443, toPort: 443 }),
            ),
            broken: ["internet-ingress: SecurityGroup::loose"],
        },
        "a group that the database has, too": {
            edit: refer(DATABASE, ["vpcSecurityGroupIds", 0], BALANCER_GROUP),
            broken: [
                "database-paths: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
                `database-paths: ${DATABASE}`,
                "internet-ingress: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
            ],
        },
    },
    "default-security-group": {
        "not in the stack": {
            edit: drop("DefaultSecurityGroup::network-default"),
            broken: [`default-security-group: ${VPC}`],
        },
        "another VPC's": {
            edit: set("DefaultSecurityGroup::network-default", ["vpcId"], "vpc-1"),
            broken: [`default-security-group: ${VPC}`],
        },
        "a rule within it": {
            edit: set("DefaultSecurityGroup::network-default", ["egress"], [ingress({ self: true })]),
            broken: ["default-security-group: DefaultSecurityGroup::network-default"],
        },
        "a separate rule": {
            edit: separate("ingress", "DefaultSecurityGroup::network-default", { self: true }),
            broken: ["default-security-group: SecurityGroupRule::more"],
        },
        "unknown rules": {
            edit: set("DefaultSecurityGroup::network-default", ["egress"], UNKNOWN),
            broken: ["default-security-group: DefaultSecurityGroup::network-default"],
        },
    },
    exposure: {
        "content that no policy closes": {
            edit: drop("NetworkPolicy::connect-default-deny"),
        },
        "content whose way out nothing closes": {
            edit: all(drop("NetworkPolicy::connect-default-deny"), drop("NetworkPolicy::connect-to-needed")),
            broken: [`exposure: ${RELEASE}`],
        },
        "content that anyone can reach": {
            edit: setPart("NetworkPolicy::connect-from-servers", ["spec", "ingress"], [{}]),
            broken: ["exposure: NetworkPolicy::connect-from-servers"],
        },
        "content that reaches the VPC": {
            edit: setPart(
                "NetworkPolicy::connect-to-needed",
                ["spec", "egress", 2, "to", 0, "ipBlock", "except"],
                ["10.1.0.0/16"],
            ),
            broken: ["exposure: NetworkPolicy::connect-to-needed"],
        },
        "content that reaches another port of the servers": {
            edit: setPart(
                "NetworkPolicy::connect-to-needed",
                ["spec", "egress", 1, "ports", 0, "port"],
                3940,
            ),
            broken: ["exposure: NetworkPolicy::connect-to-needed"],
        },
        "content that reaches names by a part of its pods": {
            edit: setPart("NetworkPolicy::connect-to-needed", ["spec", "podSelector"], {
                matchLabels: { a: "b" },
            }),
        },
        "an API that is open to the internet": {
            edit: all(
                setPart(CLUSTER, ["vpcConfig", "endpointPublicAccess"], true),
                setPart(CLUSTER, ["vpcConfig", "publicAccessCidrs"], undefined),
            ),
            broken: [`exposure: ${CLUSTER}`],
        },
        "an API that listed addresses can reach": {
            edit: all(
                setPart(CLUSTER, ["vpcConfig", "endpointPublicAccess"], true),
                setPart(CLUSTER, ["vpcConfig", "publicAccessCidrs"], ["198.51.100.0/24"]),
            ),
        },
        "an API that a connected network with private addresses reaches": {
            edit: setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
        },
        "more of the nodes than the port that they share with the API": {
            edit: all(setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"), setPart(API_RULE, ["toPort"], 8443)),
            broken: [`exposure: ${API_RULE}`],
        },
        "another port of the nodes": {
            edit: all(
                setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
                setPart(API_RULE, ["fromPort"], 22),
                setPart(API_RULE, ["toPort"], 22),
            ),
            broken: [`exposure: ${API_RULE}`],
        },
        "the API's port of nodes that share no group with it": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "nodes", { id: "sg-nodes" }),
                refer("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds", 0], "SecurityGroup::nodes"),
                setPart("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds"], ["sg-nodes"]),
                setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
                refer(API_RULE, ["securityGroupId"], "SecurityGroup::nodes"),
            ),
            broken: [
                `database-paths: ${FROM_CLUSTER}`,
                `database-paths: ${DATABASE}`,
                `exposure: ${API_RULE}`,
                `exposure: ${FROM_CLUSTER}`,
                `file-system-paths: ${NFS_RULE}`,
                ...TARGETS.map((target) => `file-system-paths: ${target}`),
                `exposure: ${NFS_RULE}`,
            ].sort(),
        },
        "the API's port, by another rule, of nodes that share no group with it": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "nodes", { id: "sg-nodes" }),
                refer("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds", 0], "SecurityGroup::nodes"),
                setPart("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds"], ["sg-nodes"]),
                setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
                vpcRule("SecurityGroup::nodes", { cidrIpv4: "10.9.0.0/16", fromPort: 443, toPort: 443 }),
            ),
            broken: [
                `database-paths: ${FROM_CLUSTER}`,
                `database-paths: ${DATABASE}`,
                `exposure: ${FROM_CLUSTER}`,
                "exposure: SecurityGroupIngressRule::more",
                `file-system-paths: ${NFS_RULE}`,
                ...TARGETS.map((target) => `file-system-paths: ${target}`),
                `exposure: ${NFS_RULE}`,
            ],
        },
        "a load balancer on another port of the nodes": {
            edit: all(
                setPart("SecurityGroupIngressRule::load-balancer", ["toPort"], 3940),
                setPart("SecurityGroupEgressRule::load-balancer-to-cluster", ["toPort"], 3940),
            ),
            broken: ["exposure: SecurityGroupIngressRule::load-balancer"],
        },
        "a load balancer on the port that it sends to": {
            edit: setPart("TargetGroup::load-balancer", ["port"], 8080),
            broken: [
                "exposure: NetworkPolicy::connect-to-needed",
                "exposure: SecurityGroupIngressRule::load-balancer",
            ],
        },
        "a target group without a port": {
            edit: setPart("TargetGroup::load-balancer", ["port"], undefined),
            broken: [
                "exposure: NetworkPolicy::connect-to-needed",
                "exposure: SecurityGroupIngressRule::load-balancer",
            ],
        },
        "a binding that opens the nodes": {
            edit: setPart(BINDING, ["spec", "networking"], {
                ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [{ port: 22 }] }],
            }),
            broken: [`exposure: ${BINDING}`],
        },
        "a database that the internet reaches": {
            edit: all(
                setPart(DATABASE, ["publiclyAccessible"], true),
                vpcRule(DATABASE_GROUP, { cidrIpv4: "198.51.100.0/24" }),
            ),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
            ],
        },
    },
});
