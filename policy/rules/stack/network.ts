import type { Graph, Resource } from "../../../graph/graph";
import { type Link, leadsTo, linkOf, linksOf, resourcesOf } from "../../../graph/links";
import { nodeGroups, nodeZones } from "../../../graph/nodes";
import { readPath } from "../../../graph/path";
import { GROUPS, isInternet, rulesOf } from "../../../graph/securityGroups";
import { subnetsOf, uncovered, zoneOf } from "../../../graph/subnets";
import { LOAD_BALANCER, SUBNET, VPC } from "../../../graph/types";
import { UNKNOWN } from "../../../graph/value";
import type { Finding, StackRule } from "../../rule";
import { nameOf, unknownFinding, subnetFindings, zoneCountFindings } from "../../stackFindings";

const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

const PUBLIC_TAG = "kubernetes.io/role/elb";
const PRIVATE_TAG = "kubernetes.io/role/internal-elb";

export const network: readonly StackRule[] = [
    {
        name: "stack-nat-gateways",
        level: "production",
        severity: "medium",
        controls: ["Posit R11", "Pulumi nat-gateways"],
        description: "A stack with NAT gateways has one in each availability zone of its nodes.",
        remedy: "Set network.natGateways to OnePerAz.",
        url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
        *check(graph) {
            const gateways = graph
                .all(NAT_GATEWAY)
                .filter(({ properties }) => properties.connectivityType !== "private");
            if (gateways.some(({ properties }) => properties.availabilityMode === "regional")) {
                return;
            }
            const zones = gateways.map((gateway) =>
                zoneOf(graph, linkOf(graph, gateway, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
            );
            for (const [i, gateway] of gateways.entries()) {
                if (zones[i] === "unknown") {
                    yield unknownFinding(gateway, "The availability zone");
                } else if (zones[i] === "external") {
                    yield {
                        urn: gateway.urn,
                        sentence: `The availability zone of ${gateway.name} cannot be read from the stack.`,
                        unverified: true,
                    };
                }
            }
            for (const zone of gateways.length === 0 ? [] : uncovered(nodeZones(graph), zones)) {
                yield {
                    sentence: `No NAT gateway is in ${zone}. Its nodes lose internet access if another zone fails.`,
                };
            }
        },
    },
    {
        name: "stack-flow-logs",
        level: "production",
        severity: "medium",
        controls: ["FSBP EC2.6", "CIS AWS 4.7", "Checkov CKV2_AWS_11"],
        description: "Each VPC has a flow log.",
        remedy: "Create an aws.ec2.FlowLog with the VPC's ID as its vpcId.",
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
    },
    {
        name: "stack-s3-endpoint",
        level: "advisory",
        severity: "low",
        controls: ["Pulumi s3-endpoint"],
        description:
            "Each VPC has a gateway endpoint for S3, which is free and reduces the traffic through NAT gateways.",
        remedy: "Create an aws.ec2.VpcEndpoint of the type Gateway for S3.",
        url: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
        *check(graph) {
            for (const vpc of graph.all(VPC)) {
                const found = graph
                    .all(ENDPOINT)
                    .some(
                        (endpoint) =>
                            isGatewayOfS3(endpoint.properties) &&
                            leadsTo(linkOf(graph, endpoint, ["vpcId"], [VPC]), vpc),
                    );
                if (!found) {
                    yield { urn: vpc.urn, sentence: `The VPC ${vpc.name} has no gateway endpoint for S3.` };
                }
            }
        },
    },
    {
        name: "stack-web-firewall",
        level: "production",
        severity: "medium",
        controls: ["Security Hub ELB.16", "Checkov CKV2_AWS_28"],
        description: "A load balancer that faces the internet has a web application firewall.",
        remedy: "Create an aws.wafv2.WebAclAssociation with the load balancer's ARN as its resourceArn.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16",
        *check(graph) {
            for (const loadBalancer of graph.all(LOAD_BALANCER)) {
                const guarded = graph
                    .all(ASSOCIATION)
                    .some((each) =>
                        leadsTo(linkOf(graph, each, ["resourceArn"], [LOAD_BALANCER]), loadBalancer),
                    );
                if (loadBalancer.properties.internal !== true && !guarded) {
                    yield {
                        urn: loadBalancer.urn,
                        sentence: `${loadBalancer.name} faces the internet without a web application firewall.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-web-firewall-log",
        level: "production",
        severity: "medium",
        controls: ["Security Hub WAF.11", "Checkov CKV2_AWS_31"],
        description: "Each web ACL logs blocked requests.",
        remedy: "Create an aws.wafv2.WebAclLoggingConfiguration with the web ACL's ARN as its resourceArn.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
        *check(graph) {
            const links = graph
                .all("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
                .map((each) => linkOf(graph, each, ["resourceArn"], [WEB_ACL]));
            for (const acl of graph.all(WEB_ACL)) {
                if (!links.some((link) => leadsTo(link, acl))) {
                    yield {
                        urn: acl.urn,
                        sentence: `The web ACL ${acl.name} does not log blocked requests.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-load-balancer",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R8"],
        description:
            "A load balancer, public or internal for listed networks, has an HTTPS listener that forwards to the target group of Connect's pods.",
        remedy: "Create a load balancer, an HTTPS listener, a target group and a TargetGroupBinding. For an internal one, list networks in loadBalancer.allowedCidrs.",
        url: "https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html",
        *check(graph) {
            const loadBalancers = graph.all(LOAD_BALANCER);
            if (loadBalancers.length === 0) {
                yield { sentence: "The stack has no load balancer." };
            }
            for (const loadBalancer of loadBalancers.filter(
                ({ properties }) => properties.internal === true,
            )) {
                yield* openFindings(graph, loadBalancer);
            }
            const targets = graph.all("aws:lb/targetGroup:TargetGroup");
            if (targets.length === 0) {
                yield { sentence: "The stack has no target group." };
            }
            const listeners = graph
                .all("aws:lb/listener:Listener")
                .filter(({ properties }) => properties.protocol === "HTTPS");
            const bindings = graph.all("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding");
            for (const target of targets) {
                if (!listeners.some((listener) => graph.dependsOn(listener, target))) {
                    yield { urn: target.urn, sentence: `No HTTPS listener forwards to ${target.name}.` };
                }
                if (!bindings.some((binding) => graph.dependsOn(binding, target))) {
                    yield {
                        urn: target.urn,
                        sentence: `No target group binding binds ${target.name} to Connect's pods.`,
                    };
                }
            }
        },
    },
    {
        name: "stack-subnet-tags",
        level: "mandatory",
        severity: "medium",
        controls: ["FSBP ELB.13", "Posit R8", "Pulumi subnet-tags"],
        description:
            "A load balancer is in subnets of two or more zones: public ones if it faces the internet, private ones if it is internal. Each subnet has the tag for its kind of load balancer.",
        remedy: 'Set the tag kubernetes.io/role/elb of public subnets and kubernetes.io/role/internal-elb of private subnets to "1".',
        url: "https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html",
        *check(graph) {
            for (const loadBalancer of graph.all(LOAD_BALANCER)) {
                const subnets = subnetsOf(graph, loadBalancer, "subnets");
                const internal = loadBalancer.properties.internal === true;
                yield* zoneCountFindings(
                    loadBalancer,
                    subnets.map((subnet) => zoneOf(graph, subnet)),
                );
                yield* subnetFindings(graph, loadBalancer, "subnets", subnets, {
                    route: !internal,
                    sentence: (subnet) =>
                        internal
                            ? `${loadBalancer.name} is internal, but its subnet ${subnet} has a route to an internet gateway.`
                            : `${loadBalancer.name} faces the internet, but its subnet ${subnet} has no route to an internet gateway.`,
                });
                yield* tagFindings(graph, loadBalancer, subnets, internal ? PRIVATE_TAG : PUBLIC_TAG);
            }
            for (const { resource, subnets } of nodeGroups(graph)) {
                yield* tagFindings(graph, resource, subnets, PRIVATE_TAG);
            }
        },
    },
];

/** Findings about an internal load balancer that more than listed networks can reach. */
function* openFindings(graph: Graph, loadBalancer: Resource): Iterable<Finding> {
    for (const group of linksOf(graph, loadBalancer, ["securityGroups"], GROUPS)) {
        for (const { resource, peers } of rulesOf(graph, group, "ingress")) {
            if (peers.some(isInternet)) {
                yield {
                    urn: loadBalancer.urn,
                    sentence: `${loadBalancer.name} is internal, but ${resource.name} allows the internet.`,
                };
            }
        }
    }
}

/** The default type of an endpoint is Gateway. */
function isGatewayOfS3({ serviceName, vpcEndpointType }: Readonly<Record<string, unknown>>): boolean {
    return (
        typeof serviceName === "string" &&
        serviceName.endsWith(".s3") &&
        (vpcEndpointType === undefined || vpcEndpointType === "Gateway")
    );
}

function* tagFindings(
    graph: Graph,
    user: Resource,
    subnets: readonly Link[],
    tag: string,
): Iterable<Finding> {
    for (const subnet of subnets) {
        if (subnet.is === "outside") {
            yield {
                urn: user.urn,
                sentence: `${nameOf(graph, subnet)}, a subnet of ${user.name}, is managed outside the stack. It must have the tag ${tag}.`,
                unverified: true,
            };
        }
        for (const resource of resourcesOf(subnet)) {
            const value = readPath(resource.properties, ["tags", tag]);
            if (value === UNKNOWN) {
                yield unknownFinding(resource, `The tag ${tag}`);
            } else if (value !== "1" && value !== "") {
                yield {
                    urn: resource.urn,
                    sentence: `The tag ${tag} of ${resource.name}, a subnet of ${user.name}, must be "1" or empty.`,
                };
            }
        }
    }
}
