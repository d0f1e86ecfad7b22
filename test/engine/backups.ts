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

/** Everything that a stack has in the cloud. */
export function objectsOf(cloud: Cloud, stack: string): CloudObject[] {
    return cloud.all().filter(({ urn }) => urn.startsWith(`urn:pulumi:${stack}::`));
}

/** Users store something in a stack's database and among its files. */
export function write(cloud: Cloud, stack: string, at: string, text: string): void {
    for (const [type, path] of [
        [INSTANCE, ""],
        [FILE_SYSTEM, "bundles/1.tar.gz"],
    ] as const) {
        const object = objectOf(cloud, stack, type);
        object.written = [...(object.written ?? []), { at, path, text }];
    }
}

/** A stack's recovery manifest as the bucket in its own region has it. */
export function manifestOf(cloud: Cloud, stack: string): { uri: string; text: string } {
    const [kept] = objectsOf(cloud, stack).filter(
        ({ type, inputs }) => type === OBJECT && inputs["key"] === "manifest.json",
    );
    return {
        uri: `s3://${String(kept?.inputs["bucket"])}/manifest.json`,
        text: String(kept?.inputs["content"]),
    };
}

/**
 * AWS Backup takes a snapshot of a stack's database.
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

/** A stack's database is deleted, and leaves its automated backups under this id. */
export function deleteDatabase(cloud: Cloud, stack: string, resourceId: string): void {
    const instance = objectOf(cloud, stack, INSTANCE);
    cloud.remove(instance);
    cloud.leftovers.push({ ...backupOf(instance), kind: "automated backups", id: resourceId });
}

/**
 * AWS Backup restores a stack's files, as they were at a time, into a new file system: into a directory of its own,
 * under the same key or that of a copy's vault.
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

/** What a pod finds under the mount point of a volume with this handle. */
export function filesAt(cloud: Cloud, handle: unknown): Written[] {
    const [id = "", directory = "/"] = String(handle).split(":");
    const inside = directory.replace(/^\//, "").replace(/\/?$/, "/").replace(/^\/$/, "");
    return (cloud.find(FILE_SYSTEM, id)?.written ?? [])
        .filter(({ path }) => path.startsWith(inside))
        .map((written) => ({ ...written, path: written.path.slice(inside.length) }));
}
