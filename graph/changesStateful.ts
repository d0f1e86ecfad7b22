import type { Change } from "./changes";

/**
 * Types that hold what no update makes again: what is lost with one, as the end of "is lost:". A log group counts, as an
 * audit log is evidence. What only takes time or a new address does not: it is among the effects.
 */
const LOSSES: Record<string, string> = {
    "aws:rds/instance:Instance":
        "all that Connect knows: users, permissions, content, schedules. Automated backups and a final snapshot remain where they are set.",
    "aws:efs/fileSystem:FileSystem":
        "every file: bundles, rendered documents, package libraries. EFS keeps nothing.",
    "aws:kms/key:Key":
        "the key: what it has encrypted, snapshots and backups included, cannot be read once its 30 days of grace are over.",
    "aws:s3/bucket:Bucket": "what is in it: access logs, or what a restore needs beside the data.",
    "aws:cloudwatch/logGroup:LogGroup": "the log lines in it, audit logs among them.",
    "aws:backup/vault:Vault": "the recovery points in it.",
    "aws:eks/cluster:Cluster":
        "everything that runs in it, and its Kubernetes objects with it, those that this program did not make included.",
    "aws:ec2/vpc:Vpc":
        "its addresses, and with them all that is in it: cluster, database, files, load balancer.",
    "kubernetes:core/v1:Namespace":
        "everything in it, running content and its secrets included. The files on the file system remain.",
    "kubernetes:core/v1:PersistentVolume":
        "the tie to the files. They remain on the file system, but servers and content start only once a claim is bound anew.",
    "kubernetes:core/v1:PersistentVolumeClaim":
        "the tie to the files. They remain on the file system, but servers and content start only once a volume is bound anew.",
};

/** Types whose replacement or deletion needs an acknowledgement. */
export const STATEFUL_TYPES: readonly string[] = Object.keys(LOSSES);

/**
 * What a change loses for good; nothing if it leaves the resource in place or the type holds nothing. A change of a type that
 * holds data counts as a loss if the preview does not say what it changes.
 */
export function lossOf({ action, type, isUnexplained }: Change): string | undefined {
    const loss = LOSSES[type];
    if (loss === undefined || action === "replace" || action === "delete") {
        return loss;
    }
    return isUnexplained === true
        ? `not known, as the preview does not say what changes. Data that may be lost: ${loss}`
        : undefined;
}
