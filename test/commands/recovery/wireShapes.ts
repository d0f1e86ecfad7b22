import type {
    DescribeRestoreJobOutput,
    ListRecoveryPointsByBackupVaultOutput,
    RecoveryPointByBackupVault,
    RecoveryPointStatus,
    RestoreJobStatus,
    StartRestoreJobOutput,
} from "@aws-sdk/client-backup";
import type { DescribeFileSystemsResponse, FileSystemDescription, LifeCycleState } from "@aws-sdk/client-efs";
import type { DescribeKeyResponse, KeyState } from "@aws-sdk/client-kms";
import type { Answer } from "./localAws";

/*
 * Answers of AWS as its API references show them, with every field that they show, needed or not. Those in JSON are held
 * against AWS's own models of them, which the SDK's types are made from:
 * - STS https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * - AWS Backup https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html,
 *   API_DeleteRecoveryPoint.html, API_StartRestoreJob.html and API_DescribeRestoreJob.html
 * - RDS https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html and
 *   API_DescribeDBInstanceAutomatedBackups.html and API_DeleteDBInstanceAutomatedBackup.html
 * - EFS https://docs.aws.amazon.com/efs/latest/ug/API_DescribeFileSystems.html, API_UpdateFileSystem.html and
 *   API_DeleteFileSystem.html
 * - IAM https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html and API_SimulatePrincipalPolicy.html
 * - KMS https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 * - S3 https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and ErrorResponses.html
 */

const REQUEST_ID = "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE";
const RDS = "http://rds.amazonaws.com/doc/2014-10-31/";
const IAM = "https://iam.amazonaws.com/doc/2010-05-08/";
const STS = "https://sts.amazonaws.com/doc/2011-06-15/";

/** A recovery point as the tests speak of it. */
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
): Answer {
    return json<ListRecoveryPointsByBackupVaultOutput>({
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
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
                CreationDate: Date.parse(created) / 1000,
                InitiationDate: Date.parse(created) / 1000 - 40,
                ...(status === "COMPLETED" ? { CompletionDate: Date.parse(created) / 1000 + 900.5 } : {}),
                BackupSizeInBytes: bytes,
                CalculatedLifecycle: { DeleteAt: Date.parse(created) / 1000 + 35 * 24 * 3600 },
                Lifecycle: { DeleteAfterDays: 35 },
                EncryptionKeyArn: keyArn,
                EncryptionKeyType: "CUSTOMER_MANAGED_KMS_KEY",
                IsEncrypted: true,
                IsParent: false,
                ResourceName: "posit-connect-prod",
                VaultType: "BACKUP_VAULT",
            }),
        ),
    });
}

/** What AWS Backup answers to a recovery point's deletion: nothing. */
export function deletedRecoveryPoint(): Answer {
    return { status: 200, body: "" };
}

/** @param arn of whom the credentials are. */
export function callerIdentity(
    account: string,
    arn = `arn:aws:sts::${account}:assumed-role/operator/alice`,
): Answer {
    return xml(`<GetCallerIdentityResponse xmlns="${STS}">
  <GetCallerIdentityResult>
    <Arn>${arn}</Arn>
    <UserId>AROAEXAMPLE:alice</UserId>
    <Account>${account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`);
}

/** A role, which has a path that its sessions do not tell. */
export function role(arn: string): Answer {
    return xml(`<GetRoleResponse xmlns="${IAM}">
  <GetRoleResult>
    <Role>
      <Path>/${arn.split("/").slice(1, -1).join("/")}/</Path>
      <Arn>${arn}</Arn>
      <RoleName>${arn.split("/").at(-1) ?? ""}</RoleName>
      <AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D</AssumeRolePolicyDocument>
      <CreateDate>2026-01-08T15:00:05Z</CreateDate>
      <RoleId>AROAEXAMPLE</RoleId>
      <MaxSessionDuration>3600</MaxSessionDuration>
    </Role>
  </GetRoleResult>
  <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
</GetRoleResponse>`);
}

/** What IAM foretells of one action on one resource. */
export interface Decision {
    decision: "allowed" | "implicitDeny" | "explicitDeny";
    /** Condition keys that the policies ask for, and the question does not have. */
    missingKeys?: string[];
    byOrganization?: boolean;
    byBoundary?: boolean;
}

/** What IAM foretells of several actions on one resource, or on `*`. */
export function simulatedPolicy(resource: string, decisions: Record<string, Decision>): Answer {
    return xml(`<SimulatePrincipalPolicyResponse xmlns="${IAM}">
  <SimulatePrincipalPolicyResult>
    <IsTruncated>false</IsTruncated>
    <EvaluationResults>${Object.entries(decisions)
        .map(([action, decision]) => evaluation(action, resource, decision))
        .join("")}
    </EvaluationResults>
  </SimulatePrincipalPolicyResult>
  <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
</SimulatePrincipalPolicyResponse>`);
}

