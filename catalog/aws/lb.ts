import { arn } from "../../lib/arn";
import { serviceLinkedRole } from "../actions";
import { disappears, falls, turnsOff, turnsOn } from "../direction";
import { fixedName } from "../fixedName";
import { digest, physicalName, textInput } from "../identifiers";
import { ESTIMATE, type Request, resourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const ALB =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
const ALB_SCHEME =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#load-balancer-scheme";
const NEW_BALANCER =
    "A load balancer with another DNS name is created. Connect is unreachable for some minutes, until the DNS record points to it. Update a record that you manage yourself.";
const ALB_ATTRIBUTES =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html";
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
    price: SETTING_IS_FREE,
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
            properties: ["certificateArn"],
            effect: "New connections use the certificate at once. Open ones are not affected.",
            interruption: "none",
            source: LISTENERS,
        },
        {
            on: "update",
            properties: ["sslPolicy"],
            effect: "New connections use the policy at once. Clients that support none of its protocols and ciphers can no longer connect. Open connections are not affected.",
            interruption: "unknown",
            source: LISTENERS,
        },
        {
            on: "update",
            properties: ["port", "protocol"],
            effect: "The listener changes to it at once. Clients that still use the old one can no longer connect.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
        },
        {
            on: "update",
            properties: ["defaultActions"],
            effect: "New requests follow the new actions at once. Requests in flight are not affected.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
        },
        {
            on: "replace",
            effect: "A port has one listener, so the old one is deleted first: connections are rejected for some seconds.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
        },
        {
            on: "delete",
            effect: "Connections to its port are rejected.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
        },
    ],
    deployerActions: [{ on: "{arn}", actions: ["elasticloadbalancing:ModifyListener"] }],
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
    price: {
        charges: (balancer) => [
            {
                item: "load balancer",
                figure: "elb.albHour",
                quantity:
                    balancer.text(["loadBalancerType"], "application") === "application" ? 1 : undefined,
            },
            ...(balancer.flag(["internal"], false) === true
                ? []
                : [
                      {
                          item: "public addresses of the load balancer",
                          figure: "ec2.publicIpv4Hour" as const,
                          quantity:
                              balancer.flag(["internal"], false) === undefined
                                  ? undefined
                                  : balancer.length(["subnets"]),
                      },
                  ]),
        ],
        usage: (balancer) => [
            "loadBalancerUnits",
            "internetOutGB",
            ...(balancer.flag(["internal"], false) === true ? [] : (["loadBalancerAddresses"] as const)),
        ],
    },
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
            properties: ["subnets", "subnetMappings"],
            effect: "The load balancer adds or removes zones. Connections through a removed zone are closed.",
            interruption: "brief",
            source: ALB,
        },
        {
            on: "update",
            properties: ["securityGroups"],
            effect: "The security groups change at once. Clients that the new groups do not allow can no longer connect.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
        },
        {
            on: "update",
            properties: ["idleTimeout"],
            when: ({ from, to }) => falls({ from, to }) || disappears({ from, to }),
            effect: "Connections that are idle for longer than the new timeout, 60 seconds if none is set, are closed. Interactive content reconnects.",
            interruption: "none",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["idleTimeout"],
            effect: "Connections may be idle for the new timeout before they are closed.",
            interruption: "none",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["enableDeletionProtection"],
            when: turnsOff,
            effect: "AWS no longer rejects the deletion of the load balancer. The load balancer itself does not change.",
            interruption: "none",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["enableDeletionProtection"],
            when: turnsOn,
            effect: "AWS rejects the deletion of the load balancer from now on. The load balancer itself does not change.",
            interruption: "none",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["dropInvalidHeaderFields"],
            when: turnsOff,
            effect: "The load balancer passes headers with invalid names on to the servers.",
            interruption: "none",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["dropInvalidHeaderFields"],
            when: turnsOn,
            effect: "The load balancer removes headers with invalid names, and content that reads them no longer gets them.",
            interruption: "unknown",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["enableZonalShift"],
            effect: "A zonal shift of the load balancer can be started, or no longer can. Traffic does not change before one starts.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html",
        },
        {
            on: "update",
            properties: ["desyncMitigationMode"],
            effect: "The load balancer treats requests that do not follow RFC 7230 by the new mode. `strictest` rejects them all.",
            interruption: "unknown",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "update",
            properties: ["accessLogs", "connectionLogs", "healthCheckLogs"],
            effect: "Logs are written to the new place from now on, and nowhere if it is disabled. Logs that were written stay where they are.",
            interruption: "none",
            source: ALB_ATTRIBUTES,
        },
        {
            on: "replace",
            when: ({ before, after }) => before["internal"] !== true && after["internal"] === true,
            effect: `${NEW_BALANCER} From then on, it has private addresses only: users outside of networks with a route to the VPC lose access permanently.`,
            interruption: "down",
            source: ALB_SCHEME,
        },
        {
            on: "replace",
            when: ({ before, after }) => before["internal"] === true && after["internal"] !== true,
            effect: `${NEW_BALANCER} From then on, it has public addresses: the internet reaches it as far as its security group allows.`,
            interruption: "down",
            source: ALB_SCHEME,
        },
        {
            on: "replace",
            effect: NEW_BALANCER,
            interruption: "down",
            source: ALB,
        },
        { on: "delete", effect: "Connect is unreachable.", interruption: "down" },
    ],
    deployerActions: [
        {
            on: "{arn}",
            actions: [
                "elasticloadbalancing:SetIpAddressType",
                "elasticloadbalancing:SetSecurityGroups",
                "elasticloadbalancing:SetSubnets",
            ],
        },
        { on: "*", actions: ["elasticloadbalancing:DescribeCapacityReservation"] },
        serviceLinkedRole("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
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
    price: SETTING_IS_FREE,
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
            properties: ["deregistrationDelay"],
            when: falls,
            effect: "A server that is removed has less time to finish its requests. Longer ones are cut off.",
            interruption: "none",
            source: TARGET_GROUPS,
        },
        {
            on: "update",
            properties: ["deregistrationDelay"],
            effect: "A server that is removed has the new time to finish its requests, 300 seconds if none is set.",
            interruption: "none",
            source: TARGET_GROUPS,
        },
        {
            on: "update",
            properties: ["stickiness"],
            effect: "With another duration or cookie, sessions may move to another server, and users of interactive content lose them.",
            interruption: "brief",
            source: TARGET_GROUPS,
        },
        {
            on: "update",
            properties: ["healthCheck"],
            effect: "Servers are checked by the new settings at once. A server that fails them gets no requests.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
        },
        {
            on: "update",
            properties: ["loadBalancingAlgorithmType", "slowStart"],
            effect: "New requests are distributed by the new setting. Sessions stay on their servers.",
            interruption: "none",
            source: TARGET_GROUPS,
        },
        {
            on: "replace",
            effect: "The target group and its binding are replaced. Users see 503 until the servers are registered and healthy, one to two minutes. Sessions move to another server.",
            interruption: "brief",
            source: TARGET_GROUPS,
        },
        {
            on: "delete",
            effect: "The servers get no requests from the load balancer.",
            interruption: "down",
            source: TARGET_GROUPS,
        },
    ],
    deployerActions: [
        { on: "{arn}", actions: ["elasticloadbalancing:ModifyTargetGroup"] },
        // The checks after an update.
        { on: "*", actions: ["elasticloadbalancing:DescribeTargetHealth"] },
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
