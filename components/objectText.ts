import * as aws from "@pulumi/aws";

export interface ObjectTextArgs {
    bucket: string;
    key: string;

    /** @default the provider's */
    region?: string;
}

/**
 * Reads an object out of S3 with the provider's credentials.
 *
 * @throws an `Error` where it is not there, may not be read, or is no text by its content type.
 */
export async function objectText({ bucket, key, region }: ObjectTextArgs): Promise<string> {
    const { body, contentType } = await aws.s3.getObject({ bucket, key, region });
    // The provider declares a text, and leaves it out of what it does not take for one.
    if (!body) {
        throw new Error(`it is ${contentType || "of no type"}, and must be application/json with a content`);
    }
    return body;
}
