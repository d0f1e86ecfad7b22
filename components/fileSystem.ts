import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { FileSystemSettings } from "../stacks/sections/fileSystem";
import { EncryptionKey } from "./encryptionKey";
import type { Network } from "./network";

export interface FileSystemArgs extends FileSystemSettings {
    /** Network whose private subnets hold the mount targets: one a zone, as EFS allows no more. */
    network: Network;

    account: Account;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** ARN of the only role that may mount: the nodes'. They mount with the options `tls` and `iam`. */
    mountRoleArn: pulumi.Input<string>;

    /** Whether Pulumi refuses to delete or replace the file system and its key. */
    protect: boolean;

    /**
     * Existing file system to adopt. Its key, storage classes and replication stay unchanged, and a destroy
     * does not delete it.
     *
     * @default a new one
     */
    adopt?: AdoptedFileSystem;
}

/** A file system that was created outside this stack. */
export interface AdoptedFileSystem {
    id: string;
    arn: string;
    /** ARN of the key that its files are under. */
    keyArn: string;
    /**
     * Directory in it that Connect's files are in, without a slash at either end.
     *
     * @default the root, to which a job moves the files that AWS Backup has restored
     */
    subPath?: string;
    /** Their directory in the file system that was backed up; empty for its root. */
    backedUpSubPath: string;
}

const NFS_PORT = 2049;

/**
 * An encrypted EFS file system with a mount target in each zone, which only one role can mount, and only with TLS.
 *
 * It cannot be mounted until a caller opens a path with {@link FileSystem.allowFrom}.
 */
export class FileSystem extends pulumi.ComponentResource {
    readonly id: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    /** ARN of the key that encrypts the files, which a restore needs. */
    readonly keyArn: pulumi.Output<string>;
    /** Directory that Connect's files are in, without a slash at either end; empty for the root. */
    readonly subPath: string;
    /**
     * If a job must move restored files to the root: their directory when they were backed up, empty for the root.
     */
    readonly movedFrom: string | undefined;
    /** One per zone: every client depends on them. */
    readonly mountTargets: pulumi.Resource[];

    private readonly name: string;
    private readonly tags: Record<string, string>;
    private readonly securityGroup: aws.ec2.SecurityGroup;

    constructor(name: string, args: FileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:FileSystem", name, {}, opts);
        this.name = name;
        this.tags = args.tags;

        const { id, arn, keyArn } = args.adopt ?? this.create(args);

        const policy = new aws.efs.FileSystemPolicy(
            name,
            {
                fileSystemId: id,
                policy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "MountByNodes",
                            Effect: "Allow",
                            Principal: { AWS: args.mountRoleArn },
                            Action: [
                                "elasticfilesystem:ClientMount",
                                "elasticfilesystem:ClientWrite",
                                // Connect changes the owner of files, which a squashed root may not.
                                "elasticfilesystem:ClientRootAccess",
                            ],
                            Resource: arn,
                            Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
                        },
                        {
                            Sid: "RefusePlainNfs",
                            Effect: "Deny",
                            Principal: { AWS: "*" },
                            Action: "*",
                            Resource: arn,
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                    ],
                }),
            },
            { parent: this },
        );

        this.securityGroup = new aws.ec2.SecurityGroup(
            name,
            {
                vpcId: args.network.vpcId,
                description: "Shared files of Posit Connect",
                tags: { ...args.tags, Name: `${pulumi.getProject()}-${pulumi.getStack()}-files` },
            },
            { parent: this },
        );

        this.mountTargets = args.network.privateSubnets.map(
            (subnet) =>
                new aws.efs.MountTarget(
                    `${name}-${subnet.availabilityZone}`,
                    {
                        fileSystemId: id,
                        subnetId: subnet.id,
                        securityGroups: [this.securityGroup.id],
                    },
                    // Until a file system has a policy, any client may mount it.
                    { parent: this, dependsOn: policy },
                ),
        );

        this.id = pulumi.output(id);
        this.arn = pulumi.output(arn);
        this.keyArn = pulumi.output(keyArn);
        this.subPath = args.adopt?.subPath ?? "";
        this.movedFrom = args.adopt?.subPath === undefined ? args.adopt?.backedUpSubPath : undefined;
        this.registerOutputs({ id: this.id, arn: this.arn, keyArn: this.keyArn });
    }

    /**
     * Lets members of a security group mount, and nothing else.
     *
     * @param name of the client, such as `cluster`.
     */
    allowFrom(name: string, clientSecurityGroupId: pulumi.Input<string>): void {
        new aws.vpc.SecurityGroupIngressRule(
            `${this.name}-from-${name}`,
            {
                securityGroupId: this.securityGroup.id,
                description: `NFS from ${name}`,
                referencedSecurityGroupId: clientSecurityGroupId,
                ipProtocol: "tcp",
                fromPort: NFS_PORT,
                toPort: NFS_PORT,
                tags: this.tags,
            },
            { parent: this },
        );
    }

    private create(args: FileSystemArgs): Record<"id" | "arn" | "keyArn", pulumi.Output<string>> {
        const key = new EncryptionKey(
            `${this.name}-key`,
            {
                description: "Posit Connect's shared files",
                account: args.account,
                tags: args.tags,
                protect: args.protect,
            },
            { parent: this },
        );

        const fileSystem = new aws.efs.FileSystem(
            this.name,
            {
                encrypted: true,
                kmsKeyId: key.arn,
                throughputMode: "elastic",
                lifecyclePolicies: [
                    { transitionToIa: lifecyclePeriod(args.infrequentAccessAfterDays) },
                    { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
                ],
                // Prevents its use as the target of a replication, which would overwrite it.
                protection: { replicationOverwrite: "ENABLED" },
                tags: { ...args.tags, Name: `${pulumi.getProject()}-${pulumi.getStack()}` },
            },
            { parent: this, protect: args.protect },
        );
        return { id: fileSystem.id, arn: fileSystem.arn, keyArn: key.arn };
    }
}

/** EFS's name for a number of days. */
function lifecyclePeriod(days: number): string {
    return days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`;
}