function evaluation(
    action: string,
    resource: string,
    { decision, missingKeys = [], byOrganization, byBoundary }: Decision,
): string {
    const keys = `<MissingContextValues>${missingKeys.map((key) => `<member>${key}</member>`).join("")}</MissingContextValues>`;
    const boundary =
        byBoundary === undefined
            ? ""
            : `<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>${byBoundary}</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>`;
    const organization =
        byOrganization === undefined
            ? ""
            : `<OrganizationsDecisionDetail><AllowedByOrganizations>${byOrganization}</AllowedByOrganizations></OrganizationsDecisionDetail>`;
    return `
      <member>
        <EvalActionName>${action}</EvalActionName>
        <EvalResourceName>*</EvalResourceName>
        <EvalDecision>${decision}</EvalDecision>
        <MatchedStatements/>
        ${organization}${boundary}${
            resource === "*"
                ? keys
                : `<ResourceSpecificResults>
          <member>
            <EvalResourceName>${resource}</EvalResourceName>
            <EvalResourceDecision>${decision}</EvalResourceDecision>
            <MatchedStatements/>
            ${keys}${boundary}
          </member>
        </ResourceSpecificResults>`
        }
      </member>`;
}

/** A database as the tests speak of it, with moments as ISO 8601. */
export interface DatabaseShape {
    identifier: string;
    resourceId: string;
    keyArn: string;
}

export function dbInstance(database: DatabaseShape, latestRestorableTime: string, status: string): Answer {
    return xml(`<DescribeDBInstancesResponse xmlns="${RDS}">
  <DescribeDBInstancesResult>
    <DBInstances>
      <DBInstance>
        <DBInstanceIdentifier>${database.identifier}</DBInstanceIdentifier>
        <DbiResourceId>${database.resourceId}</DbiResourceId>
        <DBInstanceStatus>${status}</DBInstanceStatus>
        <Engine>postgres</Engine>
        <EngineVersion>15.14</EngineVersion>
        <MultiAZ>true</MultiAZ>
        <AllocatedStorage>20</AllocatedStorage>
        <BackupRetentionPeriod>14</BackupRetentionPeriod>
        <LatestRestorableTime>${latestRestorableTime}</LatestRestorableTime>
        <StorageEncrypted>true</StorageEncrypted>
        <KmsKeyId>${database.keyArn}</KmsKeyId>
      </DBInstance>
    </DBInstances>
  </DescribeDBInstancesResult>
  <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
</DescribeDBInstancesResponse>`);
}

/** What `DescribeDBInstanceAutomatedBackups` says of an instance, living (`active`) or not (`retained`). */
export interface AutomatedBackup extends DatabaseShape {
    status: "active" | "creating" | "retained";
    /** Absent while the first is being made. */
    window?: [earliest: string, latest: string];
}

export function automatedBackups(...backups: AutomatedBackup[]): Answer {
    const items = backups.map(
        ({ identifier, resourceId, keyArn, status, window }) => `
      <DBInstanceAutomatedBackup>
        <DBInstanceArn>arn:aws:rds:us-east-1:123456789012:db:${identifier}</DBInstanceArn>
        <DbiResourceId>${resourceId}</DbiResourceId>
        <Region>us-east-1</Region>
        <DBInstanceIdentifier>${identifier}</DBInstanceIdentifier>
        <RestoreWindow>${
            window === undefined
                ? ""
                : `<EarliestTime>${window[0]}</EarliestTime><LatestTime>${window[1]}</LatestTime>`
        }</RestoreWindow>
        <AllocatedStorage>20</AllocatedStorage>
        <Status>${status}</Status>
        <Engine>postgres</Engine>
        <Encrypted>true</Encrypted>
        <KmsKeyId>${keyArn}</KmsKeyId>
        <BackupRetentionPeriod>14</BackupRetentionPeriod>
      </DBInstanceAutomatedBackup>`,
    );
    return xml(`<DescribeDBInstanceAutomatedBackupsResponse xmlns="${RDS}">
  <DescribeDBInstanceAutomatedBackupsResult>
    <DBInstanceAutomatedBackups>${items.join("")}</DBInstanceAutomatedBackups>
  </DescribeDBInstanceAutomatedBackupsResult>
  <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
</DescribeDBInstanceAutomatedBackupsResponse>`);
}

export function deletedAutomatedBackup(): Answer {
    return xml(`<DeleteDBInstanceAutomatedBackupResponse xmlns="${RDS}">
  <DeleteDBInstanceAutomatedBackupResult>
    <DBInstanceAutomatedBackup><Status>deleting</Status></DBInstanceAutomatedBackup>
  </DeleteDBInstanceAutomatedBackupResult>
  <ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>
</DeleteDBInstanceAutomatedBackupResponse>`);
}

