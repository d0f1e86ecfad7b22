import { type StackRule, stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";

export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];

/** A rule that each bucket of the stack has a resource of another type beside it, which a rule of its own judges. */
export function bucketCompanion(
    types: readonly string[],
    words: string,
    row: Omit<StackRule, "check">,
): StackRule {
    return stackRule({
        ...row,
        *check(graph) {
            for (const bucket of graph.all(...BUCKETS)) {
                const found = graph
                    .all(...types)
                    .some((each) => leadsTo(linkOf(graph, each, ["bucket"], BUCKETS), bucket));
                if (!found) {
                    yield { urn: bucket.urn, sentence: `The bucket ${bucket.name} has no ${words}.` };
                }
            }
        },
    });
}
