import { REGIONS } from "./regions";

/** An object in S3. */
export interface S3Object {
    bucket: string;
    key: string;
    /** Region at the end of the bucket's name, as in the names of this program's recovery buckets. */
    region?: string;
}

/** The object of an `s3://bucket/key` URI; `undefined` for any other text. */
export function s3Object(uri: string): S3Object | undefined {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (bucket === undefined || key === undefined) {
        return undefined;
    }
    const region = REGIONS.find((name) => bucket.endsWith(`-${name}`));
    return { bucket, key, ...(region === undefined ? {} : { region }) };
}
