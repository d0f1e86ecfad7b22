import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface WebFirewallArgs {
    /** ARN of the load balancer to stand in front of. */
    loadBalancerArn: pulumi.Input<string>;

    /** Tags on the access control list. */
    tags: Record<string, string>;
}

/**
 * Rule groups that AWS keeps up to date, in the order in which they are asked. Left out on purpose: the core rule set,
 * which refuses bodies above 8 KB and so every bundle that a publisher uploads, and limits by address, which a whole
 * company behind one NAT would reach.
 */
const RULE_GROUPS = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet"];

/**
 * An AWS WAF access control list in front of the load balancer: turns away addresses of bad repute and requests that
 * are known exploits, and lets all else through. About $7 a month and $0.60 for a million requests.
 */
export class WebFirewall extends pulumi.ComponentResource {
    constructor(name: string, args: WebFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:WebFirewall", name, {}, opts);

        const acl = new aws.wafv2.WebAcl(
            name,
            {
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
                visibilityConfig: visibility(name),
                tags: args.tags,
            },
            { parent: this },
        );

        new aws.wafv2.WebAclAssociation(
            name,
            { resourceArn: args.loadBalancerArn, webAclArn: acl.arn },
            { parent: this },
        );
        this.registerOutputs({});
    }
}

/** Counts in CloudWatch and samples in the WAF console: how one finds out why a request was turned away. */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
    return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
