import { REGIONS } from "./regions";

/** An object in S3. */
export interface S3Object {
    bucket: string;
    key: string;
    /** Region that the bucket's name ends with, as those of this program's manifests do. */
    region?: string;
}

/** Where an `s3://bucket/key` URI leads; `undefined` for what is none. */
export function s3Object(uri: string): S3Object | undefined {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (bucket === undefined || key === undefined) {
        return undefined;
    }
    const region = REGIONS.find((name) => bucket.endsWith(`-${name}`));
    return { bucket, key, ...(region === undefined ? {} : { region }) };
}
