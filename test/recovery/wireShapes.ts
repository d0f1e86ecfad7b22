import type {
    DescribeRestoreJobOutput,
    GetRestoreJobMetadataOutput,
    ListRecoveryPointsByBackupVaultOutput,
    RecoveryPointByBackupVault,
    RecoveryPointStatus,
    RestoreJobStatus,
    StartRestoreJobOutput,
} from "@aws-sdk/client-backup";
import type {
    DescribeFileSystemsResponse,
    FileSystemDescription,
    LifecycleConfigurationDescription,
    LifecyclePolicy,
    LifeCycleState,
} from "@aws-sdk/client-efs";
import type { EvaluationResult, GetRoleResponse, SimulatePolicyResponse } from "@aws-sdk/client-iam";
import type { DescribeKeyResponse, KeyState } from "@aws-sdk/client-kms";
import type {
    DBEngineVersion,
    DBEngineVersionMessage,
    DBInstanceAutomatedBackup,
    DBInstanceAutomatedBackupMessage,
    DBInstanceMessage,
    DBSnapshot,
    DBSnapshotMessage,
    DeleteDBInstanceAutomatedBackupResult,
    OrderableDBInstanceOption,
    OrderableDBInstanceOptionsMessage,
} from "@aws-sdk/client-rds";
import type { _Object, ChecksumAlgorithm, ListObjectsV2Output } from "@aws-sdk/client-s3";
import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { create } from "xmlbuilder2";
import type { AwsResponse } from "./localAws";

/*
 * Responses of AWS as its API references show them, with all their fields, used or not, and as recorded ones (`recorded.ts`) have
 * them if the two differ. The compiler compares them with AWS's own models, which the SDK's types are generated from, and
 * `recorded.test.ts` with the recorded ones. The references:
 * - STS https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * - AWS Backup https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html,
 *   API_DeleteRecoveryPoint.html, API_StartRestoreJob.html, API_DescribeRestoreJob.html and
 *   API_GetRestoreJobMetadata.html
 * - RDS https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html and
 *   API_DescribeDBInstanceAutomatedBackups.html, API_DescribeDBSnapshots.html,
 *   API_DescribeOrderableDBInstanceOptions.html and
 *   API_DeleteDBInstanceAutomatedBackup.html
 * - EFS https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystems.html, API_UpdateFileSystem.html and
 *   API_DeleteFileSystem.html
 * - IAM https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html and API_SimulatePrincipalPolicy.html
 * - CloudWatch Logs https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
 * - KMS https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 * - S3 https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and ErrorResponses.html
 */

const REQUEST_ID = "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE";
const RDS = "http://rds.amazonaws.com/doc/2014-10-31/";
const IAM = "https://iam.amazonaws.com/doc/2010-05-08/";
const S3 = "http://s3.amazonaws.com/doc/2006-03-01/";
const STS = "https://sts.amazonaws.com/doc/2011-06-15/";

/** The fields of a recovery point that tests set. */
export interface Point {
    arn: string;
    resourceArn: string;
    type: "EFS" | "RDS";
    /** ISO 8601. */
    created: string;
    bytes: number;
    status: RecoveryPointStatus;
    keyArn: string;
}

