import * as aws from "@pulumi/aws";
import type { S3Object } from "../stacks/s3Object";
import { readFromAws } from "./readFromAws";

/**
 * Reads an object from S3 with the provider's credentials.
 *
 * @throws an `Error` of one line if it is missing, cannot be read, or has a content type other than text.
 */
export async function readS3Text({ bucket, key, region }: S3Object): Promise<string> {
    const what = `s3://${bucket}/${key}`;
    const answer = await readFromAws(
        {
            what,
            action: "s3:GetObject, or s3:ListBucket without which S3 denies access to a missing object,",
            absent: "pulumi stack output recoveryManifests of the old stack lists its manifests.",
        },
        () => aws.s3.getObject({ bucket, key, region }),
    );
    if ("problem" in answer) {
        throw new Error(answer.problem);
    }
    const { body, contentType } = answer.found;
    // The provider declares a text, and omits it if the content type is not text.
    if (!body) {
        throw new Error(
            `${what} is ${contentType || "of no type"}, and must be application/json with a content`,
        );
    }
    return body;
}
