import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Account } from "../stacks/account";
import type { DatabaseSettings } from "../stacks/sections/database";
import type { IamSettings } from "../stacks/sections/iam";
import { EncryptionKey } from "./encryptionKey";
import { logEncryption } from "./keyPolicy";
import type { Network } from "./network";
import { roleName } from "./roleName";

export interface DatabaseArgs extends DatabaseSettings, IamSettings {
    /** Network whose private subnets, all of them, make up the subnet group. */
    network: Network;

    account: Account;

    /** Tags on everything that takes tags; snapshots carry them too. */
    tags: Record<string, string>;

    /**
     * Name of the instance in RDS, unique in account and region: 1–63 lower-case letters, digits and hyphens.
     * Changing it renames the instance and its endpoint.
     */
    identifier: string;

    /** Whether Pulumi refuses to delete or replace the instance and its key. */
    protect: boolean;

    /**
     * Backup that the instance is restored from. It stays for the life of the instance: a change replaces the instance.
     *
     * @default an empty database
     */
    restore?: DatabaseRestore;
}

/** A backup of a database: a snapshot, or a point in time in the automated backups of an instance. */
export interface DatabaseRestore {
    /** ARN of the key of the backup, and so of the instance: RDS accepts no other. */
    keyArn: string;

    /** Name or ARN of the snapshot. Either this or `pointInTime`. */
    snapshot?: string;

    pointInTime?: {
        /** In UTC, as ISO 8601 has it. */
        time: string;
        /** Name of the instance in RDS. */
        identifier: string;
        /** RDS's resource ID of the instance, if it is deleted and its automated backups are retained. */
        resourceId?: string;
    };
}

/** Tag on a restored instance with its backup: {@link restorePoint}. */
export const RESTORED_FROM = "posit-connect:restored-from";

/** The backup of a restored instance, as a tag's value: 256 characters at most. */
export function restorePoint({ snapshot, pointInTime }: DatabaseRestore): string {
    return (
        snapshot ?? `${pointInTime?.resourceId ?? pointInTime?.identifier ?? ""}@${pointInTime?.time ?? ""}`
    );
}

const LOGS = ["postgresql", "upgrade"];

/**
 * A PostgreSQL instance with a standby in a second zone, encrypted, reachable only with TLS, with an empty database for
 * Connect.
 *
 * It cannot be reached until a caller opens a path with {@link Database.allowFrom}.
 */
export class Database extends pulumi.ComponentResource {
    /** Host name that clients connect to; follows the primary through a failover. */
    readonly endpoint: pulumi.Output<string>;
    readonly port = 5432;
    /** RDS rejects SQL key words here and in the user's name: `connect` is one. */
    readonly databaseName = "posit_connect";
    readonly username = "posit_connect";
    readonly arn: pulumi.Output<string>;
    /** Name of the instance in RDS. */
    readonly identifier: string;
    /** PostgreSQL major version. */
    readonly engineVersion: string;
    /** ARN of the key that encrypts the data and its backups. */
    readonly keyArn: pulumi.Output<string>;
    /** Days of point-in-time recovery. */
    readonly backupRetentionDays: number;
    /** The private subnets of the instance, and of an instance restored for a test. */
    readonly subnetGroupName: pulumi.Output<string>;
    /** Secret. Stays the same for the life of the stack. */
    readonly password: pulumi.Output<string>;
    /** The instance: what connects at its start depends on it. */
    readonly instance: pulumi.Resource;

    private readonly name: string;
    private readonly tags: Record<string, string>;
    private readonly securityGroup: aws.ec2.SecurityGroup;

    constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:Database", name, {}, opts);
        checkIdentifier(args.identifier);
        this.name = name;
        this.tags = args.tags;

        const key = new EncryptionKey(
            `${name}-key`,
            {
                description: "Posit Connect's database, its backups, logs and query statistics",
                account: args.account,
                // The logs quote what the database holds, so they are kept under its key.
                services: [logEncryption(args.account, `/aws/rds/instance/${args.identifier}/*`)],
                tags: args.tags,
                protect: args.protect,
            },
            { parent: this },
        );

        this.securityGroup = new aws.ec2.SecurityGroup(
            name,
            {
                vpcId: args.network.vpcId,
                description: "PostgreSQL of Posit Connect",
                tags: { ...args.tags, Name: args.identifier },
            },
            { parent: this },
        );

        // Connect can log in only with a password, and RDS would rotate one that it manages. Without
        // special characters it needs no quoting in a URL, and no `;` can cut Connect's configuration short.
        this.password = new random.RandomPassword(
            `${name}-password`,
            { length: 40, special: false },
            { parent: this },
        ).result;

