import { stackRule } from "../../rule";
import { linkOf } from "../../../graph/links";
import { CLUSTER, DATABASE, FILE_SYSTEM, KEY, KEY_ALIAS, VAULT } from "../../../graph/types";
import { notKnown } from "./findings";

const ENCRYPTED: readonly { type: string; path: readonly string[] }[] = [
    { type: DATABASE, path: ["kmsKeyId"] },
    { type: DATABASE, path: ["performanceInsightsKmsKeyId"] },
    { type: FILE_SYSTEM, path: ["kmsKeyId"] },
    { type: CLUSTER, path: ["encryptionConfig", "provider", "keyArn"] },
    { type: VAULT, path: ["kmsKeyArn"] },
    { type: "aws:cloudwatch/logGroup:LogGroup", path: ["kmsKeyId"] },
];

export const ownKeys = stackRule({
    name: "stack-own-keys",
    level: "production",
    severity: "medium",
    controls: ["FSBP EKS.3", "Checkov CKV_AWS_184", "Checkov CKV_AWS_158"],
    description: "The keys that data and logs are encrypted with are the stack's own.",
    remedy: "Give the property the ARN of an aws.kms.Key of the stack.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk",
    *check(graph) {
        for (const { type, path } of ENCRYPTED) {
            for (const resource of graph.all(type)) {
                const key = linkOf(graph, resource, path, [KEY, KEY_ALIAS]);
                const property = path.join(".");
                if (key?.is === "unknown") {
                    yield notKnown(resource, property);
                } else if (key?.is === "outside" && /(^|:)alias\/aws\//.test(key.value)) {
                    yield {
                        urn: resource.urn,
                        sentence: `${property} of ${resource.name} is ${key.value}, a key that AWS manages.`,
                    };
                } else if (key?.is === "outside") {
                    yield {
                        urn: resource.urn,
                        sentence: `${property} of ${resource.name} is ${key.value}, which the stack does not make: see to its rotation and its policy there.`,
                        untold: true,
                    };
                }
            }
        }
    },
});
