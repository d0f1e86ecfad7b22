import type { CloudObject } from "../cloud";
import type { Constraints } from "../constraint";
import { listNames, rejectTakenName, rejectWhen, text } from "./common";

const BUCKET = "aws:s3/bucket:Bucket";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";

export const storage: Record<string, Constraints> = {
    [MOUNT_TARGET]: {
        create: [
            rejectWhen("MountTargetConflict", ({ object, cloud }) => {
                const zone = (subnet: string): unknown =>
                    cloud.find("aws:ec2/subnet:Subnet", subnet)?.inputs["availabilityZone"] ?? subnet;
                const found = listNames(
                    cloud,
                    MOUNT_TARGET,
                    (other) =>
                        other !== object &&
                        text(other, "fileSystemId") === text(object, "fileSystemId") &&
                        zone(text(other, "subnetId")) === zone(text(object, "subnetId")),
                );
                return [found && `a mount target exists in this availability zone: ${found}`];
            }),
        ],
    },
    [FILE_SYSTEM]: {
        delete: [
            rejectWhen("FileSystemInUse", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    MOUNT_TARGET,
                    (target) => text(target, "fileSystemId") === object.id,
                );
                return [found && `the file system has mount targets: ${found}`];
            }),
        ],
    },
    [BUCKET]: {
        create: [rejectTakenName("BucketAlreadyOwnedByYou", "the bucket", ({ id }) => id)],
        delete: [
            rejectWhen("BucketNotEmpty", ({ object, cloud }) => [
                object.inputs["forceDestroy"] !== true &&
                    cloud.filledBuckets.has(object.id) &&
                    `the bucket ${object.id} is not empty`,
            ]),
        ],
        // Its settings are deleted with it.
        deleted: ({ object, cloud }) => {
            cloud.filledBuckets.delete(object.id);
            cloud
                .all()
                .filter(
                    ({ type, inputs }) => type.startsWith("aws:s3/bucket") && inputs["bucket"] === object.id,
                )
                .forEach((setting) => {
                    cloud.remove(setting);
                });
        },
    },
    "aws:s3/bucketLogging:BucketLogging": {
        create: [
            rejectWhen("CrossLocationLoggingProhibited", ({ object, cloud }) => {
                const regionOf = (bucket: CloudObject): string =>
                    text(bucket, "region") || cloud.options.place.region;
                const target = cloud.find(BUCKET, object.inputs["targetBucket"]);
                return [
                    target !== undefined &&
                        regionOf(target) !== regionOf(object) &&
                        `the bucket ${target.id} for logs is in another region`,
                ];
            }),
        ],
        // Access logs arrive within hours.
        created: ({ object, cloud }) => {
            cloud.filledBuckets.add(text(object, "targetBucket"));
        },
    },
    "aws:kms/alias:Alias": {
        create: [rejectTakenName("AlreadyExistsException", "an alias with the name", ({ id }) => id)],
    },
    "aws:kms/key:Key": {
        deleted: ({ object, cloud }) => {
            cloud.leftovers.push({ kind: "scheduled key", id: object.id });
        },
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        create: [rejectTakenName("ResourceAlreadyExistsException", "the log group", ({ id }) => id)],
    },
};