export function recoveryPoints(
    vault: { name: string; arn: string },
    points: Point[],
    nextToken?: string,
): AwsResponse {
    return backupJson<ListRecoveryPointsByBackupVaultOutput>({
        NextToken: nextToken ?? null,
        RecoveryPoints: points.map(
            ({
                arn,
                resourceArn,
                type,
                created,
                bytes,
                status,
                keyArn,
            }): Wire<RecoveryPointByBackupVault> => ({
                RecoveryPointArn: arn,
                BackupVaultName: vault.name,
                BackupVaultArn: vault.arn,
                SourceBackupVaultArn: null,
                ResourceArn: resourceArn,
                ResourceType: type,
                CreatedBy: {
                    BackupPlanId: "6f9ad5a1-7e33-4d1c-8d3a-0c1f3d6c7a11",
                    BackupPlanArn: `${vault.arn.split(":").slice(0, 5).join(":")}:backup-plan:6f9ad5a1-7e33-4d1c-8d3a-0c1f3d6c7a11`,
                    BackupPlanName: "posit-connect-prod",
                    BackupPlanVersion: "MTJiNWM4YjgtYTEwYi00ZTY3LTk0ZWQtMjVlYmUzZTZiYzQx",
                    BackupRuleId: "a0b2c7a0-3d52-4f1e-9e2b-4a4c4f1f1d11",
                    BackupRuleName: "daily",
                },
                IamRoleArn: "arn:aws:iam::123456789012:role/posit-connect-prod-backup",
                Status: status,
                StatusMessage: "Done",
                CreationDate: Date.parse(created) / 1000,
                InitiationDate: Date.parse(created) / 1000 - 40,
                CompletionDate: status === "COMPLETED" ? Date.parse(created) / 1000 + 900.5 : null,
                BackupSizeInBytes: bytes,
                CalculatedLifecycle: {
                    MoveToColdStorageAt: null,
                    DeleteAt: Date.parse(created) / 1000 + 35 * 24 * 3600,
                },
                Lifecycle: { MoveToColdStorageAfterDays: null, DeleteAfterDays: 35 },
                EncryptionKeyArn: keyArn,
                EncryptionKeyType: "CUSTOMER_MANAGED_KMS_KEY",
                IsEncrypted: true,
                LastRestoreTime: null,
                ParentRecoveryPointArn: null,
                CompositeMemberIdentifier: null,
                IsParent: false,
                ResourceName: "posit-connect-prod",
                VaultType: "BACKUP_VAULT",
            }),
        ),
    });
}

/** The response to the deletion of a recovery point, which is empty. */
export function deletedRecoveryPoint(): AwsResponse {
    return { status: 200, body: "" };
}

/** @param arn principal of the credentials. */
export function callerIdentity(
    account: string,
    arn = `arn:aws:sts::${account}:assumed-role/operator/alice`,
): AwsResponse {
    return query<GetCallerIdentityResponse>(STS, "GetCallerIdentity", {
        Arn: arn,
        UserId: "AROAEXAMPLE:alice",
        Account: account,
    });
}

/** A role, with its path, which the ARNs of its sessions lack. */
export function role(arn: string): AwsResponse {
    return query<GetRoleResponse>(IAM, "GetRole", {
        Role: {
            Path: `/${arn.split("/").slice(1, -1).join("/")}/`,
            Arn: arn,
            RoleName: arn.split("/").at(-1),
            AssumeRolePolicyDocument: "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D",
            CreateDate: "2026-01-08T15:00:05Z",
            RoleId: "AROAEXAMPLE",
            MaxSessionDuration: 3600,
        },
    });
}

/** IAM's decision on an action on a resource. */
export interface Decision {
    decision: "allowed" | "implicitDeny" | "explicitDeny";
    /** Condition keys of the policies that the request has no values of. */
    missingKeys?: string[];
    byOrganization?: boolean;
    byBoundary?: boolean;
}

/** IAM's decisions on several actions on a resource, or on `*`. @param marker marker of the next page, if there is one. */
export function simulatedPolicy(
    resource: string,
    decisions: Record<string, Decision>,
    marker?: string,
): AwsResponse {
    return query<SimulatePolicyResponse>(IAM, "SimulatePrincipalPolicy", {
        IsTruncated: marker !== undefined,
        ...(marker === undefined ? {} : { Marker: marker }),
        EvaluationResults: {
            member: Object.entries(decisions).map(([action, decision]) =>
                evaluation(action, resource, decision),
            ),
        },
    });
}

function evaluation(
    action: string,
    resource: string,
    { decision, missingKeys = [], byOrganization, byBoundary }: Decision,
): XmlWire<EvaluationResult> {
    const boundary =
        byBoundary === undefined
            ? {}
            : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: byBoundary } };
    return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: decision,
        // Left empty: nothing reads the statements.
        MatchedStatements: {},
        MissingContextValues: { member: missingKeys },
        ...(byOrganization === undefined
            ? {}
            : { OrganizationsDecisionDetail: { AllowedByOrganizations: byOrganization } }),
        ...boundary,
        ...(resource === "*"
            ? {}
            : {
                  EvalDecisionDetails: {},
                  ResourceSpecificResults: {
                      member: [
                          {
                              EvalResourceName: resource,
                              EvalResourceDecision: decision,
                              // IAM leaves out an empty list here, though not above.
                              ...(missingKeys.length === 0
                                  ? {}
                                  : { MissingContextValues: { member: missingKeys } }),
                              ...boundary,
                          },
                      ],
                  },
              }),
    };
}

