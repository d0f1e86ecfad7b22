import { UNKNOWN } from "../../../graph/value";
import { describeCases } from "./describeCases";
import { BALANCER, BUCKET, RECOVERY } from "./edits";
import { add, all, drop, refer, set, setPart } from "./stack";

describeCases("buckets", {
    "bucket-logging": {
        none: {
            edit: drop("BucketLogging::recovery"),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one into the bucket itself": {
            edit: refer("BucketLogging::recovery", ["targetBucket"], RECOVERY, "bucket"),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one into a bucket that is managed outside the stack": {
            edit: set("BucketLogging::recovery", ["targetBucket"], "central-logs"),
        },
        "one into a bucket that is unknown": {
            edit: set("BucketLogging::recovery", ["targetBucket"], UNKNOWN),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one into no bucket": {
            edit: setPart("BucketLogging::recovery", ["targetBucket"], undefined),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one of a bucket that is unknown": {
            edit: set("BucketLogging::recovery", ["bucket"], UNKNOWN),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "none for a bucket with logs and files": {
            edit: all(
                drop("BucketLogging::recovery"),
                refer(BALANCER, ["accessLogs", "bucket"], RECOVERY, "bucket"),
            ),
            // Then the other bucket has no logs.
            broken: [`bucket-logging: ${BUCKET}`, `bucket-logging: ${RECOVERY}`],
        },
        "none for a bucket without logs": {
            edit: setPart(BALANCER, ["accessLogs"], undefined),
        },
    },
    buckets: {
        "no public access block": {
            edit: drop("BucketPublicAccessBlock::load-balancer-logs"),
            broken: [`bucket-access: ${BUCKET}`],
        },
        "no encryption": {
            edit: drop("BucketServerSideEncryptionConfiguration::load-balancer-logs"),
            broken: [`bucket-encryption: ${BUCKET}`],
        },
        "no policy": { edit: drop("BucketPolicy::load-balancer-logs"), broken: [`bucket-tls: ${BUCKET}`] },
        "no versioning": {
            edit: drop("BucketVersioning::load-balancer-logs"),
            broken: [`bucket-versioning: ${BUCKET}`],
        },
        "versioning of another bucket": {
            edit: set("BucketVersioning::load-balancer-logs", ["bucket"], "other"),
            broken: [`bucket-versioning: ${BUCKET}`],
        },
        "a bucket of the older type without anything": {
            edit: add("aws:s3/bucketV2:BucketV2", "old", {}),
            broken: ["access", "encryption", "logging", "tls", "versioning"].map(
                (rule) => `bucket-${rule}: BucketV2::old`,
            ),
        },
        "versioning and encryption of the older types": {
            edit: all(
                drop("BucketVersioning::load-balancer-logs"),
                add("aws:s3/bucketVersioningV2:BucketVersioningV2", "old", {}),
                refer("BucketVersioningV2::old", ["bucket"], BUCKET),
                drop("BucketServerSideEncryptionConfiguration::load-balancer-logs"),
                add(
                    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
                    "old",
                    {},
                ),
                refer("BucketServerSideEncryptionConfigurationV2::old", ["bucket"], BUCKET),
            ),
        },
    },
});
