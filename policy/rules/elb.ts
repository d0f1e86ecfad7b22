import { each, equals, isNotEmpty, isTrue, matches, noneOf, oneOf, optional, reference } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

/**
 * A policy that rejects TLS 1.0 and 1.1. Its name contains the oldest version that it accepts, except for policies from before
 * 2017, which accept all.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const isModernTls = matches(
    "sslPolicy",
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

/** A policy that Security Hub recommends: for TLS 1.2 it accepts only ciphers with forward secrecy. */
const isRecommendedTls = oneOf(
    "sslPolicy",
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

/** The provider has two types for each resource of a load balancer. */
const listTypes = (type: string): string[] => [`aws:lb/${type}`, `aws:alb/${type}`];

export const elb: readonly ResourceRule[] = [
    ...resourceRules({ applies: listTypes("loadBalancer:LoadBalancer") }, [
        {
            name: "elb-application",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R8"],
            description:
                "A load balancer is an Application Load Balancer, which can keep a session on one server.",
            remedy: "Set loadBalancerType to application, or remove it.",
            url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
            checks: [optional(equals("loadBalancerType", "application"))],
        },
        {
            name: "elb-drop-invalid-headers",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.4", "Checkov CKV_AWS_131"],
            description: "A load balancer drops headers with invalid names.",
            remedy: "Set dropInvalidHeaderFields to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
            checks: [isTrue("dropInvalidHeaderFields")],
        },
        {
            name: "elb-desync-mitigation",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.12", "Checkov CKV_AWS_328"],
            description: "A load balancer rejects requests that it and a server could interpret differently.",
            remedy: "Set desyncMitigationMode to defensive or strictest, or remove it.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
            checks: [optional(oneOf("desyncMitigationMode", ["defensive", "strictest"], ["monitor"]))],
        },
        {
            name: "elb-access-logs",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.5", "Checkov CKV_AWS_91"],
            description: "A load balancer logs each request to an S3 bucket.",
            remedy: "Set accessLogs.enabled to true, and accessLogs.bucket to a bucket for logs.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
            checks: [
                isTrue(["accessLogs", "enabled"]),
                reference(isNotEmpty(["accessLogs", "bucket"], "text")),
            ],
        },
        {
            name: "elb-deletion-protection",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.6", "Checkov CKV_AWS_150"],
            description: "Deletion protection is on: AWS rejects a deletion of the load balancer.",
            remedy: "Set enableDeletionProtection to true.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6",
            checks: [isTrue("enableDeletionProtection")],
        },
    ]),
    ...resourceRules({ applies: listTypes("listener:Listener") }, [
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
            // The default is HTTP.
            when: [optional(noneOf("protocol", ["HTTPS"]))],
            description: "A listener without HTTPS only redirects to HTTPS.",
            remedy: "Set protocol to HTTPS, or make each default action a redirect with the protocol HTTPS.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1",
            checks: [
                isNotEmpty("defaultActions", "list"),
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
            description: "An HTTPS listener accepts TLS 1.2 and newer versions only.",
            remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09. The default policy accepts TLS 1.0.",
            url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
            checks: [isModernTls],
        },
        {
            name: "elb-tls-policy",
            level: "production",
            severity: "medium",
            controls: ["FSBP ELB.17"],
            when: [equals("protocol", "HTTPS")],
            description: "An HTTPS listener has a security policy that AWS recommends.",
            remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17",
            checks: [isRecommendedTls],
        },
        {
            name: "elb-certificate",
            level: "mandatory",
            severity: "high",
            controls: ["CIS EKS 5.4.5", "Posit R8"],
            when: [equals("protocol", "HTTPS")],
            description: "An HTTPS listener has a certificate.",
            remedy: "Set certificateArn to the ARN of an issued or imported certificate.",
            url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
            checks: [reference(isNotEmpty("certificateArn", "text"))],
        },
    ]),
    {
        name: "elb-pod-targets",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R8", "Posit R11"],
        applies: listTypes("targetGroup:TargetGroup"),
        description: "A load balancer sends requests to pods, and all requests of a session to the same pod.",
        remedy: "Set targetType to ip, and stickiness.enabled to true.",
        url: "https://docs.posit.co/connect/admin/load-balancing/",
        checks: [equals("targetType", "ip"), isTrue(["stickiness", "enabled"])],
    },
];
