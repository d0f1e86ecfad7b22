import { z } from "zod";
import { limits } from "../../catalog/limits";
import { text } from "../field";

const CHARACTERS = "letters of any language, digits, spaces and + - = . _ : / @";

/** Tags that the program, and EKS on nodes, set in addition. */
const KEPT_FOR_OTHERS = 10;

const RESERVED = /^(aws|rds):/i;

const SET_BY_PROGRAM = ["Name", "pulumi:project", "pulumi:stack"];

/**
 * Keys of EKS, Kubernetes and Karpenter, by which they find the resources of a cluster: Karpenter rejects them.
 *
 * Source: aws/karpenter-provider-aws, pkg/apis/v1/ec2nodeclass.go, `Tags`.
 */
const OF_CLUSTER = /^(kubernetes\.io\/cluster|karpenter\.sh\/|karpenter\.k8s\.aws\/|eks:)/;

/** IAM compares the keys of tags regardless of case. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html, "Rules for tagging". */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * The strictest of the services that get the tags: IAM, RDS, EFS, Elastic Load Balancing, ACM, AWS WAF and CloudWatch Logs accept
 * the same characters, and every other service accepts these too. RDS also reserves the prefix `rds:`.
 *
 * Sources: the API references' `Tag`, such as https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Tag.html; the tag
 * patterns of botocore's service models, which test/models/tags.test.ts reads.
 */
const key = text(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, `a tag's key: up to 128 ${CHARACTERS}`)
    .refine((name) => !RESERVED.test(name), {
        error: "a key that does not begin with aws: or rds:, which AWS reserves",
    })
    .refine((name) => !OF_CLUSTER.test(name), {
        error: "a key outside eks:, kubernetes.io/cluster, karpenter.sh/ and karpenter.k8s.aws/, by which EKS and Karpenter find a cluster's resources",
    })
    .refine((name) => !SET_BY_PROGRAM.some((other) => isSame(name, other)), {
        error: `a key other than ${SET_BY_PROGRAM.join(", ")}, which the program sets`,
    });

const value = text(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, `a tag's value: up to 256 ${CHARACTERS}`).refine(
    (content) => !RESERVED.test(content),
    {
        error: "a value that does not begin with aws: or rds:, which AWS reserves",
    },
);

export const tagsSchema = z
    .record(key, value, { error: "a table of tags" })
    .refine((tags) => Object.keys(tags).length <= limits.tagsPerResource - KEPT_FOR_OTHERS, {
        error: `no more than ${limits.tagsPerResource - KEPT_FOR_OTHERS} tags (AWS accepts ${limits.tagsPerResource}, and the program sets some of them)`,
    })
    .superRefine((tags, context) => {
        const names = Object.keys(tags);
        for (const [index, name] of names.entries()) {
            const first = names.findIndex((other) => isSame(name, other));
            if (first < index) {
                context.addIssue({
                    code: "custom",
                    path: [name],
                    message: `left out, as ${names[first]} is the same key in IAM, which ignores the case`,
                });
            }
        }
    })
    .default({})
    .describe(
        "Tags on every resource that takes tags, in addition to `Name`. Nodes and their disks have them, so a change replaces " +
            "the nodes one after the other.",
    );
