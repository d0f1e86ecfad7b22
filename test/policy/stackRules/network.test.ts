import { UNKNOWN } from "../../../graph/value";
import { describeCases } from "./describeCases";
import {
    ACL,
    BALANCER,
    BALANCER_GROUP,
    PRIVATE,
    PUBLIC,
    VPC,
    ofEither,
    ofType,
    inline,
    refersTo,
    BINDING,
} from "./edits";
import { add, all, drop, type Edit, find, patch, refer, set, setPart } from "./stack";

const PRIVATE_SUBNETS = [1, 2, 3].map((n) => `Subnet::network-private-${n}`);

/** An internal load balancer in the private subnets, to which this block may connect. */
const internal =
    (cidr: string): Edit =>
    (resources) =>
        all(
            patch(BALANCER, {
                properties: {
                    ...find(resources, BALANCER).properties,
                    internal: true,
                    subnets: PRIVATE_SUBNETS.map((name) => find(resources, name).properties.id ?? UNKNOWN),
                },
                propertyDependencies: refersTo(resources, BALANCER, "subnets", PRIVATE_SUBNETS),
            }),
            ...["http", "https"].map((protocol) =>
                setPart(
                    `SecurityGroupIngressRule::load-balancer-${protocol}-from-0-0-0-0-0`,
                    ["cidrIpv4"],
                    cidr,
                ),
            ),
        )(resources);

const internalInPublicSubnets = [
    // Everyone may connect, and the subnets have routes to the internet and the tag of public ones.
    `load-balancer: ${BALANCER}`,
    `subnet-tags: ${BALANCER}`,
    ...[1, 2, 3].map((n) => `subnet-tags: Subnet::network-public-${n}`),
];