/** The fields of a database that tests set, with times in ISO 8601. */
export interface DatabaseShape {
    identifier: string;
    resourceId: string;
    keyArn: string;
}

export function dbInstance(
    database: DatabaseShape,
    latestRestorableTime: string,
    status: string,
): AwsResponse {
    return query<DBInstanceMessage>(RDS, "DescribeDBInstances", {
        DBInstances: {
            DBInstance: [
                {
                    DBInstanceIdentifier: database.identifier,
                    DBInstanceArn: `arn:aws:rds:us-east-1:123456789012:db:${database.identifier}`,
                    DbiResourceId: database.resourceId,
                    DBInstanceStatus: status,
                    Engine: "postgres",
                    EngineVersion: "15.14",
                    MultiAZ: true,
                    AllocatedStorage: 20,
                    BackupRetentionPeriod: 14,
                    LatestRestorableTime: latestRestorableTime,
                    StorageEncrypted: true,
                    KmsKeyId: database.keyArn,
                },
            ],
        },
    });
}

/** The automated backups of an instance, which exists (`active`) or is deleted (`retained`). */
export interface AutomatedBackup extends DatabaseShape {
    status: "active" | "creating" | "retained";
    /** Absent while the first backup is being created. */
    window?: [earliest: string, latest: string];
    /** @default 20 */
    storageGiB?: number;
}

export function automatedBackups(...backups: AutomatedBackup[]): AwsResponse {
    return query<DBInstanceAutomatedBackupMessage>(RDS, "DescribeDBInstanceAutomatedBackups", {
        DBInstanceAutomatedBackups: {
            DBInstanceAutomatedBackup: backups.map((backup) =>
                automatedBackup(backup, backup.status, backup.window, backup.storageGiB),
            ),
        },
    });
}

/** A snapshot of AWS Backup as RDS returns it, with times in ISO 8601. */
export interface SnapshotShape {
    arn: string;
    /** Name of the database. */
    identifier: string;
    created: string;
    /** Creation time of its source, if it is a copy. */
    originallyCreated?: string;
    storageGiB: number;
    keyArn: string;
}

/** @param marker marker of the next page, if there is one. */
export function dbSnapshots(snapshots: SnapshotShape[], marker?: string): AwsResponse {
    return query<DBSnapshotMessage>(RDS, "DescribeDBSnapshots", {
        ...(marker === undefined ? {} : { Marker: marker }),
        DBSnapshots: {
            DBSnapshot: snapshots.map((snapshot): XmlWire<DBSnapshot> => ({
                DBSnapshotIdentifier: snapshot.arn.split(":snapshot:").at(-1),
                DBInstanceIdentifier: snapshot.identifier,
                SnapshotCreateTime: snapshot.created,
                OriginalSnapshotCreateTime: snapshot.originallyCreated ?? snapshot.created,
                Engine: "postgres",
                AllocatedStorage: snapshot.storageGiB,
                Status: "available",
                Port: 5432,
                AvailabilityZone: "us-east-1a",
                VpcId: "vpc-0a1b2c3d4e5f60718",
                InstanceCreateTime: "2026-01-08T15:20:41.501Z",
                MasterUsername: "posit",
                EngineVersion: "15.14",
                LicenseModel: "postgresql-license",
                SnapshotType: "awsbackup",
                OptionGroupName: "default:postgres-15",
                PercentProgress: 100,
                ...(snapshot.originallyCreated === undefined
                    ? {}
                    : {
                          SourceRegion: "us-east-1",
                          SourceDBSnapshotIdentifier:
                              "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-19704517",
                      }),
                StorageType: "gp3",
                Encrypted: true,
                KmsKeyId: snapshot.keyArn,
                DBSnapshotArn: snapshot.arn,
                IAMDatabaseAuthenticationEnabled: false,
            })),
        },
    });
}

/** The zones in which RDS offers a class, for a minor version and a storage type. */
export interface Orderable {
    instanceClass: string;
    engineVersion: string;
    storageType: "gp2" | "gp3";
    zones: string[];
}