        const subnetGroup = new aws.rds.SubnetGroup(
            name,
            {
                name: args.identifier,
                subnetIds: args.network.privateSubnets.map(({ id }) => id),
                description: "Private subnets with nodes of Posit Connect's cluster",
                tags: args.tags,
            },
            { parent: this },
        );
        const monitoring = this.createMonitoringRole(args);

        const instance = new aws.rds.Instance(
            name,
            {
                identifier: args.identifier,
                engine: "postgres",
                // The provider accepts a prefix of the version and leaves the minor one to RDS: after the first automatic upgrade, RDS
                // would reject a minor version pinned here as a downgrade.
                engineVersion: args.engineVersion,
                autoMinorVersionUpgrade: true,
                // RDS would choose half an hour of the week at random, in which AWS Backup may start.
                maintenanceWindow: args.maintenanceWindow,
                // A new major version in the settings is the consent, and RDS rejects a downgrade anyway.
                allowMajorVersionUpgrade: true,
                // Extended support bills for each vCPU-hour once a version is old.
                engineLifecycleSupport: "open-source-rds-extended-support-disabled",
                // A change that waits for the maintenance window is not done when `pulumi up` ends, keeps the old parameter group in use,
                // and fails its deletion.
                applyImmediately: true,
                instanceClass: args.instanceClass,
                multiAz: true,

                storageType: "gp3",
                // A restored instance has its backup's size, and RDS cannot reduce it.
                allocatedStorage: args.restore === undefined ? args.storageGiB : undefined,
                maxAllocatedStorage: args.maxStorageGiB,
                storageEncrypted: true,
                kmsKeyId: args.restore?.keyArn ?? key.arn,
                snapshotIdentifier: args.restore?.snapshot,
                restoreToPointInTime: pointInTimeOf(args.restore),

                dbSubnetGroupName: subnetGroup.name,
                vpcSecurityGroupIds: [this.securityGroup.id],
                publiclyAccessible: false,
                port: this.port,
                parameterGroupName: this.createParameterGroup(args).name,
                caCertIdentifier: "rds-ca-rsa2048-g1",

                dbName: this.databaseName,
                username: this.username,
                password: this.password,
                iamDatabaseAuthenticationEnabled: false,

                backupRetentionPeriod: args.backupRetentionDays,
                copyTagsToSnapshot: true,
                deleteAutomatedBackups: false,
                deletionProtection: args.deletionProtection,
                skipFinalSnapshot: !args.finalSnapshot,
                finalSnapshotIdentifier: this.finalSnapshotIdentifier(args),

                enabledCloudwatchLogsExports: LOGS,
                databaseInsightsMode: "standard",
                performanceInsightsEnabled: true,
                performanceInsightsKmsKeyId: key.arn,
                // Days; the only retention that the standard mode has.
                performanceInsightsRetentionPeriod: 7,
                monitoringInterval: 60,
                monitoringRoleArn: monitoring.roleArn,

                tags: {
                    ...args.tags,
                    Name: args.identifier,
                    ...(args.restore === undefined ? {} : { [RESTORED_FROM]: restorePoint(args.restore) }),
                },
            },
            {
                parent: this,
                protect: args.protect,
                // AWS Backup's continuous backup owns the retention, and RDS refuses to change it from elsewhere: "You can
                // leave BackupRetentionPeriod blank, or you can specify it only with the current value".
                ignoreChanges: ["backupRetentionPeriod"],
                // RDS creates a missing log group itself, unencrypted and without expiry.
                dependsOn: [...this.createLogGroups(args, key), monitoring.permission],
            },
        );

