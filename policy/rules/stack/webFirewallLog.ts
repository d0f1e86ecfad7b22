import { stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

export const webFirewallLog = stackRule({
    name: "stack-web-firewall-log",
    level: "production",
    severity: "medium",
    controls: ["Security Hub WAF.11", "Checkov CKV2_AWS_31"],
    description: "Each web ACL keeps a log.",
    remedy: "Create an aws.wafv2.WebAclLoggingConfiguration with the web ACL's ARN as its resourceArn.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
    *check(graph) {
        const links = graph
            .all("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
            .map((each) => linkOf(graph, each, ["resourceArn"], [WEB_ACL]));
        for (const acl of graph.all(WEB_ACL)) {
            if (!links.some((link) => leadsTo(link, acl))) {
                yield { urn: acl.urn, sentence: `The web ACL ${acl.name} does not log blocked requests.` };
            }
        }
    },
});