export function orderableOptions(options: Orderable[], marker?: string): AwsResponse {
    return query<OrderableDBInstanceOptionsMessage>(RDS, "DescribeOrderableDBInstanceOptions", {
        ...(marker === undefined ? {} : { Marker: marker }),
        OrderableDBInstanceOptions: {
            OrderableDBInstanceOption: options.map(
                ({
                    instanceClass,
                    engineVersion,
                    storageType,
                    zones,
                }): XmlWire<OrderableDBInstanceOption> => ({
                    Engine: "postgres",
                    EngineVersion: engineVersion,
                    DBInstanceClass: instanceClass,
                    LicenseModel: "postgresql-license",
                    AvailabilityZones: { AvailabilityZone: zones.map((Name) => ({ Name })) },
                    MultiAZCapable: true,
                    ReadReplicaCapable: true,
                    Vpc: true,
                    SupportsStorageEncryption: true,
                    StorageType: storageType,
                    SupportsIops: storageType === "gp3",
                    SupportsEnhancedMonitoring: true,
                    SupportsIAMDatabaseAuthentication: true,
                    SupportsPerformanceInsights: true,
                    AvailableProcessorFeatures: {},
                    SupportsKerberosAuthentication: true,
                    OutpostCapable: false,
                    SupportsGlobalDatabases: false,
                    SupportsClusters: false,
                    SupportedNetworkTypes: { member: ["IPV4", "DUAL"] },
                }),
            ),
        },
    });
}

/** The response to the deletion of an instance's automated backups, which is in progress. */
/** A version of PostgreSQL with its upgrade targets; none if RDS does not have it. */
export function engineVersions(...versions: { version: string; targets: string[] }[]): AwsResponse {
    return query<DBEngineVersionMessage>(RDS, "DescribeDBEngineVersions", {
        DBEngineVersions: {
            DBEngineVersion: versions.map(({ version, targets }): XmlWire<DBEngineVersion> => ({
                Engine: "postgres",
                EngineVersion: version,
                DBParameterGroupFamily: `postgres${version.split(".")[0] ?? ""}`,
                ValidUpgradeTarget: {
                    UpgradeTarget: targets.map((EngineVersion) => ({
                        Engine: "postgres",
                        EngineVersion,
                        AutoUpgrade: false,
                        IsMajorVersionUpgrade: !EngineVersion.startsWith(version.split(".")[0] ?? ""),
                    })),
                },
            })),
        },
    });
}

export function deletedAutomatedBackup(): AwsResponse {
    const database = {
        identifier: "posit-connect-prod",
        resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXY1",
        keyArn: "arn:aws:kms:us-east-1:123456789012:key/1ec621db-4406-4cb9-8e85-812386071791",
    };
    return query<DeleteDBInstanceAutomatedBackupResult>(RDS, "DeleteDBInstanceAutomatedBackup", {
        DBInstanceAutomatedBackup: automatedBackup(database, "deleting"),
    });
}

function automatedBackup(
    { identifier, resourceId, keyArn }: DatabaseShape,
    status: string,
    window?: [earliest: string, latest: string],
    storageGiB = 20,
): XmlWire<DBInstanceAutomatedBackup> {
    return {
        DBInstanceArn: `arn:aws:rds:us-east-1:123456789012:db:${identifier}`,
        DbiResourceId: resourceId,
        Region: "us-east-1",
        DBInstanceIdentifier: identifier,
        RestoreWindow: window === undefined ? {} : { EarliestTime: window[0], LatestTime: window[1] },
        AllocatedStorage: storageGiB,
        Status: status,
        Port: 5432,
        AvailabilityZone: "us-east-1a",
        VpcId: "vpc-0a1b2c3d4e5f60718",
        InstanceCreateTime: "2026-01-08T15:20:41.501Z",
        MasterUsername: "posit",
        Engine: "postgres",
        EngineVersion: "15.14",
        LicenseModel: "postgresql-license",
        OptionGroupName: "default:postgres-15",
        Encrypted: true,
        StorageType: "gp3",
        KmsKeyId: keyArn,
        IAMDatabaseAuthenticationEnabled: false,
        BackupRetentionPeriod: 14,
        // RDS returns it for backups in the instance's own region, too.
        DBInstanceAutomatedBackupsArn: `arn:aws:rds:us-east-1:123456789012:auto-backup:ab-${resourceId.slice("db-".length).toLowerCase()}`,
        BackupTarget: "region",
    };
}

export function startedRestoreJob(job: string): AwsResponse {
    return backupJson<StartRestoreJobOutput>({ RestoreJobId: job });
}

