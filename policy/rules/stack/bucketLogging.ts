import { stackRule } from "../../rule";
import { leadsTo, linkOf, mayLeadTo } from "../../../graph/links";
import { BUCKET_OBJECT, LOAD_BALANCER } from "../../../graph/types";
import { BUCKETS } from "./bucketCompanion";

export const bucketLogging = stackRule({
    name: "stack-bucket-logging",
    level: "production",
    severity: "medium",
    controls: ["FSBP S3.9", "Checkov CKV_AWS_18"],
    description:
        "Requests to each bucket are logged to another one, unless it holds only logs: their own log would need a bucket too.",
    remedy: "Create an aws.s3.BucketLogging of the bucket whose targetBucket is a bucket for logs in the same region.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9",
    *check(graph) {
        const logged = graph.all("aws:s3/bucketLogging:BucketLogging").map((each) => ({
            source: linkOf(graph, each, ["bucket"], BUCKETS),
            target: linkOf(graph, each, ["targetBucket"], BUCKETS),
        }));
        const targets = [
            ...logged.map(({ target }) => target),
            ...graph.all(LOAD_BALANCER).map((each) => linkOf(graph, each, ["accessLogs", "bucket"], BUCKETS)),
        ];
        for (const bucket of graph.all(...BUCKETS)) {
            const isForLogs =
                targets.some((target) => leadsTo(target, bucket)) &&
                !graph
                    .all(BUCKET_OBJECT)
                    .some((each) => mayLeadTo(linkOf(graph, each, ["bucket"], BUCKETS), bucket));
            const isLogged = logged.some(
                ({ source, target }) =>
                    leadsTo(source, bucket) &&
                    (target?.is === "outside" || (target?.is === "resource" && target.resource !== bucket)),
            );
            if (!isForLogs && !isLogged) {
                yield { urn: bucket.urn, sentence: `Requests to the bucket ${bucket.name} are not logged.` };
            }
        }
    },
});
