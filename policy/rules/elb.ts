import {
    type Check,
    each,
    equals,
    isGiven,
    isTrue,
    matches,
    noneOf,
    oneOf,
    optional,
    reference,
} from "../check";
import type { Path } from "../../graph/path";
import { type ResourceRule, resourceRules } from "../rule";

/**
 * A policy that refuses TLS 1.0 and 1.1. Its name says the oldest version that it takes, the policies of before 2017
 * apart, which take all.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const isModernTls = (place: Path): Check =>
    matches(
        place,
        /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-/,
        'a policy for TLS 1.2 and newer, such as "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"',
        [
            "ELBSecurityPolicy-2016-08",
            "ELBSecurityPolicy-TLS-1-0-2015-04",
            "ELBSecurityPolicy-TLS-1-1-2017-01",
            "ELBSecurityPolicy-FS-2018-06",
            "ELBSecurityPolicy-FS-1-1-2019-08",
            "ELBSecurityPolicy-TLS13-1-0-2021-06",
            "ELBSecurityPolicy-TLS13-1-1-2021-06",
            "Own-ELBSecurityPolicy-TLS13-1-2-2021-06",
            "",
        ],
    );

/** A policy that Security Hub recommends: of TLS 1.2 it takes the ciphers with forward secrecy and no others. */
const isRecommendedTls = (place: Path): Check =>
    oneOf(
        place,
        [
            "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
            "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-2021-06",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
        ],
        ["ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06"],
    );

/** The provider knows each resource of a load balancer by two names. */
const named = (type: string): string[] => [`aws:lb/${type}`, `aws:alb/${type}`];

const LOAD_BALANCERS = named("loadBalancer:LoadBalancer");

const LISTENERS = named("listener:Listener");

const TARGET_GROUPS = named("targetGroup:TargetGroup");

export const elb: readonly ResourceRule[] = [
    ...resourceRules({ applies: LOAD_BALANCERS }, [
        {
            name: "elb-application",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R8"],
            description: "A load balancer speaks HTTP, so that it keeps a session with one server.",
            remedy: "Set loadBalancerType to application, or leave it out.",
            url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
            checks: [optional(equals("loadBalancerType", "application"))],
        },
        {
            name: "elb-drop-invalid-headers",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.4", "Checkov CKV_AWS_131"],
            description: "A load balancer drops headers whose names are not valid.",
            remedy: "Set dropInvalidHeaderFields to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
            checks: [isTrue("dropInvalidHeaderFields")],
        },
        {
            name: "elb-desync-mitigation",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.12", "Checkov CKV_AWS_328"],
            description: "A load balancer refuses requests that it and a server could read differently.",
            remedy: "Set desyncMitigationMode to defensive or strictest, or leave it out.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
            checks: [optional(oneOf("desyncMitigationMode", ["defensive", "strictest"], ["monitor"]))],
        },
        {
            name: "elb-access-logs",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.5", "Checkov CKV_AWS_91"],
            description: "A load balancer writes each request to a bucket.",
            remedy: "Set accessLogs.enabled to true, and accessLogs.bucket to a bucket for logs.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
            checks: [isTrue(["accessLogs", "enabled"]), reference(isGiven(["accessLogs", "bucket"], "text"))],
        },
        {
            name: "elb-deletion-protection",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.6", "Checkov CKV_AWS_150"],
            description: "AWS refuses to delete a load balancer.",
            remedy: "Set enableDeletionProtection to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6",
            checks: [isTrue("enableDeletionProtection")],
        },
    ]),
    ...resourceRules({ applies: LISTENERS }, [
        {
            name: "elb-redirect-to-https",
            level: "mandatory",
            severity: "high",
            controls: [
                "FSBP ELB.1",
                "FSBP ELB.18",
                "CIS EKS 5.4.5",
                "Checkov CKV_AWS_2",
                "Checkov CKV2_AWS_20",
            ],
            // Left out, it is HTTP.
            when: [optional(noneOf("protocol", ["HTTPS"]))],
            description: "A listener that is not for HTTPS does nothing but redirect to it.",
            remedy: "Set protocol to HTTPS, or each default action to a redirect with the protocol HTTPS.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1",
            checks: [
                isGiven("defaultActions", "list"),
                each("defaultActions", equals("type", "redirect")),
                each("defaultActions", equals(["redirect", "protocol"], "HTTPS")),
            ],
        },
        {
            name: "elb-tls-version",
            level: "mandatory",
            severity: "high",
            controls: ["Checkov CKV_AWS_103"],
            when: [equals("protocol", "HTTPS")],
            description: "A listener for HTTPS takes TLS 1.2 and newer.",
            remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09: left out, it takes TLS 1.0.",
            url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
            checks: [isModernTls(["sslPolicy"])],
        },
        {
            name: "elb-tls-policy",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.17"],
            when: [equals("protocol", "HTTPS")],
            description: "A listener for HTTPS has a security policy that AWS recommends.",
            remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17",
            checks: [isRecommendedTls(["sslPolicy"])],
        },
        {
            name: "elb-certificate",
            level: "mandatory",
            severity: "high",
            controls: ["CIS EKS 5.4.5", "Posit R8"],
            when: [equals("protocol", "HTTPS")],
            description: "A listener for HTTPS has a certificate.",
            remedy: "Set certificateArn to the ARN of a certificate that is issued or imported.",
            url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
            checks: [reference(isGiven("certificateArn", "text"))],
        },
    ]),
    {
        name: "elb-pod-targets",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R8", "Posit R11"],
        applies: TARGET_GROUPS,
        description: "A load balancer sends a session to one server's pod, and keeps it there.",
        remedy: "Set targetType to ip, and stickiness.enabled to true.",
        url: "https://docs.posit.co/connect/admin/load-balancing/",
        checks: [equals("targetType", "ip"), isTrue(["stickiness", "enabled"])],
    },
];
