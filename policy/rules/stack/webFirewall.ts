import { stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";
import { LOAD_BALANCER } from "../../../graph/types";

const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

export const webFirewall = stackRule({
    name: "stack-web-firewall",
    level: "production",
    severity: "medium",
    controls: ["Security Hub ELB.16", "Checkov CKV2_AWS_28"],
    description: "A load balancer that faces the internet has a web application firewall.",
    remedy: "Make an aws.wafv2.WebAclAssociation with the load balancer's ARN as its resourceArn.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16",
    *check(graph) {
        for (const loadBalancer of graph.all(LOAD_BALANCER)) {
            const guarded = graph
                .all(ASSOCIATION)
                .some((each) => leadsTo(linkOf(graph, each, ["resourceArn"], [LOAD_BALANCER]), loadBalancer));
            if (loadBalancer.properties.internal !== true && !guarded) {
                yield {
                    urn: loadBalancer.urn,
                    sentence: `${loadBalancer.name} faces the internet without a web application firewall.`,
                };
            }
        }
    },
});
