import { arn } from "../../lib/arn";
import { hexId, textInput } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

const MOUNT_TARGETS = "https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html";
const LOG_MOUNT = "https://github.com/turbot/steampipe-plugin-aws/pull/426";

export const fileSystem = resourceType("aws:efs/fileSystem:FileSystem", {
    label: "file system",
    loses: "every file: bundles, rendered documents, package libraries. EFS keeps nothing.",
    seconds: { create: 12, update: 5, delete: 5, source: LOG_MOUNT },
    replacedBy: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
    computed: ["kmsKeyId"],
    id: hexId("fs"),
    outputs: {
        arn: ({ id, place }) => arn(place, "elasticfilesystem", `file-system/${id}`),
        dnsName: ({ id, place }) => `${id}.efs.${place.region}.amazonaws.com`,
    },
    effects: [
        {
            on: "update",
            effect: "Changed while the files are in use.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/efs/latest/ug/performance.html",
        },
        {
            on: "replace",
            effect: "An empty file system takes the place of the one that is there: all content is gone for Connect, whose database still lists it.",
            interruption: "down",
        },
        { on: "delete", effect: "Connect has no files and stops.", interruption: "down" },
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
    loses: undefined,
    seconds: { create: 2, update: 2, delete: 2, source: ESTIMATE },
    replacedBy: ["fileSystemId"],
    id: (request) => textInput(request, "fileSystemId"),
    effects: [
        {
            on: "update",
            effect: "Another rule for mounts to come. Whoever is mounted and no longer allowed is refused.",
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
            effect: "Another security group, in effect at once: mounts through it go on where it admits them.",
            interruption: "none",
            source: MOUNT_TARGETS,
        },
        {
            on: "replace",
            effect: "A zone has one mount target, so the old one goes first: files in that zone hang for one to three minutes, and Connect's servers there with them.",
            interruption: "brief",
            source: MOUNT_TARGETS,
        },
        {
            on: "delete",
            effect: "Files can no longer be reached in its zone: what runs there hangs.",
            interruption: "down",
            source: MOUNT_TARGETS,
        },
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
