import type { S3Object } from "../../stacks/s3Object";
import { UserError } from "../../lib/userError";
import { callAws, clientConfig, isAwsError } from "./callAws";
import { checkAccount } from "./sts";

/** The end of the program's bucket names: the account, which others' names lack, and the region. */
const OWNER = /-(\d{12})-[a-z-]+\d$/;

/** Region that is asked for a bucket whose name has none; S3 then redirects to the bucket's own. */
const FIRST_REGION = "us-east-1";

/**
 * The text of an object.
 *
 * @param first region to ask first for the bucket.
 * @default the region that the bucket's name ends with
 */
export async function readS3Text(
    { bucket, key, region = FIRST_REGION }: S3Object,
    first = region,
): Promise<string> {
    const [, account] = OWNER.exec(bucket) ?? [];
    const { S3Client, GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = new S3Client({ ...clientConfig(first), followRegionRedirects: true });
    const uri = `s3://${bucket}/${key}`;
    const text = await callAws(
        "s3:GetObject",
        { name: uri, region: first },
        async () =>
            (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToString(),
        ["NoSuchKey", "NoSuchBucket"],
    ).catch(async (error: unknown) => {
        // S3 denies access to another account's objects with the same error as a missing permission.
        if (isAwsError(error, "denied") && account !== undefined) {
            await checkAccount(`bucket ${bucket}`, account, first);
        }
        throw error;
    });
    if (text === undefined) {
        throw new UserError([
            `s3:GetObject: ${uri} does not exist. \`pulumi stack output recoveryManifests\` prints the manifests' addresses.`,
        ]);
    }
    return text;
}

/** Keys of the objects in a bucket that are not empty; none if there is no such bucket. */
export async function listKeys(bucket: string, region: string): Promise<string[]> {
    const { S3Client, ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    const client = new S3Client(clientConfig(region));
    const listed = await callAws(
        "s3:ListBucket",
        { name: `bucket ${bucket}`, region },
        () => client.send(new ListObjectsV2Command({ Bucket: bucket })),
        ["NoSuchBucket"],
    );
    return (listed?.Contents ?? []).flatMap(({ Key: key, Size: bytes = 0 }) =>
        key !== undefined && bytes > 0 ? [key] : [],
    );
}
