import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface WebFirewallArgs {
    /** ARN of the load balancer to protect. */
    loadBalancerArn: pulumi.Input<string>;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /**
     * Name of the access control list and of its metrics, and of the log group after the prefix that AWS WAF requires. Unique in
     * account and region. Changing it replaces them.
     */
    physicalName: string;

    /** ARN of the key that encrypts the log group. Its policy must admit CloudWatch Logs for {@link firewallLogGroup}. */
    logKeyArn: pulumi.Input<string>;

    /** Days that the log of blocked requests is kept: a retention that CloudWatch Logs offers. */
    logRetentionDays: number;
}

/**
 * Name of the log group of a stack's web ACL. AWS WAF writes only to log groups with this prefix.
 *
 * Source: AWS WAF developer guide, "Sending web ACL traffic logs to an Amazon CloudWatch Logs log group".
 */
export function firewallLogGroup(physicalName: string): string {
    return `aws-waf-logs-${physicalName}`;
}

/**
 * Headers that carry credentials to Connect: API keys in `Authorization` (or `X-RSC-Authorization`, for proxies that use the
 * former themselves), deployment tokens and their signatures, sessions. In lower case, as AWS WAF returns them.
 *
 * Source: posit-dev/publisher, internal/api_client/auth; rstudio/rsconnect, R/http.R.
 */
const CREDENTIAL_HEADERS = [
    "authorization",
    "cookie",
    "x-auth-signature",
    "x-auth-token",
    "x-rsc-authorization",
];

/**
 * Rule groups that AWS keeps up to date, in the order of their evaluation. Deliberately omitted: the core rule set,
 * which blocks bodies above 8 KB and so every bundle that a publisher uploads, and rate limits by address, which a company
 * behind one NAT would reach.
 */
const RULE_GROUPS = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet"];

/**
 * An AWS WAF access control list in front of the load balancer: blocks addresses with a bad reputation and requests that
 * are known exploits, and allows every other request. About $7 a month and $0.60 for a million requests.
 *
 * It keeps a log of the requests that it blocks, without credentials.
 */
export class WebFirewall extends pulumi.ComponentResource {
    constructor(name: string, args: WebFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:WebFirewall", name, {}, opts);

        const acl = new aws.wafv2.WebAcl(
            name,
            {
                name: args.physicalName,
                description: "In front of the load balancer of Posit Connect",
                scope: "REGIONAL",
                defaultAction: { allow: {} },
                rules: RULE_GROUPS.map((group, priority) => ({
                    name: group,
                    priority,
                    overrideAction: { none: {} },
                    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
                    visibilityConfig: visibility(group),
                })),
                visibilityConfig: visibility(args.physicalName),
                // Covers the samples, and a header that a rule finds among all headers: the log's own redaction covers neither.
                // Source: AWS WAF API reference, LoggingConfiguration, RedactedFields.
                dataProtectionConfig: {
                    dataProtections: [
                        { action: "SUBSTITUTION", field: { fieldType: "QUERY_STRING" } },
                        {
                            action: "SUBSTITUTION",
                            field: { fieldType: "SINGLE_HEADER", fieldKeys: CREDENTIAL_HEADERS },
                        },
                    ],
                },
                tags: args.tags,
            },
            { parent: this },
        );

        new aws.wafv2.WebAclAssociation(
            name,
            { resourceArn: args.loadBalancerArn, webAclArn: acl.arn },
            { parent: this },
        );
        this.logBlockedRequests(name, acl, args);
        this.registerOutputs({});
    }

    /** Requests that pass are in the load balancer's access logs; a second record of each would cost more than the firewall. */
    private logBlockedRequests(name: string, acl: aws.wafv2.WebAcl, args: WebFirewallArgs): void {
        const logGroup = new aws.cloudwatch.LogGroup(
            name,
            {
                name: firewallLogGroup(args.physicalName),
                retentionInDays: args.logRetentionDays,
                kmsKeyId: args.logKeyArn,
                tags: args.tags,
            },
            { parent: this },
        );
        new aws.wafv2.WebAclLoggingConfiguration(
            name,
            {
                resourceArn: acl.arn,
                logDestinationConfigs: [logGroup.arn],
                // Logins through an identity provider and links in mail carry secrets in the query string.
                redactedFields: [
                    { queryString: {} },
                    ...CREDENTIAL_HEADERS.map((header) => ({ singleHeader: { name: header } })),
                ],
                loggingFilter: {
                    defaultBehavior: "DROP",
                    filters: [
                        {
                            behavior: "KEEP",
                            requirement: "MEETS_ANY",
                            conditions: [{ actionCondition: { action: "BLOCK" } }],
                        },
                    ],
                },
            },
            // Its id is the web ACL's ARN: deleting the old one last would delete the new one.
            { parent: this, deleteBeforeReplace: true },
        );
    }
}

/** Counts in CloudWatch, and samples of the last three hours in the WAF console. */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
    return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