/** @param created id of the file system that the job creates, once there is one. */
export function restoreJob(
    job: string,
    status: RestoreJobStatus,
    created?: string,
    message?: string,
    point = "arn:aws:backup:us-east-1:123456789012:recovery-point:b2f7c59b-2a92-4dbd-814f-ed35e175c259",
    type: "EFS" | "RDS" = "EFS",
): AwsResponse {
    return backupJson<DescribeRestoreJobOutput>({
        AccountId: "123456789012",
        BackupSizeInBytes: 226_022_588_416,
        CreationDate: 1_795_435_200.12,
        CompletionDate: status === "COMPLETED" ? 1_795_436_300.441 : null,
        CreatedBy: null,
        CreatedResourceArn:
            created === undefined
                ? null
                : `arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/${created}`,
        ExpectedCompletionTimeMinutes: 20,
        IamRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
        IsParent: false,
        PercentDone: status === "COMPLETED" ? "100.00%" : "12.50%",
        RecoveryPointArn: point,
        ResourceType: type,
        RestoreJobId: job,
        Status: status,
        StatusMessage: message ?? null,
    });
}

/** The metadata that a restore job was started with. */
export function restoreMetadata(job: string, metadata: Record<string, string>): AwsResponse {
    return backupJson<GetRestoreJobMetadataOutput>({ RestoreJobId: job, Metadata: metadata });
}

/** The response to the deletion of a log group, which is empty. */
export function deletedLogGroup(): AwsResponse {
    return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: "" };
}

/** An error of CloudWatch Logs. */
export function logsError(status: number, code: string, message: string): AwsResponse {
    return jsonError(status, code, { __type: code, message });
}

/** The response to the deletion of a file system, which is empty. */
export function deletedFileSystem(): AwsResponse {
    return { status: 204, body: "" };
}

/** The response to a change of the lifecycle: the new one. */
export function lifecycle(policies: LifecyclePolicy[]): AwsResponse {
    return json<LifecycleConfigurationDescription>({ LifecyclePolicies: policies });
}

/** A file system as the program creates it, except for `parts`. */
export function fileSystem(
    id: string,
    bytes: number,
    state: LifeCycleState = "available",
    parts: Pick<FileSystemDescription, "ThroughputMode"> & { NumberOfMountTargets?: number } = {},
): AwsResponse {
    return json<DescribeFileSystemsResponse>({
        FileSystems: [{ ...description(id, bytes, state), ...parts }],
    });
}

/** The response to a change of the throughput mode, which is in progress. */
export function updatedFileSystem(id: string): AwsResponse {
    return { ...json<FileSystemDescription>(description(id, 0, "updating")), status: 202 };
}

function description(id: string, bytes: number, state: LifeCycleState): Wire<FileSystemDescription> {
    return {
        CreationTime: 1_764_000_000,
        CreationToken: "posit-connect-prod",
        Encrypted: true,
        FileSystemArn: `arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/${id}`,
        FileSystemId: id,
        KmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/d38e6df4-3a19-4516-9f4b-ab568e9bccc5",
        LifeCycleState: state,
        Name: "posit-connect-prod",
        NumberOfMountTargets: 3,
        FileSystemProtection: { ReplicationOverwriteProtection: "ENABLED" },
        OwnerId: "123456789012",
        PerformanceMode: "generalPurpose",
        SizeInBytes: {
            Timestamp: 1_764_000_000,
            Value: bytes,
            ValueInIA: 0,
            ValueInStandard: bytes,
            ValueInArchive: 0,
        },
        Tags: [{ Key: "Name", Value: "posit-connect-prod" }],
        ThroughputMode: "elastic",
    };
}

export function key(arn: string, state: KeyState): AwsResponse {
    return json<DescribeKeyResponse>({
        KeyMetadata: {
            AWSAccountId: "123456789012",
            Arn: arn,
            CreationDate: 1_764_000_000,
            CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
            Description: "",
            Enabled: state === "Enabled",
            EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
            KeyId: arn.split("/").at(-1),
            KeyManager: "CUSTOMER",
            KeySpec: "SYMMETRIC_DEFAULT",
            KeyState: state,
            KeyUsage: "ENCRYPT_DECRYPT",
            MultiRegion: false,
            Origin: "AWS_KMS",
            ...(state === "PendingDeletion" ? { DeletionDate: 1_767_000_000 } : {}),
        },
    });
}

