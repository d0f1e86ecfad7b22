import type { RecoveryManifest } from "../stacks/recoveryManifest";

/** Where a region keeps what a restore needs beside the data. */
export interface KeptFiles {
    bucket: string;
    region: string;
    /** ARN of the key that all in the bucket is under. */
    keyArn: string;
    /** Names in the bucket. */
    manifest: string;
    values: string;
    license: string;
}

/** @returns `undefined` where the manifest names no place in the region: one of version 1 names none at all. */
export function keptFiles(manifest: RecoveryManifest, region: string): KeptFiles | undefined {
    if (manifest.schemaVersion === 1) {
        return undefined;
    }
    const { values, license } = manifest.connect;
    const bucket = manifest.buckets.find((each) => each.region === region);
    return (
        bucket && {
            bucket: bucket.name,
            region,
            keyArn: bucket.keyArn,
            manifest: "manifest.json",
            values,
            license,
        }
    );
}
