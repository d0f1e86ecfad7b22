import { oneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const clusterModernCa = resourceRule({
    name: "rds-cluster-modern-ca",
    level: "mandatory",
    severity: "medium",
    controls: ["Checkov CKV_AWS_211"],
    applies: ["aws:rds/cluster:Cluster"],
    description: "A database cluster's certificate is signed by an authority that has not expired.",
    remedy: "Leave caCertificateIdentifier out, or set it to rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
    checks: [
        optional(
            oneOf(
                "caCertificateIdentifier",
                ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"],
                ["rds-ca-2019", "rds-ca-2015"],
            ),
        ),
    ],
});
