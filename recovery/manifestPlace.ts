import { FETCH, parseRecoveryManifest, type RecoveryManifest } from "../stacks/recoveryManifest";
import { type S3Object, s3Object } from "../stacks/s3Object";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { ask, clientIn, Denied } from "./ask";
import { checkAccount } from "./checkAccount";

/** How the program ends a bucket's name: with the account, which others leave out, and the region. */
const OWNER = /-(\d{12})-[a-z-]+\d$/;

/** Where a bucket is looked for whose name tells no region; S3 then says in which one it is. */
const FIRST_REGION = "us-east-1";

/** A file as it is kept, and as what it was understood. */
export interface ManifestText {
    text: string;
    manifest: RecoveryManifest;
}

/**
 * Where an `s3://bucket/key` URI leads.
 *
 * @throws a {@link UserError} where it is none.
 */
export function s3Place(uri: string): S3Object {
    const object = s3Object(uri);
    if (object === undefined) {
        throw new UserError([
            `${uri} is no address in S3: it must be s3://BUCKET/manifest.json, as \`pulumi stack output recoveryManifests\` says.`,
        ]);
    }
    return object;
}

/**
 * Reads a manifest from S3 or from a file.
 *
 * @param place `s3://` URI, or a path as its user wrote it.
 * @param region region to ask first for the bucket, as {@link readObject} says.
 */
export async function readManifest(place: string, region?: string): Promise<ManifestText> {
    const text = place.startsWith("s3://")
        ? await readObject(s3Place(place), region)
        : readNamedFile("--manifest", place, `; \`${FETCH}\` writes a manifest`);
    try {
        return { text, manifest: parseRecoveryManifest(text, place) };
    } catch (error) {
        throw new UserError([error instanceof Error ? error.message : String(error)]);
    }
}

/**
 * The text of an object.
 *
 * @param first region to ask first for the bucket; where left out, the one that the bucket's name ends with.
 */
export async function readObject(
    { bucket, key, region = FIRST_REGION }: S3Object,
    first?: string,
): Promise<string> {
    const asked = first ?? region;
    const [, account] = OWNER.exec(bucket) ?? [];
    const { S3Client, GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = new S3Client({ ...clientIn(asked), followRegionRedirects: true });
    const uri = `s3://${bucket}/${key}`;
    const text = await ask(
        "s3:GetObject",
        { what: uri, region: asked },
        async () =>
            (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToString(),
        ["NoSuchKey", "NoSuchBucket"],
    ).catch(async (error: unknown) => {
        // S3 denies what is in another account as it denies what nobody has allowed.
        if (error instanceof Denied && account !== undefined) {
            await checkAccount(`bucket ${bucket}`, account, asked);
        }
        throw error;
    });
    if (text === undefined) {
        throw new UserError([
            `s3:GetObject: ${uri} is not there; \`pulumi stack output recoveryManifests\` says where the manifests are.`,
        ]);
    }
    return text;
}
