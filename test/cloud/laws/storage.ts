import type { CloudObject } from "../cloud";
import type { Laws } from "../law";
import { named, nameTaken, standsInTheWay, text } from "./common";

const BUCKET = "aws:s3/bucket:Bucket";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";

export const storage: Record<string, Laws> = {
    [MOUNT_TARGET]: {
        create: [
            standsInTheWay("MountTargetConflict", ({ object, cloud }) => {
                const zone = (subnet: string): unknown =>
                    cloud.find("aws:ec2/subnet:Subnet", subnet)?.inputs["availabilityZone"] ?? subnet;
                const found = named(
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
            standsInTheWay("FileSystemInUse", ({ object, cloud }) => {
                const found = named(
                    cloud,
                    MOUNT_TARGET,
                    (target) => text(target, "fileSystemId") === object.id,
                );
                return [found && `the file system has mount targets: ${found}`];
            }),
        ],
    },
    [BUCKET]: {
        create: [nameTaken("BucketAlreadyOwnedByYou", "the bucket", ({ id }) => id)],
        delete: [
            standsInTheWay("BucketNotEmpty", ({ object, cloud }) => [
                object.inputs["forceDestroy"] !== true &&
                    cloud.filledBuckets.has(object.id) &&
                    `the bucket ${object.id} is not empty`,
            ]),
        ],
        // Its settings go with it.
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
            standsInTheWay("CrossLocationLoggingProhibited", ({ object, cloud }) => {
                const regionOf = (of: CloudObject): string =>
                    text(of, "region") || cloud.options.place.region;
                const target = cloud.find(BUCKET, object.inputs["targetBucket"]);
                return [
                    target !== undefined &&
                        regionOf(target) !== regionOf(object) &&
                        `the bucket ${target.id} for logs is in another region`,
                ];
            }),
        ],
        // Logs arrive within hours.
        created: ({ object, cloud }) => {
            cloud.filledBuckets.add(text(object, "targetBucket"));
        },
    },
    "aws:kms/alias:Alias": {
        create: [nameTaken("AlreadyExistsException", "an alias with the name", ({ id }) => id)],
    },
    "aws:kms/key:Key": {
        deleted: ({ object, cloud }) => {
            cloud.remains.push({ kind: "scheduled key", id: object.id });
        },
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        create: [nameTaken("ResourceAlreadyExistsException", "the log group", ({ id }) => id)],
    },
};
