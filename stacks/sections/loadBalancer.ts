import type { z } from "zod";
import { cidrs } from "../cidr";
import { flag, section, text, wholeNumber } from "../field";
import { logRetentionDays } from "../retention";

export const loadBalancerSchema = section(
    {
        domainName: text(
            /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
            "a host name in lower case, such as connect.example.com",
        )
            .optional()
            .describe("Name that users type. Needed with `hostedZoneId` and with `certificateArn`."),
        hostedZoneId: text(/^Z[A-Z0-9]{1,31}$/, "a hosted zone's id alone, such as Z0123456789ABCDEFGHIJ")
            .optional()
            .describe(
                "Public Route 53 zone of `domainName`: its record is made there, and so is the proof that ACM asks for " +
                    "before it issues the certificate. The zone must be delegated already.",
            ),
        dnsRecord: flag()
            .default(true)
            .describe(
                "Whether `hostedZoneId`'s record of `domainName` is this stack's. Set it to false once a restored stack has taken " +
                    "the record over. The record itself stays as it is, as it does when the stack is destroyed or gets another domain.",
            ),
        certificateArn: text(
            /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
            "an ACM certificate's ARN, arn:aws:acm:<region>:<account>:certificate/<id>",
        )
            .optional()
            .describe(
                "A certificate for `domainName` that ACM has already, in the stack's region, instead of a new one.",
            ),
        selfSignedCertificate: flag()
            .default(false)
            .describe(
                "A certificate signed by its own key, for a stack without a domain. Browsers warn of it; refused unless " +
                    "`allowedCidrs` lists your own networks alone.",
            ),
        allowedCidrs: cidrs()
            .min(1, { error: "must list at least one block: with none nobody reaches Connect" })
            .default(["0.0.0.0/0"])
            .describe(
                "IPv4 blocks that may connect to the load balancer. Content calls Connect's own API by the public URL, " +
                    "through the NAT gateways: list their addresses too where content is to do that.",
            ),
        deletionProtection: flag()
            .default(true)
            .describe(
                "Whether AWS refuses to delete the load balancer. Turn it off, and update, before a destroy, which then " +
                    "takes the access logs along.",
            ),
        accessLogRetentionDays: wholeNumber({ min: 1, max: 3653, unit: "days" })
            .default(90)
            .describe(
                "Days that access logs are kept: the load balancer's, and those of the buckets that keep what a restore needs.",
            ),
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
                "Seconds that a connection may be silent. The WebSocket of an idle session is closed after that.",
            ),
        stickinessSeconds: wholeNumber({
            min: 1,
            max: 604800,
            unit: "seconds",
            reason: "a load balancer allows a week",
        })
            .default(86400)
            .describe("Seconds that a browser stays with the server that it first met."),
    },
    "needs a certificate: domainName with hostedZoneId or certificateArn, or selfSignedCertificate",
);

export type LoadBalancerSettings = z.infer<typeof loadBalancerSchema>;
