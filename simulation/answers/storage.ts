import { arn } from "../../lib/arn";
import { digest, hexId, ownPlace, physicalName, type Request, textInput, uuid } from "../answer";
import { answersOf } from "../answersOf";

/** A setting of a bucket, which goes by the bucket's name. */
const bucketPart = { id: (request: Request): string => textInput(request, "bucket") };

/** A database's host name. */
function databaseHost(request: Request): string {
    return `${textInput(request, "identifier")}.${digest(request.urn, 12)}.${request.place.region}.rds.amazonaws.com`;
}

/** Keys, logs, buckets, databases and file systems. */
export const storage = answersOf({
    "aws:kms/key:Key": {
        id: ({ urn }) => uuid(urn),
        outputs: {
            keyId: ({ id }) => id,
            arn: (request) => arn(ownPlace(request), "kms", `key/${request.id}`),
        },
    },
    "aws:kms/alias:Alias": { id: (request) => physicalName(request) },
    "aws:cloudwatch/logGroup:LogGroup": {
        id: (request) => physicalName(request),
        outputs: {
            name: ({ id }) => id,
            arn: ({ id, place }) => arn(place, "logs", `log-group:${id}`),
        },
    },
    "aws:s3/bucket:Bucket": {
        id: (request) => physicalName(request, "bucket"),
        outputs: {
            bucket: ({ id }) => id,
            arn: ({ id, place }) => `arn:${place.partition}:s3:::${id}`,
        },
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPart,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketPart,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketPart,
    "aws:s3/bucketVersioning:BucketVersioning": bucketPart,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketPart,
    "aws:s3/bucketLogging:BucketLogging": bucketPart,
    "aws:s3/bucketPolicy:BucketPolicy": bucketPart,
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": bucketPart,
    "aws:s3/bucketObjectv2:BucketObjectv2": {
        id: (request) => `${textInput(request, "bucket")}/${textInput(request, "key")}`,
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        id: (request) => physicalName(request),
        outputs: { name: ({ id }) => id },
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        id: (request) => physicalName(request),
        outputs: { name: ({ id }) => id },
    },
    "aws:rds/instance:Instance": {
        id: hexId("db"),
        outputs: {
            address: databaseHost,
            arn: (request) => arn(request.place, "rds", `db:${textInput(request, "identifier")}`),
            endpoint: (request) => `${databaseHost(request)}:5432`,
        },
    },
    "aws:efs/fileSystem:FileSystem": {
        id: hexId("fs"),
        outputs: {
            arn: ({ id, place }) => arn(place, "elasticfilesystem", `file-system/${id}`),
            dnsName: ({ id, place }) => `${id}.efs.${place.region}.amazonaws.com`,
        },
    },
    "aws:efs/mountTarget:MountTarget": { id: hexId("fsmt") },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": { id: (request) => textInput(request, "fileSystemId") },
});
