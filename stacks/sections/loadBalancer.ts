import type { z } from "zod";
import { limits } from "../../catalog/limits";
import { cidrs, prefixOf } from "../cidr";
import { flag, table, text, wholeNumber } from "../field";
import { logRetentionDays } from "../retention";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { aws } from "./aws";
import { network } from "./network";

/**
 * HTTPS, and HTTP to redirect, each in a security group of its own. A prefix list in their place would not save rules: it counts as many as it may have entries, once for
 * each port. Source: Amazon VPC user guide, "Prefix lists concepts and rules".
 */
const RULES_PER_BLOCK = limits.securityGroupsOfLoadBalancer;

const CERTIFICATES =
    "Set domainName and hostedZoneId; or domainName and certificateArn; or selfSignedCertificate with your own networks in " +
    "allowedCidrs.";

export const loadBalancerSchema = table(
    {
        domainName: text(
            /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
            "a host name in lower case, such as connect.example.com",
        )
            .optional()
            .describe("Host name that users type. Required with `hostedZoneId` and with `certificateArn`."),
        internal: flag()
            .default(false)
            .describe(
                "Whether the load balancer is inside the VPC only: in the private subnets, for users in the VPC and in networks connected to " +
                    "it. Requires that `allowedCidrs` lists these networks. Content cannot then use Connect's URL, as it cannot reach " +
                    "private addresses of the VPC. A change replaces the load balancer, and with it its DNS name.",
            ),
        hostedZoneId: text(/^Z[A-Z0-9]{1,31}$/, "a hosted zone's ID, such as Z0123456789ABCDEFGHIJ")
            .optional()
            .describe(
                "Public Route 53 zone of `domainName`. The program creates the record of the name in it, and the record that ACM " +
                    "requires before it issues the certificate. The zone must be delegated already. Without it, create the record of " +
                    "the name yourself. With `certificateArn`, it may be a private zone of the VPC.",
            ),
        dnsRecord: flag()
            .default(true)
            .describe(
                "Whether the record of `domainName` in `hostedZoneId` belongs to this stack. Set it to false once a restored stack " +
                    "has taken over the record. The record itself stays unchanged, also if the stack is destroyed or gets another domain.",
            ),
        certificateArn: text(
            /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
            "an ACM certificate's ARN, arn:aws:acm:<region>:<account>:certificate/<id>",
        )
            .optional()
            .describe(
                "Existing ACM certificate for `domainName`, in the stack's region, instead of a new one.",
            ),
        selfSignedCertificate: flag()
            .default(false)
            .describe(
                "A certificate signed with its own key, for a stack without a domain. Browsers warn of it. Requires that " +
                    "`allowedCidrs` lists only your own networks.",
            ),
        allowedCidrs: cidrs()
            .min(1, { error: "a list of at least one block (with none, no user reaches Connect)" })
            .max(limits.securityGroupRules / RULES_PER_BLOCK, {
                error: `a list of at most ${limits.securityGroupRules / RULES_PER_BLOCK} blocks (each is two rules, for ports 443 and 80, and AWS allows no more than ${limits.securityGroupRules} on a network interface)`,
            })
            .default(["0.0.0.0/0"])
            .describe(
                "IPv4 blocks that may connect to the load balancer. AWS's default quota has room for 60 blocks. Content that calls Connect's own API uses the public URL, through " +
                    "the NAT gateways: if you restrict access, list their addresses too.",
            ),
        deletionProtection: flag()
            .default(true)
            .describe(
                "Whether AWS refuses to delete the load balancer. Turn it off, and update, before a destroy, which then also deletes " +
                    "the access logs.",
            ),
        accessLogRetentionDays: wholeNumber({ min: 1, max: 3653, unit: "days" })
            .default(90)
            .describe("Days that the access logs of the load balancer and of the recovery buckets are kept."),
        wafLogRetentionDays: logRetentionDays().describe(
            "Days that AWS WAF's log of blocked requests is kept. Credentials are redacted in it.",
        ),
        idleTimeoutSeconds: wholeNumber({
            min: 1,
            max: 4000,
            unit: "seconds",
            reason: "a load balancer allows no more",
        })
            .default(3600)
            .describe(
                "Seconds after which a connection without traffic is closed, such as the WebSocket of an idle session.",
            ),
        stickinessSeconds: wholeNumber({
            min: 1,
            max: 604800,
            unit: "seconds",
            reason: "a load balancer allows a week",
        })
            .default(86400)
            .describe("Seconds that a browser stays with the server that it reached first."),
    },
    "a table with a certificate: domainName with hostedZoneId or certificateArn, or selfSignedCertificate",
).describe(
    "The load balancer, public unless it is `internal`. It has exactly one certificate: `domainName` with `hostedZoneId`, `domainName` with " +
        "`certificateArn`, or `selfSignedCertificate`.",
);

