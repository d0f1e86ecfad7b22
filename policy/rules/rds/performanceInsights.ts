import { isGiven, isTrue, reference } from "../../check";
import { resourceRule } from "../../rule";

export const performanceInsights = resourceRule({
    name: "rds-performance-insights",
    level: "advisory",
    severity: "low",
    controls: ["Checkov CKV_AWS_353", "Checkov CKV_AWS_354"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "What loads a database is kept, query by query, under a key of this account.",
    remedy: "Set performanceInsightsEnabled to true and performanceInsightsKmsKeyId to a key that the program makes.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Enabling.html",
    checks: [isTrue("performanceInsightsEnabled"), reference(isGiven("performanceInsightsKmsKeyId", "text"))],
});
