import { ask, clientIn } from "./ask";
import type { KeptFiles } from "./keptFiles";

/** Names of the files that are not in their bucket, or have nothing in them. What is in them is not read. */
export async function missingFiles({ bucket, region, ...kept }: KeptFiles): Promise<string[]> {
    const { S3Client, ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    const client = new S3Client(clientIn(region));
    const listed = await ask(
        "s3:ListBucket",
        { what: `bucket ${bucket}`, region },
        () => client.send(new ListObjectsV2Command({ Bucket: bucket })),
        ["NoSuchBucket"],
    );
    const there = (listed?.Contents ?? [])
        .filter(({ Size: bytes = 0 }) => bytes > 0)
        .map(({ Key: key }) => key);
    return [kept.manifest, kept.values, kept.license].filter((file) => !there.includes(file));
}