export type LoadBalancerSettings = z.infer<typeof loadBalancerSchema>;

export const loadBalancer = pathOf<LoadBalancerSettings>("loadBalancer");

/** A block this wide admits strangers: the internet in two halves is the complete internet too. */
const WIDEST_PREFIX = 8;

/** ACM's limit for a certificate's first name, that of a common name in RFC 5280. */
const MAX_COMMON_NAME = 64;

/** Exactly one certificate, with the name that it is for. */
const oneCertificate = rule(
    [
        loadBalancer.domainName,
        loadBalancer.hostedZoneId,
        loadBalancer.certificateArn,
        loadBalancer.selfSignedCertificate,
    ],
    function* ([domainName, hostedZoneId, certificateArn, selfSigned]) {
        if (selfSigned) {
            for (const [path, value] of [
                [loadBalancer.domainName, domainName],
                [loadBalancer.hostedZoneId, hostedZoneId],
                [loadBalancer.certificateArn, certificateArn],
            ] as const) {
                if (value !== undefined) {
                    yield finding(path, "left out with selfSignedCertificate", "Choose one certificate.");
                }
            }
        } else if (domainName === undefined && hostedZoneId === undefined && certificateArn === undefined) {
            yield finding(pathOf("loadBalancer"), "a table with a certificate", CERTIFICATES);
        } else if (domainName === undefined) {
            const other = certificateArn === undefined ? "hostedZoneId" : "certificateArn";
            yield finding(loadBalancer.domainName, `the host name that users type, with ${other}`);
        } else if (hostedZoneId === undefined && certificateArn === undefined) {
            yield finding(
                loadBalancer.hostedZoneId,
                "the hosted zone of domainName, for a certificate from ACM",
                "Or set certificateArn.",
            );
        } else if (certificateArn === undefined && domainName.length > MAX_COMMON_NAME) {
            yield finding(
                loadBalancer.domainName,
                `a host name of at most ${MAX_COMMON_NAME} characters for a certificate from ACM`,
            );
        }
    },
);

/** Only users who know the server may ignore a browser's warning, and only listed networks reach an internal load balancer. */
const ownNetworksListed = rule(
    [loadBalancer.selfSignedCertificate, loadBalancer.internal],
    ([selfSigned, internal], settings) => {
        const isWide = settings
            .items(loadBalancer.allowedCidrs)
            .map((path) => settings.get(path))
            .some((block) => block !== undefined && prefixOf(block) < WIDEST_PREFIX);
        return (selfSigned || internal) && isWide
            ? finding(
                  loadBalancer.allowedCidrs,
                  `a list of your own networks, each /${WIDEST_PREFIX} or smaller, with ${internal ? "internal" : "selfSignedCertificate"}`,
              )
            : undefined;
    },
);

/** An internal load balancer is in the private subnets, so that a VPC without public ones can be adopted. */
const publicSubnetsUsed = rule([loadBalancer.internal, network.adopt], ([internal, adopted]) => {
    if (adopted === undefined || internal === (adopted.publicSubnets === undefined)) {
        return undefined;
    }
    return internal
        ? finding(
              network.adopt.publicSubnets,
              "left out with loadBalancer.internal, which uses privateSubnets",
          )
        : finding(
              network.adopt.publicSubnets,
              "a list of subnets for the load balancer, unless it is internal",
          );
});

/** A load balancer accepts certificates of its own region and account only. */
const certificateInStackRegion: Rule = function* (settings) {
    const [, , , region, account] = settings.get(loadBalancer.certificateArn)?.split(":") ?? [];
    const stackRegion = settings.get(aws.region);
    const stackAccount = settings.get(aws.allowedAccountIds)?.[0];
    if (region === undefined) {
        return;
    }
    if (stackRegion !== undefined && region !== stackRegion) {
        yield finding(
            loadBalancer.certificateArn,
            `a certificate in ${stackRegion}, the stack's region (aws:region)`,
        );
    }
    if (stackAccount !== undefined && account !== stackAccount) {
        yield finding(
            loadBalancer.certificateArn,
            `a certificate of account ${stackAccount}, the stack's own (aws:allowedAccountIds)`,
        );
    }
};

export const loadBalancerRules: Rule[] = [
    oneCertificate,
    ownNetworksListed,
    publicSubnetsUsed,
    certificateInStackRegion,
];
