import { arn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { digest, physicalName, textInput } from "../identifiers";
import { ESTIMATE, type Request, resourceType } from "../resourceType";

const ALB =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
const TARGET_GROUPS =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html";
const LISTENERS =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-certificates.html";

function loadBalancerArn(request: Request): string {
    return arn(
        request.place,
        "elasticloadbalancing",
        `loadbalancer/app/${physicalName(request)}/${digest(request.urn, 16)}`,
    );
}

function targetGroupArn(request: Request): string {
    return arn(
        request.place,
        "elasticloadbalancing",
        `targetgroup/${physicalName(request)}/${digest(request.urn, 16)}`,
    );
}

export const listener = resourceType("aws:lb/listener:Listener", {
    label: "listener",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["loadBalancerArn"],
    id: (request) =>
        textInput(request, "loadBalancerArn").replace(":loadbalancer/", ":listener/") +
        `/${digest(request.urn, 16)}`,
    outputs: { arn: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: ["certificateArn", "sslPolicy"],
            effect: "New connections get it at once; open ones stay as they are.",
            interruption: "none",
            source: LISTENERS,
        },
        { on: "update", effect: "Changed while it runs.", interruption: "none", source: LISTENERS },
        {
            on: "replace",
            effect: "A port has one listener, so the old one goes first: connections are refused for some seconds.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
        },
    ],
    actions: [
        { on: "{loadBalancerArn}", actions: ["elasticloadbalancing:CreateListener"] },
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:ModifyListenerAttributes",
                "elasticloadbalancing:DeleteListener",
            ],
        },
        {
            on: "*",
            actions: [
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeListenerAttributes",
                "elasticloadbalancing:DescribeTags",
            ],
        },
    ],
});

export const loadBalancer = resourceType("aws:lb/loadBalancer:LoadBalancer", {
    label: "load balancer",
    loses: undefined,
    seconds: { create: 150, update: 10, delete: 15, source: ESTIMATE },
    ...fixedName("customerOwnedIpv4Pool", "internal", "loadBalancerType"),
    id: loadBalancerArn,
    outputs: {
        arn: ({ id }) => id,
        name: (request) => physicalName(request),
        dnsName: (request) =>
            `${physicalName(request)}-${digest(request.urn, 10)}.${request.place.region}.elb.amazonaws.com`,
        zoneId: ({ urn }) => `Z${digest(urn, 13).toUpperCase()}`,
    },
    effects: [
        {
            on: "update",
            properties: ["subnets"],
            effect: "Zones come or go at the load balancer. Connections through a zone that goes are cut.",
            interruption: "brief",
            source: ALB,
        },
        { on: "update", effect: "Changed while it runs.", interruption: "none", source: ALB },
        {
            on: "replace",
            effect: "Another load balancer with another DNS name. Users are away until the record points there, some minutes; a record kept by hand must be changed by hand.",
            interruption: "down",
            source: ALB,
        },
        { on: "delete", effect: "Nobody reaches Connect.", interruption: "down" },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:CreateLoadBalancer",
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:ModifyLoadBalancerAttributes",
                "elasticloadbalancing:DeleteLoadBalancer",
            ],
        },
        {
            on: "*",
            actions: [
                "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeLoadBalancerAttributes",
                "elasticloadbalancing:DescribeTags",
            ],
        },
    ],
});

export const targetGroup = resourceType("aws:lb/targetGroup:TargetGroup", {
    label: "target group",
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 1, source: ESTIMATE },
    ...fixedName(
        "ipAddressType",
        "port",
        "protocol",
        "protocolVersion",
        "targetControlPort",
        "targetType",
        "vpcId",
    ),
    id: targetGroupArn,
    outputs: { arn: ({ id }) => id, name: (request) => physicalName(request) },
    effects: [
        {
            on: "update",
            effect: "Changed while it runs. Sticky cookies stay valid unless the stickiness changes.",
            interruption: "none",
            source: TARGET_GROUPS,
        },
        {
            on: "replace",
            effect: "Another target group, and with it the binding: users see 503 until the servers are registered and healthy there, one to two minutes. Sessions meet another server.",
            interruption: "brief",
            source: TARGET_GROUPS,
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:CreateTargetGroup",
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:ModifyTargetGroupAttributes",
                "elasticloadbalancing:DeleteTargetGroup",
            ],
        },
        {
            on: "*",
            actions: [
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTags",
            ],
        },
    ],
});
