import { oneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const modernCa = resourceRule({
    name: "rds-modern-ca",
    level: "mandatory",
    severity: "medium",
    controls: ["Checkov CKV_AWS_211"],
    applies: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
    description: "A database's certificate is signed by an authority that has not expired.",
    remedy: "Leave caCertIdentifier out, or set it to rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
    checks: [
        optional(
            oneOf(
                "caCertIdentifier",
                ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
                ["rds-ca-2019", "rds-ca-2015"],
            ),
        ),
    ],
});
