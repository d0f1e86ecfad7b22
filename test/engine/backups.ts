import type { Cloud, CloudObject, Written } from "../cloud/cloud";
import { backupOf } from "../cloud/constraints/rds";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";

const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

/** A stack's only object of a type. */
export function objectOf(cloud: Cloud, stack: string, type: string): CloudObject {
    const [object, ...more] = objectsOf(cloud, stack).filter((each) => each.type === type);
    if (object === undefined || more.length > 0) {
        throw new Error(
            `expected one ${type} of ${stack}, found ${object === undefined ? 0 : more.length + 1}`,
        );
    }
    return object;
}

/** All of a stack's objects in the cloud. */
export function objectsOf(cloud: Cloud, stack: string): CloudObject[] {
    return cloud.all().filter(({ urn }) => urn.startsWith(`urn:pulumi:${stack}::`));
}

/** Simulates users who write data to a stack's database and file system. */
export function writeData(cloud: Cloud, stack: string, at: string, text: string): void {
    for (const [type, path] of [
        [INSTANCE, ""],
        [FILE_SYSTEM, "bundles/1.tar.gz"],
    ] as const) {
        const object = objectOf(cloud, stack, type);
        object.written = [...(object.written ?? []), { at, path, text }];
    }
}

/** A stack's recovery manifest in the bucket of its own region. */
export function manifestOf(cloud: Cloud, stack: string): { uri: string; text: string } {
    const [object] = objectsOf(cloud, stack).filter(
        ({ type, inputs }) => type === OBJECT && inputs["key"] === "manifest.json",
    );
    return {
        uri: `s3://${String(object?.inputs["bucket"])}/manifest.json`,
        text: String(object?.inputs["content"]),
    };
}

/**
 * Simulates a snapshot of a stack's database by AWS Backup.
 *
 * @param keyArn of another key, for a copy in another vault.
 */
export function takeSnapshot(
    cloud: Cloud,
    stack: string,
    name: string,
    takenAt: string,
    keyArn?: string,
): void {
    const backup = backupOf(objectOf(cloud, stack, INSTANCE));
    cloud.leftovers.push({ ...backup, keyArn: keyArn ?? backup.keyArn, kind: "snapshot", id: name, takenAt });
}

/** Deletes a stack's database. Its automated backups remain under this id. */
export function deleteDatabase(cloud: Cloud, stack: string, resourceId: string): void {
    const instance = objectOf(cloud, stack, INSTANCE);
    cloud.remove(instance);
    cloud.leftovers.push({ ...backupOf(instance), kind: "automated backups", id: resourceId });
}

/**
 * Simulates a restore by AWS Backup of a stack's files from a time into a new file system. They are in a directory, and
 * encrypted with the same key or with the key of a copy's vault.
 */
export async function restoreFiles(
    cloud: Cloud,
    stack: string,
    at: string,
    subPath: string,
    keyArn?: string,
): Promise<string> {
    const { fileSystem } = parseRecoveryManifest(manifestOf(cloud, stack).text, "manifest.json");
    const source = cloud.find(FILE_SYSTEM, fileSystem.id);
    const { encrypted, kmsKeyId } =
        keyArn === undefined ? { ...source?.inputs } : { encrypted: true, kmsKeyId: keyArn };
    const restored = await cloud.create(FILE_SYSTEM, `aws-backup::job::${FILE_SYSTEM}::${subPath}`, {
        encrypted,
        kmsKeyId,
    });
    restored.written = (source?.written ?? [])
        .filter((written) => written.at <= at)
        .map((written) => ({ ...written, path: `${subPath}/${written.path}` }));
    return restored.id;
}

/** The files that a pod sees in a volume with this handle. */
export function listFiles(cloud: Cloud, handle: unknown): Written[] {
    const [id = "", directory = "/"] = String(handle).split(":");
    const inside = directory.replace(/^\//, "").replace(/\/?$/, "/").replace(/^\/$/, "");
    return (cloud.find(FILE_SYSTEM, id)?.written ?? [])
        .filter(({ path }) => path.startsWith(inside))
        .map((written) => ({ ...written, path: written.path.slice(inside.length) }));
}
