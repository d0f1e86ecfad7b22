import { type Answer, arn, digest, hexId, ownPlace, physicalName, textInput } from "../answer";

/** A setting of a bucket, which goes by the bucket's name. */
const bucketPart: Answer = { id: (request) => textInput(request, "bucket") };

/** Keys, logs, buckets, databases and file systems. */
export const storage: Record<string, Answer> = {
    "aws:kms/key:Key": {
        id: ({ urn }) => [8, 4, 4, 4, 12].map((length, i) => digest(`${urn} ${i}`, length)).join("-"),
        outputs: (request) => ({
            keyId: request.id,
            arn: arn(ownPlace(request), "kms", `key/${request.id}`),
        }),
    },
    "aws:kms/alias:Alias": { id: (request) => physicalName(request) },
    "aws:cloudwatch/logGroup:LogGroup": {
        id: (request) => physicalName(request),
        outputs: ({ id, place }) => ({ name: id, arn: arn(place, "logs", `log-group:${id}`) }),
    },
    "aws:s3/bucket:Bucket": {
        id: (request) => physicalName(request, "bucket"),
        outputs: ({ id, place }) => ({ bucket: id, arn: `arn:${place.partition}:s3:::${id}` }),
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPart,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketPart,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketPart,
    "aws:s3/bucketVersioning:BucketVersioning": bucketPart,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketPart,
    "aws:s3/bucketPolicy:BucketPolicy": bucketPart,
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": bucketPart,
    "aws:s3/bucketObjectv2:BucketObjectv2": {
        id: (request) => `${textInput(request, "bucket")}/${textInput(request, "key")}`,
    },
    "aws:rds/subnetGroup:SubnetGroup": {
        id: (request) => physicalName(request),
        outputs: ({ id }) => ({ name: id }),
    },
    "aws:rds/parameterGroup:ParameterGroup": {
        id: (request) => physicalName(request),
        outputs: ({ id }) => ({ name: id }),
    },
    "aws:rds/instance:Instance": {
        id: hexId("db"),
        outputs: (request) => ({
            address: `${textInput(request, "identifier")}.${digest(request.urn, 12)}.${request.place.region}.rds.amazonaws.com`,
            arn: arn(request.place, "rds", `db:${textInput(request, "identifier")}`),
            endpoint: `${textInput(request, "identifier")}.${digest(request.urn, 12)}.${request.place.region}.rds.amazonaws.com:5432`,
        }),
    },
    "aws:efs/fileSystem:FileSystem": {
        id: hexId("fs"),
        outputs: ({ id, place }) => ({
            arn: arn(place, "elasticfilesystem", `file-system/${id}`),
            dnsName: `${id}.efs.${place.region}.amazonaws.com`,
        }),
    },
    "aws:efs/mountTarget:MountTarget": { id: hexId("fsmt") },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": { id: (request) => textInput(request, "fileSystemId") },
};
