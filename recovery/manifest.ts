import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { readNamedFile } from "../lib/readNamedFile";
import { UserError } from "../lib/userError";
import { FETCH, parseRecoveryManifest, type RecoveryManifest } from "../stacks/recoveryManifest";
import { s3Object, type S3Object } from "../stacks/s3Object";
import { readS3Text } from "./aws/s3";
import { checkAccount } from "./aws/sts";

/** Name of the manifest in its bucket. */
const MANIFEST = "manifest.json";

/** A bucket with the manifest and the files that a restore needs in addition to the data. */
export interface RecoveryBucket {
    name: string;
    region: string;
    /** ARN of the key that all objects are encrypted with. */
    keyArn: string;
    /** Names of the objects. */
    manifest: string;
    values: string;
    license: string;
}

/**
 * Reads a manifest from S3 or from a file.
 *
 * @param place `s3://` URI, or a path as the user wrote it.
 * @param region region to ask first for the bucket, as {@link readS3Text} does.
 */
export async function readManifest(
    place: string,
    region?: string,
): Promise<{ text: string; manifest: RecoveryManifest }> {
    const text = place.startsWith("s3://")
        ? await readS3Text(parseS3Uri(place), region)
        : readNamedFile("--manifest", place, `; \`${FETCH}\` writes a manifest`);
    try {
        return { text, manifest: parseRecoveryManifest(text, place) };
    } catch (error) {
        throw new UserError([error instanceof Error ? error.message : String(error)]);
    }
}

/** @throws a {@link UserError} if it is not an `s3://bucket/key` URI. */
function parseS3Uri(uri: string): S3Object {
    const object = s3Object(uri);
    if (object === undefined) {
        throw new UserError([
            `${uri}: must be s3://BUCKET/manifest.json, as \`pulumi stack output recoveryManifests\` prints it.`,
        ]);
    }
    return object;
}

/**
 * Copies a manifest and the Helm values next to it from S3. Existing files are not overwritten, and nothing is written unless
 * both can be.
 *
 * @param uri `s3://` URI of the manifest.
 * @param file path of the manifest's copy, as the user wrote it.
 * @returns paths of the files.
 */
export async function fetchManifest(uri: string, file: string, region?: string): Promise<string[]> {
    const object = parseS3Uri(uri);
    // npm runs a script in the project's folder, and keeps the user's.
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
    checkWritable(path);
    const { text, manifest } = await readManifest(uri, region);
    const { values } = manifest.connect;
    const valuesPath = join(dirname(path), values);
    if (valuesPath === path) {
        throw new UserError([`${path}: is the file of the Helm values. Name another file for the manifest.`]);
    }
    checkWritable(valuesPath);
    await checkStackAccount(manifest, region ?? manifest.region);
    const folder = object.key.slice(0, object.key.lastIndexOf("/") + 1);
    const valuesText = await readS3Text({ ...object, key: `${folder}${values}` }, region);
    writeFileSync(path, text, { flag: "wx" });
    writeFileSync(valuesPath, valuesText, { flag: "wx" });
    return [path, valuesPath];
}

function checkWritable(path: string): void {
    if (existsSync(path)) {
        throw new UserError([`${path}: already exists. Name another file, or remove it.`]);
    }
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new UserError([`${path}: the folder ${dirname(path)} does not exist.`]);
    }
}

/** Checks that the credentials belong to the stack's account. */
export async function checkStackAccount(
    { project, stack, account }: RecoveryManifest,
    region: string,
): Promise<void> {
    await checkAccount(`the manifest's stack, ${project} ${stack},`, account, region);
}

/** The bucket of a region; `undefined` if the manifest names none there. */
export function recoveryBucket(manifest: RecoveryManifest, region: string): RecoveryBucket | undefined {
    const { values, license } = manifest.connect;
    const bucket = manifest.buckets.find((each) => each.region === region);
    return bucket && { ...bucket, manifest: MANIFEST, values, license };
}

/** Runs something with the manifest in a file of its own, in a folder that is deleted afterwards. */
export async function withManifestFile<T>(
    manifest: RecoveryManifest,
    run: (path: string, folder: string) => Promise<T>,
): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "drill-"));
    try {
        const path = join(folder, MANIFEST);
        writeFileSync(path, JSON.stringify(manifest));
        return await run(path, folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}
