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
            effect: "New connections use it at once. Open ones are not affected.",
            interruption: "none",
            source: LISTENERS,
        },
        {
            on: "update",
            effect: "Changed in place, without interruption.",
            interruption: "none",
            source: LISTENERS,
        },
        {
            on: "replace",
            effect: "A port has one listener, so the old one is deleted first: connections are rejected for some seconds.",
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
            effect: "The load balancer adds or removes zones. Connections through a removed zone are closed.",
            interruption: "brief",
            source: ALB,
        },
        {
            on: "update",
            effect: "Changed in place, without interruption.",
            interruption: "none",
            source: ALB,
        },
        {
            on: "replace",
            effect: "A load balancer with another DNS name is created. Connect is unreachable for some minutes, until the DNS record points to it. Update a record that you manage yourself.",
            interruption: "down",
            source: ALB,
        },
        { on: "delete", effect: "Connect is unreachable.", interruption: "down" },
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
            effect: "Changed in place, without interruption. Sticky cookies stay valid unless the stickiness changes.",
            interruption: "none",
            source: TARGET_GROUPS,
        },
        {
            on: "replace",
            effect: "The target group and its binding are replaced. Users see 503 until the servers are registered and healthy, one to two minutes. Sessions move to another server.",
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