export function startedRestoreJob(job: string): Answer {
    return json<StartRestoreJobOutput>({ RestoreJobId: job });
}

/** @param created the file system that it has made, or makes; absent where there is none yet. */
export function restoreJob(
    job: string,
    status: RestoreJobStatus,
    created?: string,
    message?: string,
): Answer {
    return json<DescribeRestoreJobOutput>({
        AccountId: "123456789012",
        BackupSizeInBytes: 226_022_588_416,
        CreationDate: 1_795_435_200.12,
        ...(created === undefined
            ? {}
            : {
                  CreatedResourceArn: `arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/${created}`,
              }),
        ExpectedCompletionTimeMinutes: 20,
        IamRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
        IsParent: false,
        PercentDone: status === "COMPLETED" ? "100.0" : "12.5",
        RecoveryPointArn: "arn:aws:backup:us-east-1:123456789012:recovery-point:2026-11-23T05:02:11.120Z",
        ResourceType: "EFS",
        RestoreJobId: job,
        Status: status,
        ...(message === undefined ? {} : { StatusMessage: message }),
    });
}

/** What EFS answers to a deletion: nothing. */
export function deletedFileSystem(): Answer {
    return { status: 204, body: "" };
}

export function fileSystem(id: string, bytes: number, state: LifeCycleState = "available"): Answer {
    return json<DescribeFileSystemsResponse>({ FileSystems: [description(id, bytes, state)] });
}

/** What EFS answers to a change of the throughput mode, on which it is at work. */
export function updatedFileSystem(id: string): Answer {
    return { ...json<FileSystemDescription>(description(id, 0, "updating")), status: 202 };
}

function description(id: string, bytes: number, state: LifeCycleState): Wire<FileSystemDescription> {
    return {
        CreationTime: 1_764_000_000,
        CreationToken: "posit-connect-prod",
        Encrypted: true,
        FileSystemArn: `arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/${id}`,
        FileSystemId: id,
        LifeCycleState: state,
        NumberOfMountTargets: 3,
        OwnerId: "123456789012",
        PerformanceMode: "generalPurpose",
        SizeInBytes: {
            Timestamp: 1_764_000_000,
            Value: bytes,
            ValueInIA: 0,
            ValueInStandard: bytes,
            ValueInArchive: 0,
        },
        Tags: [],
        ThroughputMode: "elastic",
    };
}

export function key(arn: string, state: KeyState): Answer {
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

/** What is in a bucket: bytes by name. */
export function objects(bucket: string, files: Record<string, number>): Answer {
    const contents = Object.entries(files).map(
        ([file, bytes]) => `
  <Contents>
    <Key>${file}</Key>
    <LastModified>2026-11-20T09:12:00.000Z</LastModified>
    <ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag>
    <Size>${bytes}</Size>
    <StorageClass>STANDARD</StorageClass>
  </Contents>`,
    );
    return xml(`<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>${bucket}</Name>
  <Prefix/>
  <KeyCount>${contents.length}</KeyCount>
  <MaxKeys>1000</MaxKeys>
  <IsTruncated>false</IsTruncated>${contents.join("")}
</ListBucketResult>`);
}

/** An object of S3's. */
export function object(text: string): Answer {
    return { status: 200, headers: { "content-type": "binary/octet-stream" }, body: text };
}

/** An error of a service that speaks XML in a query's answer: IAM, RDS and STS. */
export function queryError(status: number, code: string, message: string): Answer {
    return xml(
        `<ErrorResponse xmlns="${RDS}">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>${REQUEST_ID}</RequestId>
</ErrorResponse>`,
        status,
    );
}

/** An error of a service that speaks JSON: AWS Backup, EFS and KMS. */
export function jsonError(status: number, code: string, message: string): Answer {
    return {
        ...json<{ __type: string; message: string }>({ __type: code, message }),
        status,
        headers: { "content-type": "application/json", "x-amzn-errortype": code },
    };
}

/** An error of S3's. */
export function s3Error(status: number, code: string, message: string): Answer {
    return xml(
        `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${message}</Message><RequestId>656c76696e6727732072657175657374</RequestId></Error>`,
        status,
    );
}

function xml(body: string, status = 200): Answer {
    return { status, headers: { "content-type": "text/xml" }, body };
}

/** A structure of AWS's as it is in JSON: moments in seconds since 1970. */
type Wire<T> = T extends Date
    ? number
    : T extends (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> }
        : T;

function json<Shape>(value: Wire<Shape>): Answer {
    return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