describeCases("network", {
    "load-balancer": {
        "no load balancer": {
            edit: drop(BALANCER),
            broken: [
                "exposure: SecurityGroupIngressRule::load-balancer",
                "internet-ingress: SecurityGroupIngressRule::load-balancer-http-from-0-0-0-0-0",
                "internet-ingress: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
                "load-balancer: stack",
            ],
        },
        "no listener with HTTPS": {
            edit: setPart("Listener::load-balancer-https", ["protocol"], "HTTP"),
            broken: ["load-balancer: TargetGroup::load-balancer"],
        },
        "a listener that forwards to something else": {
            edit: patch("Listener::load-balancer-https", { dependencies: [] }),
            broken: ["load-balancer: TargetGroup::load-balancer"],
        },
        "no binding of Connect's pods": {
            edit: drop(BINDING),
            broken: ["load-balancer: TargetGroup::load-balancer"],
        },
        "no target group": {
            edit: drop("TargetGroup::load-balancer"),
            broken: [
                "exposure: NetworkPolicy::connect-to-needed",
                "exposure: SecurityGroupIngressRule::load-balancer",
                "load-balancer: stack",
            ],
        },
    },
    "subnet-tags": {
        "a public subnet without the tag": {
            edit: setPart(PUBLIC, ["tags"], {}),
            broken: [`subnet-tags: ${PUBLIC}`],
        },
        "a private subnet without the tag": {
            edit: setPart(PRIVATE, ["tags"], { "kubernetes.io/role/elb": "1" }),
            broken: [`subnet-tags: ${PRIVATE}`],
        },
        "another value": {
            edit: setPart(PUBLIC, ["tags"], { "kubernetes.io/role/elb": "0" }),
            broken: [`subnet-tags: ${PUBLIC}`],
        },
        "an empty value": { edit: setPart(PUBLIC, ["tags"], { "kubernetes.io/role/elb": "" }) },
        "a value that is unknown": {
            edit: setPart(PUBLIC, ["tags"], { "kubernetes.io/role/elb": UNKNOWN }),
            broken: [`subnet-tags: ${PUBLIC}`],
        },
        "a load balancer in one zone": {
            edit: refer(BALANCER, ["subnets"], PUBLIC),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in two zones": {
            edit: setPart(PUBLIC, ["availabilityZone"], "us-east-1b"),
            broken: ["nat-gateways: stack"],
        },
        "a load balancer in no subnet": {
            edit: set(BALANCER, ["subnets"], undefined),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in unknown subnets": {
            edit: set(BALANCER, ["subnets"], [UNKNOWN]),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in subnets that are managed outside the stack": {
            edit: set(BALANCER, ["subnets"], ["subnet-1", "subnet-2"]),
            unverified: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in private subnets that faces the internet": {
            edit: drop("Route::network-public-1"),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer with one private subnet among three": {
            edit: (resources) =>
                patch(BALANCER, {
                    properties: {
                        ...find(resources, BALANCER).properties,
                        subnets: [PRIVATE, "Subnet::network-public-2", "Subnet::network-public-3"].map(
                            (name) => find(resources, name).properties.id ?? UNKNOWN,
                        ),
                    },
                    propertyDependencies: refersTo(resources, BALANCER, "subnets", [
                        PRIVATE,
                        "Subnet::network-public-2",
                        "Subnet::network-public-3",
                    ]),
                })(resources),
            broken: [`subnet-tags: ${BALANCER}`, `subnet-tags: ${PRIVATE}`],
        },
        "a load balancer in one of two zones, which one is unknown": {
            edit: ofEither(BALANCER, "subnets", [PUBLIC, "Subnet::network-public-2"]),
            broken: [`subnet-tags: ${BALANCER}`],
            forms: ["first preview"],
        },
        "an internal load balancer in public subnets": {
            edit: setPart(BALANCER, ["internal"], true),
            broken: internalInPublicSubnets,
        },
        "an internal load balancer in private subnets, for listed networks": { edit: internal("10.0.0.0/8") },
        "an internal load balancer in private subnets, for half of all networks": {
            edit: internal("128.0.0.0/1"),
            broken: [`load-balancer: ${BALANCER}`],
        },
        "an internal load balancer in private subnets, for listed networks and the internet": {
            edit: all(
                internal("10.0.0.0/8"),
                inline(BALANCER_GROUP, {
                    cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"],
                    fromPort: 443,
                    toPort: 443,
                }),
            ),
            broken: [`load-balancer: ${BALANCER}`],
        },
    },
    "flow-logs": {
        none: { edit: ofType("aws:ec2/flowLog:FlowLog"), broken: [`flow-logs: ${VPC}`] },
        "one of another VPC": {
            edit: set("FlowLog::network-flow-logs", ["vpcId"], "vpc-1"),
            broken: [`flow-logs: ${VPC}`],
        },
    },
    "nat-gateways": {
        "a zone without one": {
            edit: drop("NatGateway::network-us-east-1a"),
            broken: ["nat-gateways: stack"],
        },
        "a private one": {
            edit: setPart("NatGateway::network-us-east-1a", ["connectivityType"], "private"),
            broken: ["nat-gateways: stack"],
        },
        none: { edit: ofType("aws:ec2/natGateway:NatGateway") },
        "one for the region": {
            edit: all(
                drop("NatGateway::network-us-east-1a"),
                setPart("NatGateway::network-us-east-1b", ["availabilityMode"], "regional"),
            ),
        },
        "one in no subnet": {
            edit: set("NatGateway::network-us-east-1a", ["subnetId"], undefined),
            broken: ["nat-gateways: NatGateway::network-us-east-1a"],
        },
        "one in a subnet that is managed outside the stack": {
            edit: set("NatGateway::network-us-east-1a", ["subnetId"], "subnet-1"),
            unverified: ["nat-gateways: NatGateway::network-us-east-1a"],
        },
        "all in one zone": {
            edit: all(
                refer("NatGateway::network-us-east-1b", ["subnetId"], PUBLIC),
                refer("NatGateway::network-us-east-1c", ["subnetId"], PUBLIC),
            ),
            broken: ["nat-gateways: stack"],
        },
        "one in one of two zones, which one is unknown": {
            edit: ofEither("NatGateway::network-us-east-1a", "subnetId", [
                PUBLIC,
                "Subnet::network-public-2",
            ]),
            broken: ["nat-gateways: NatGateway::network-us-east-1a"],
            forms: ["first preview"],
        },
    },
    "s3-endpoint": {
        none: { edit: drop("VpcEndpoint::network-s3"), broken: [`s3-endpoint: ${VPC}`] },
        "one of another VPC": {
            edit: set("VpcEndpoint::network-s3", ["vpcId"], "vpc-1"),
            broken: [`s3-endpoint: ${VPC}`],
        },
        "one of another type": {
            edit: setPart("VpcEndpoint::network-s3", ["vpcEndpointType"], "Interface"),
            broken: [`s3-endpoint: ${VPC}`],
        },
        "one without a type": { edit: setPart("VpcEndpoint::network-s3", ["vpcEndpointType"], undefined) },
        "one of another service": {
            edit: setPart("VpcEndpoint::network-s3", ["serviceName"], "com.amazonaws.us-east-1.s3.files"),
            broken: [`s3-endpoint: ${VPC}`],
        },
        "one of a service that is unknown": {
            edit: setPart("VpcEndpoint::network-s3", ["serviceName"], UNKNOWN),
            broken: [`s3-endpoint: ${VPC}`],
        },
    },
    "web-firewall": {
        none: {
            edit: drop("WebAclAssociation::load-balancer-firewall"),
            broken: [`web-firewall: ${BALANCER}`],
        },
        "one of something else": {
            edit: set(
                "WebAclAssociation::load-balancer-firewall",
                ["resourceArn"],
                "arn:aws:elasticloadbalancing:x",
            ),
            broken: [`web-firewall: ${BALANCER}`],
        },
        "none of an internal load balancer": {
            edit: all(
                drop("WebAclAssociation::load-balancer-firewall"),
                setPart(BALANCER, ["internal"], true),
            ),
            broken: internalInPublicSubnets,
        },
    },
    "web-firewall-log": {
        none: {
            edit: drop("WebAclLoggingConfiguration::load-balancer-firewall"),
            broken: [`web-firewall-log: ${ACL}`],
        },
        "one of another web ACL": {
            edit: set(
                "WebAclLoggingConfiguration::load-balancer-firewall",
                ["resourceArn"],
                "arn:aws:wafv2:x",
            ),
            broken: [`web-firewall-log: ${ACL}`],
        },
        "one of a web ACL that is unknown": {
            edit: set("WebAclLoggingConfiguration::load-balancer-firewall", ["resourceArn"], UNKNOWN),
            broken: [`web-firewall-log: ${ACL}`],
        },
        "none of a second web ACL": {
            edit: add("aws:wafv2/webAcl:WebAcl", "second", { arn: "arn:aws:wafv2:second" }),
            broken: ["web-firewall-log: WebAcl::second"],
        },
    },
});
