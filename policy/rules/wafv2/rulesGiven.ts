import { isGiven } from "../../check";
import { resourceRule } from "../../rule";

export const rulesGiven = resourceRule({
    name: "wafv2-rules",
    level: "advisory",
    severity: "medium",
    controls: ["FSBP WAF.10"],
    applies: ["aws:wafv2/webAcl:WebAcl"],
    description: "A web ACL has rules: one without any refuses nothing.",
    remedy: "List a managed rule group, or rules of your own, in rules.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
    checks: [isGiven("rules", "list")],
});