type ListedObject = XmlWire<Omit<_Object, "ChecksumAlgorithm">> & { ChecksumAlgorithm: ChecksumAlgorithm };

/** The objects in a bucket. @param files bytes by name. */
export function objects(bucket: string, files: Record<string, number>): AwsResponse {
    const list: XmlWire<ListObjectsV2Output> = {
        Name: bucket,
        Prefix: "",
        KeyCount: Object.keys(files).length,
        MaxKeys: 1000,
        IsTruncated: false,
    };
    // S3's lists have no element around their items.
    const contents = Object.entries(files).map(([file, bytes]): ListedObject => ({
        Key: file,
        LastModified: "2026-11-20T09:12:00.000Z",
        ETag: '"70ee1738b6b21e2c8a43f3a5ab0eee71"',
        Size: bytes,
        ChecksumAlgorithm: "CRC64NVME",
        ChecksumType: "FULL_OBJECT",
        StorageClass: "STANDARD",
    }));
    return xml({
        ListBucketResult: { "@xmlns": S3, ...list, Contents: contents },
    });
}

/** An object in S3. */
export function object(text: string): AwsResponse {
    return { status: 200, headers: { "content-type": "binary/octet-stream" }, body: text };
}

/** An error of a service that responds with XML: IAM, RDS and STS. */
export function queryError(status: number, code: string, message: string): AwsResponse {
    return xml(
        {
            ErrorResponse: {
                "@xmlns": RDS,
                Error: { Type: "Sender", Code: code, Message: message },
                RequestId: REQUEST_ID,
            },
        },
        status,
    );
}

/** An error of AWS Backup. */
export function backupError(status: number, code: string, message: string): AwsResponse {
    return jsonError(status, code, { Code: "ERROR_9101", Message: message });
}

/** An error of EFS. */
export function efsError(status: number, code: string, message: string): AwsResponse {
    return jsonError(status, code, { ErrorCode: code, Message: message });
}

/** An error of KMS. */
export function kmsError(status: number, code: string, message: string): AwsResponse {
    return jsonError(status, code, { __type: code, message });
}

function jsonError(status: number, code: string, body: Record<string, string>): AwsResponse {
    return {
        status,
        headers: { "content-type": "application/json", "x-amzn-errortype": code },
        body: JSON.stringify(body),
    };
}

/** An error of S3. */
export function s3Error(status: number, code: string, message: string): AwsResponse {
    return xml(
        { Error: { Code: code, Message: message, RequestId: "656c76696e6727732072657175657374" } },
        status,
    );
}

/** A structure of AWS in JSON: times are in seconds since 1970. */
type Wire<T> = T extends Date
    ? number
    : T extends (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> | null }
        : T;

/** A structure of AWS in XML: times are in ISO 8601, and the items of a list are in an element of any name. */
type XmlWire<T> = T extends Date
    ? string
    : T extends (infer Item)[]
      ? Record<string, XmlWire<Item>[]>
      : T extends object
        ? { [Key in keyof T]: XmlWire<T[Key]> }
        : T;

/** A response of a service that takes a form and responds with XML: IAM, RDS and STS. */
function query<Shape>(namespace: string, action: string, result: XmlWire<Shape>): AwsResponse {
    return xml({
        [`${action}Response`]: {
            "@xmlns": namespace,
            [`${action}Result`]: result,
            ResponseMetadata: { RequestId: REQUEST_ID },
        },
    });
}

function xml(body: Record<string, object>, status = 200): AwsResponse {
    return { status, headers: { "content-type": "text/xml" }, body: create(body).end() };
}

function json<Shape>(value: Wire<Shape>): AwsResponse {
    return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/**
 * A response of AWS Backup: absent fields are `null`, and a time is written as 1.578560834253E9.
 *
 * Source: https://github.com/boto/boto3/issues/2260, which has a list as recorded over the wire.
 */
function backupJson<Shape>(value: Wire<Shape>): AwsResponse {
    const answer = json<Shape>(value);
    const body = answer.body.replace(/(?<="(?:\w+Date|DeleteAt)":)[\d.]+/g, (seconds) =>
        Number(seconds).toExponential().replace("e+", "E"),
    );
    return { ...answer, body };
}
