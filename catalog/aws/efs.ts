import { arn } from "../../lib/arn";
import { serviceLinkedRole, grant } from "../actions";
import { disappears, falls } from "../direction";
import { hexId, textInput } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const MOUNT_TARGETS = "https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html";
const THROUGHPUT = "https://docs.aws.amazon.com/efs/latest/ug/managing-throughput.html";
const LIFECYCLE = "https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html";
const LOG_MOUNT = "https://github.com/turbot/steampipe-plugin-aws/pull/426";

export const fileSystem = resourceType("aws:efs/fileSystem:FileSystem", {
    label: "file system",
    price: {
        usage: () => [
            "filesGB",
            "infrequentFilesGB",
            "filesReadGB",
            "filesWrittenGB",
            "infrequentFilesReadGB",
            "filesTieredGB",
        ],
    },
    loses: "all files: bundles, rendered documents, package libraries. EFS keeps no copy.",
    seconds: { create: 12, update: 5, delete: 5, source: LOG_MOUNT },
    replacedBy: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
    computed: ["kmsKeyId", "protection"],
    id: hexId("fs"),
    outputs: {
        arn: ({ id, place }) => arn(place, "elasticfilesystem", `file-system/${id}`),
        dnsName: ({ id, place }) => `${id}.efs.${place.region}.amazonaws.com`,
    },
    effects: [
        {
            on: "update",
            properties: ["throughputMode"],
            when: ({ from, to }) => to === "bursting" || disappears({ from, to }),
            effect: "The throughput then follows the size of the files, and files may be slow to read. EFS rejects another change of the mode for 24 hours.",
            interruption: "unknown",
            source: THROUGHPUT,
        },
        {
            on: "update",
            properties: ["throughputMode"],
            effect: "EFS changes the mode while the files are in use. It rejects a change back to a lower throughput for 24 hours.",
            interruption: "none",
            source: THROUGHPUT,
        },
        {
            on: "update",
            properties: ["provisionedThroughputInMibps"],
            when: ({ from, to }) => falls({ from, to }) || disappears({ from, to }),
            effect: "EFS lowers the throughput while the files are in use, and they may be slow to read. It rejects this within 24 hours of the last decrease.",
            interruption: "unknown",
            source: THROUGHPUT,
        },
        {
            on: "update",
            properties: ["provisionedThroughputInMibps"],
            effect: "EFS provides the throughput while the files are in use, if the mode is `provisioned`. It rejects a decrease for 24 hours.",
            interruption: "none",
            source: THROUGHPUT,
        },
        {
            on: "update",
            properties: ["lifecyclePolicies"],
            effect: "EFS moves files by the new policy from now on. Files in a colder class stay readable, more slowly, and stay there until a policy moves them back.",
            interruption: "none",
            source: LIFECYCLE,
        },
        {
            on: "update",
            properties: ["protection"],
            effect: "A replication may or may not overwrite the file system. Nothing changes until one is created.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html",
        },
        {
            on: "replace",
            effect: "EFS creates an empty file system and deletes the existing one. Connect's database still lists the content, but its files are missing.",
            interruption: "down",
        },
        { on: "delete", effect: "Connect has no files and stops.", interruption: "down" },
    ],
    deployerActions: [
        { on: "{arn}", actions: ["elasticfilesystem:UpdateFileSystem"] },
        grant("{kmsKeyId}", "elasticfilesystem", "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"),
        serviceLinkedRole("elasticfilesystem.amazonaws.com", "AWSServiceRoleForAmazonElasticFileSystem"),
    ],
    actions: [
        { on: "*", actions: ["elasticfilesystem:CreateFileSystem"] },
        {
            on: "{arn}",
            actions: [
                "elasticfilesystem:TagResource",
                "elasticfilesystem:PutLifecycleConfiguration",
                "elasticfilesystem:UpdateFileSystemProtection",
                "elasticfilesystem:DescribeFileSystems",
                "elasticfilesystem:DescribeLifecycleConfiguration",
                "elasticfilesystem:DeleteFileSystem",
            ],
        },
    ],
});

export const fileSystemPolicy = resourceType("aws:efs/fileSystemPolicy:FileSystemPolicy", {
    label: "file system policy",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 2, source: ESTIMATE },
    replacedBy: ["fileSystemId"],
    id: (request) => textInput(request, "fileSystemId"),
    effects: [
        {
            on: "create",
            effect: "The policy applies to new mounts. Mounted clients that it does not allow are rejected.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
        },
        {
            on: "update",
            properties: ["policy"],
            effect: "The policy applies to new mounts. Mounted clients that it no longer allows are rejected.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
        },
        {
            on: "update",
            properties: ["bypassPolicyLockoutSafetyCheck"],
            effect: "Only applies when the policy is written.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, any client that reaches a mount target can mount the file system.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
        },
    ],
    actions: [
        {
            on: "file-system/{fileSystemId}",
            actions: [
                "elasticfilesystem:PutFileSystemPolicy",
                "elasticfilesystem:DescribeFileSystemPolicy",
                "elasticfilesystem:DeleteFileSystemPolicy",
            ],
        },
    ],
});

export const mountTarget = resourceType("aws:efs/mountTarget:MountTarget", {
    label: "mount target",
    price: { free: "only traffic to another zone is billed" },
    loses: undefined,
    seconds: { create: 90, update: 5, delete: 15, source: LOG_MOUNT },
    replacedBy: ["fileSystemId", "ipAddress", "ipAddressType", "ipv6Address", "subnetId"],
    computed: ["ipAddress"],
    // A zone has one mount target.
    deletedFirst: true,
    id: hexId("fsmt"),
    effects: [
        {
            on: "update",
            properties: ["securityGroups"],
            effect: "The security groups change at once. Mounts continue if the new groups allow them.",
            interruption: "unknown",
            source: MOUNT_TARGETS,
        },
        {
            on: "replace",
            effect: "A zone has one mount target, so the old one is deleted first. For one to three minutes, file access in that zone hangs, and so do Connect's servers there.",
            interruption: "brief",
            source: MOUNT_TARGETS,
        },
        {
            on: "delete",
            effect: "Files are unreachable from its zone. Processes there hang.",
            interruption: "down",
            source: MOUNT_TARGETS,
        },
    ],
    deployerActions: [
        { on: "file-system/{fileSystemId}", actions: ["elasticfilesystem:ModifyMountTargetSecurityGroups"] },
        { on: "security-group/*", actions: ["ec2:CreateNetworkInterface"] },
    ],
    actions: [
        {
            on: "file-system/{fileSystemId}",
            actions: [
                "elasticfilesystem:CreateMountTarget",
                "elasticfilesystem:DescribeMountTargets",
                "elasticfilesystem:DescribeMountTargetSecurityGroups",
                "elasticfilesystem:DeleteMountTarget",
            ],
        },
        {
            on: "network-interface/eni-00000000000000000",
            actions: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
        },
        { on: "subnet/{subnetId}", actions: ["ec2:CreateNetworkInterface"] },
        {
            on: "*",
            actions: [
                "ec2:DescribeSubnets",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeNetworkInterfaceAttribute",
            ],
        },
    ],
});