        this.instance = instance;
        this.endpoint = instance.address;
        this.identifier = args.identifier;
        this.engineVersion = args.engineVersion;
        this.keyArn = pulumi.output(args.restore?.keyArn ?? key.arn);
        this.arn = instance.arn;
        this.backupRetentionDays = args.backupRetentionDays;
        this.subnetGroupName = subnetGroup.name;
        this.registerOutputs({
            arn: this.arn,
            backupRetentionDays: this.backupRetentionDays,
            subnetGroupName: this.subnetGroupName,
            endpoint: this.endpoint,
            port: this.port,
            databaseName: this.databaseName,
            username: this.username,
            password: this.password,
        });
    }

    /**
     * Lets members of a security group connect, and nothing else.
     *
     * @param name of the client, such as `cluster`.
     */
    allowFrom(name: string, clientSecurityGroupId: pulumi.Input<string>): void {
        new aws.vpc.SecurityGroupIngressRule(
            `${this.name}-from-${name}`,
            {
                securityGroupId: this.securityGroup.id,
                description: `PostgreSQL from ${name}`,
                referencedSecurityGroupId: clientSecurityGroupId,
                ipProtocol: "tcp",
                fromPort: this.port,
                toPort: this.port,
                tags: this.tags,
            },
            { parent: this },
        );
    }

    /**
     * A group for each major version: the new one exists before the old one is deleted. They are separate resources, so that a failed
     * upgrade can be taken back: as one resource, the engine would create the old group again, while the database still uses it.
     */
    private createParameterGroup(args: DatabaseArgs): aws.rds.ParameterGroup {
        return new aws.rds.ParameterGroup(
            `${this.name}-postgres${args.engineVersion}`,
            {
                name: `${args.identifier}-postgres${args.engineVersion}`,
                family: `postgres${args.engineVersion}`,
                description: "PostgreSQL that refuses connections without TLS",
                parameters: [
                    {
                        name: "rds.force_ssl",
                        value: "1",
                        // The default from 15 on has this method, and RDS does not change only the method: any other
                        // would show as a change in every preview.
                        applyMethod: "pending-reboot",
                    },
                ],
                tags: args.tags,
            },
            {
                parent: this,
                // Stacks that were deployed before have one resource for all versions.
                aliases: [{ name: this.name }],
                // The provider deletes a resource with a fixed name before its replacement, even if the names differ. The
                // database uses the old group until it is upgraded, and RDS refuses to delete a group in use.
                deleteBeforeReplace: false,
            },
        );
    }

    private createLogGroups(args: DatabaseArgs, key: EncryptionKey): pulumi.Resource[] {
        return LOGS.map(
            (log) =>
                new aws.cloudwatch.LogGroup(
                    `${this.name}-${log}`,
                    {
                        name: `/aws/rds/instance/${args.identifier}/${log}`,
                        retentionInDays: args.logRetentionDays,
                        kmsKeyId: key.arn,
                        tags: args.tags,
                    },
                    { parent: this },
                ),
        );
    }

    private createMonitoringRole(args: DatabaseArgs): {
        roleArn: pulumi.Output<string>;
        permission: pulumi.Resource;
    } {
        const { partition, region, id } = args.account;
        const role = new aws.iam.Role(
            `${this.name}-monitoring`,
            {
                name: roleName(args.identifier, "rds-monitoring", args.account),
                description: "Lets RDS write the operating system's metrics of Posit Connect's database",
                permissionsBoundary: args.permissionsBoundaryArn,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "monitoring.rds.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            Condition: {
                                StringEquals: {
                                    "aws:SourceAccount": id,
                                    "aws:SourceArn": `arn:${partition}:rds:${region}:${id}:db:${args.identifier}`,
                                },
                            },
                        },
                    ],
                }),
                tags: args.tags,
            },
            { parent: this },
        );
        const permission = new aws.iam.RolePolicyAttachment(
            `${this.name}-monitoring`,
            {
                role: role.name,
                policyArn: `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
            },
            { parent: this },
        );
        return { roleArn: role.arn, permission };
    }

    /** A snapshot outlives its stack: the next stack of the same name needs another name. */
    private finalSnapshotIdentifier(args: DatabaseArgs): pulumi.Output<string> {
        const suffix = new random.RandomId(
            `${this.name}-final-snapshot`,
            { byteLength: 4 },
            { parent: this },
        );
        return pulumi.interpolate`${args.identifier}-final-${suffix.hex}`;
    }
}

function pointInTimeOf(
    restore: DatabaseRestore | undefined,
): aws.types.input.rds.InstanceRestoreToPointInTime | undefined {
    if (restore?.pointInTime === undefined) {
        return undefined;
    }
    const { time, identifier, resourceId } = restore.pointInTime;
    return {
        restoreTime: time,
        ...(resourceId === undefined
            ? { sourceDbInstanceIdentifier: identifier }
            : { sourceDbiResourceId: resourceId }),
    };
}

function checkIdentifier(identifier: string): void {
    // Source: RDS API reference, CreateDBInstance, DBInstanceIdentifier.
    if (identifier.length > 63 || !/^[a-z](-?[a-z0-9])*$/.test(identifier)) {
        throw new Error(
            `identifier: must be 1 to 63 lower-case letters, digits and single hyphens, starting with a letter ` +
                `and not ending with a hyphen, got "${identifier}"`,
        );
    }
}
