import {
    BackupClient,
    DescribeRestoreJobCommand,
    ListRecoveryPointsByBackupVaultCommand,
    StartRestoreJobCommand,
    type DescribeRestoreJobCommandOutput,
    type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { CloudWatchLogsClient, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
    DeleteFileSystemCommand,
    DescribeFileSystemsCommand,
    EFSClient,
    PutLifecycleConfigurationCommand,
} from "@aws-sdk/client-efs";
import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    DescribeDBInstanceAutomatedBackupsCommand,
    DescribeDBInstancesCommand,
    DescribeDBSnapshotsCommand,
    DescribeOrderableDBInstanceOptionsCommand,
    RDSClient,
} from "@aws-sdk/client-rds";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { MANIFEST } from "../recoveryManifest";
import { inEnvironment } from "./command";
import type { AwsHandlers } from "./localAws";
import { decisions, JOB, startProd } from "./prodStack";
import { RECORDED, type Recorded } from "./recorded";
import {
    dbSnapshots,
    deletedFileSystem,
    deletedLogGroup,
    lifecycle,
    restoreJob,
    startedRestoreJob,
    type Decision,
} from "./wireShapes";

/** A response of the tests' AWS. */
interface Case {
    /** Sends the request, and returns the response as the SDK parses it. */
    send: () => Promise<unknown>;
    /** In addition to those of the stack prod. */
    handlers?: AwsHandlers;
}

const CASES: Record<keyof typeof RECORDED, Case> = {
    "backup:ListRecoveryPointsByResource": {
        send: async () => {
            const point = await newestPoint();
            // The recorded list names the size differently.
            return { ...point, BackupSizeBytes: point?.BackupSizeInBytes };
        },
    },
    "backup:ListRecoveryPointsByBackupVault": { send: newestPoint },
    "backup:DescribeRecoveryPoint": { send: newestPoint },
    "backup:StartRestoreJob": {
        handlers: { "backup:StartRestoreJob": () => startedRestoreJob(JOB) },
        send: () =>
            new BackupClient(IN).send(new StartRestoreJobCommand({ RecoveryPointArn: "arn", Metadata: {} })),
    },
    "backup:StartRestoreJob, denied": { send: newestPoint },
    "backup:DescribeRestoreJob, completed": {
        handlers: { "backup:DescribeRestoreJob": () => restoreJob(JOB, "COMPLETED", "fs-1") },
        send: async () => {
            const job = await describedJob();
            // A recovery point of EC2 is restored to an instance, whose ARN has the same parts.
            const made = job.CreatedResourceArn?.replace(":elasticfilesystem:", ":ec2:");
            return { ...job, CreatedResourceArn: made?.replace("file-system/fs-", "instance/i-") };
        },
    },
    "backup:DescribeRestoreJob, running": {
        handlers: { "backup:DescribeRestoreJob": () => restoreJob(JOB, "RUNNING") },
        send: describedJob,
    },
    "backup:DescribeRestoreJob, of EFS": {
        handlers: { "backup:DescribeRestoreJob": () => restoreJob(JOB, "COMPLETED", "fs-1") },
        send: describedJob,
    },
    "elasticfilesystem:DeleteFileSystem": {
        handlers: { "elasticfilesystem:DeleteFileSystem": deletedFileSystem },
        send: () => new EFSClient(IN).send(new DeleteFileSystemCommand({ FileSystemId: "fs-1" })),
    },
    "elasticfilesystem:DescribeFileSystems": {
        send: async () => {
            const command = new DescribeFileSystemsCommand({ FileSystemId: MANIFEST.fileSystem.id });
            return (await new EFSClient(IN).send(command)).FileSystems?.[0];
        },
    },
    "elasticfilesystem:PutLifecycleConfiguration": {
        handlers: {
            "elasticfilesystem:PutLifecycleConfiguration": () =>
                lifecycle([{ TransitionToIA: "AFTER_30_DAYS" }]),
        },
        send: () =>
            new EFSClient(IN).send(
                new PutLifecycleConfigurationCommand({ FileSystemId: "fs-1", LifecyclePolicies: [] }),
            ),
    },
    "iam:GetRole": {
        send: async () => (await new IAMClient(IN).send(new GetRoleCommand({ RoleName: "operator" }))).Role,
    },
    "iam:SimulatePrincipalPolicy, denied": simulated(
        { decision: "explicitDeny", byOrganization: true, byBoundary: false },
        "arn:aws:iam::123456789012:user/",
    ),
    "iam:SimulatePrincipalPolicy, not allowed": simulated({
        decision: "implicitDeny",
        byOrganization: true,
    }),
    "iam:SimulatePrincipalPolicy, not allowed on *": simulated(
        { decision: "implicitDeny", byOrganization: true },
        "*",
    ),
    "iam:SimulatePrincipalPolicy, not allowed by the boundary": simulated({
        decision: "implicitDeny",
        missingKeys: ["aws:MultiFactorAuthPresent"],
        byOrganization: true,
        byBoundary: false,
    }),
    "iam:SimulateCustomPolicy, denied by the organization": simulated({
        decision: "explicitDeny",
        byOrganization: false,
    }),
    "iam:SimulateCustomPolicy, with a key that is missing": simulated({
        decision: "implicitDeny",
        missingKeys: ["aws:MultiFactorAuthPresent"],
    }),
    "kms:DescribeKey": {
        send: async () => {
            const command = new DescribeKeyCommand({ KeyId: MANIFEST.database.keyArn });
            return (await new KMSClient(IN).send(command)).KeyMetadata;
        },
    },
    "logs:DeleteLogGroup": {
        handlers: { "logs:DeleteLogGroup": deletedLogGroup },
        send: () =>
            new CloudWatchLogsClient(IN).send(new DeleteLogGroupCommand({ logGroupName: "/aws/eks/prod" })),
    },
    "rds:DescribeDBInstances": {
        send: async () => (await new RDSClient(IN).send(new DescribeDBInstancesCommand())).DBInstances?.[0],
    },
    "rds:DescribeDBInstanceAutomatedBackups": {
        send: async () => {
            const command = new DescribeDBInstanceAutomatedBackupsCommand();
            return (await new RDSClient(IN).send(command)).DBInstanceAutomatedBackups?.[0];
        },
    },
    "rds:DescribeDBSnapshots": {
        handlers: {
            "rds:DescribeDBSnapshots": () =>
                dbSnapshots([
                    {
                        // The name of a snapshot of AWS Backup has one more part.
                        arn: "arn:aws:rds:us-east-1:123456789012:snapshot:copyjob-19704517",
                        identifier: "posit-connect-prod",
                        created: "2026-11-23T07:00:00Z",
                        originallyCreated: "2026-11-23T05:09:30Z",
                        storageGiB: 20,
                        keyArn: MANIFEST.database.keyArn,
                    },
                ]),
        },
        send: async () => {
            const { DBSnapshots: [snapshot] = [] } = await new RDSClient(IN).send(
                new DescribeDBSnapshotsCommand(),
            );
            return {
                ...snapshot,
                SourceDBSnapshotIdentifier: snapshot?.SourceDBSnapshotIdentifier?.replace(":awsbackup:", ":"),
            };
        },
    },
    "rds:DescribeOrderableDBInstanceOptions": {
        send: async () => {
            const command = new DescribeOrderableDBInstanceOptionsCommand({
                Engine: "postgres",
                DBInstanceClass: "db.m5.large",
            });
            return (await new RDSClient(IN).send(command)).OrderableDBInstanceOptions?.[0];
        },
    },
    "s3:ListBucket": {
        send: () => new S3Client(IN).send(new ListObjectsV2Command({ Bucket: "bucket" })),
    },
    "sts:GetCallerIdentity": { send: () => new STSClient(IN).send(new GetCallerIdentityCommand()) },
};

/** IAM's decision on an action on a resource, or on `*`. */
function simulated(decision: Decision, resource = "arn:aws:s3:::bucket/object"): Case {
    return {
        handlers: { "iam:SimulatePrincipalPolicy": decisions(() => decision) },
        send: async () => {
            const command = new SimulatePrincipalPolicyCommand({
                PolicySourceArn: "arn:aws:iam::123456789012:role/operator",
                ActionNames: ["s3:GetObject"],
                ResourceArns: [resource],
            });
            return (await new IAMClient(IN).send(command)).EvaluationResults?.[0];
        },
    };
}

function describedJob(): Promise<DescribeRestoreJobCommandOutput> {
    return new BackupClient(IN).send(new DescribeRestoreJobCommand({ RestoreJobId: JOB }));
}

async function newestPoint(): Promise<RecoveryPointByBackupVault | undefined> {
    const command = new ListRecoveryPointsByBackupVaultCommand({
        BackupVaultName: "posit-connect-prod",
        ByResourceArn: MANIFEST.fileSystem.arn,
        MaxResults: 1000,
    });
    return (await new BackupClient(IN).send(command)).RecoveryPoints?.[0];
}

const IN = { region: "us-east-1" };

describe("the responses of AWS in the tests of npm run recovery, compared with recorded ones", () => {
    for (const [name, { response, source, complete, status }] of Object.entries<Recorded>(RECORDED)) {
        it(`${name} has the recorded fields in the same format: ${source.split("/").at(-1) ?? ""}`, async () => {
            const { send, handlers } = CASES[name as keyof typeof RECORDED];
            const aws = await startProd(handlers);
            try {
                const parsed = await inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, send);

                const { $metadata: metadata, ...fields } = parsed as {
                    $metadata?: { httpStatusCode: number };
                };
                expect(formatsIn(fields, complete === true ? fields : response)).to.deep.equal(
                    formatsIn(response, response),
                );
                if (status !== undefined) {
                    expect(metadata?.httpStatusCode).to.equal(status);
                }
            } finally {
                await aws.stop();
            }
        });
    }
});

/** The formats of the fields and list items that another structure has, too. */
function formatsIn(value: unknown, like: unknown): unknown {
    if (Array.isArray(value) && Array.isArray(like)) {
        return like.map((item, at) => formatsIn(value[at], item));
    }
    if (isStructure(value) && isStructure(like)) {
        return Object.fromEntries(
            Object.entries(like).map(([name, other]) => [name, formatsIn(value[name], other)]),
        );
    }
    return formatOf(value);
}

function isStructure(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Formats of strings. */
const FORMATS: [format: string, pattern: RegExp][] = [
    // AWS Backup uses both cases.
    ["UUID", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
    ["account", /^\d{12}$/],
    ["percent", /^\d+\.\d\d%$/],
    ["CONSTANT", /^[A-Z_]+$/],
    ["id of a file system", /^fs-[0-9a-f]+$/],
    ["resource id of a database", /^db-[A-Z0-9]{26}$/],
    ["id of automated backups", /^ab-[a-z0-9]+$/],
    ["id of a role session", /^AROA[A-Z0-9]+:[\w-]+$/],
];

function formatOf(value: unknown): string {
    if (typeof value !== "string") {
        return Array.isArray(value) ? "list" : typeof value;
    }
    const arn = /^arn:aws:([a-z]+):([a-z0-9-]*):\d{12}:(.*)$/.exec(value);
    if (arn !== null) {
        const [, service = "", region = "", resource = ""] = arn;
        const parts = resource.split(/[/:]/).map((part, at) => (at === 0 ? part : formatOf(part)));
        return `ARN of ${service} ${region === "" ? "without" : "in"} a region: ${parts.join(", ")}`;
    }
    return FORMATS.find(([, pattern]) => pattern.test(value))?.[0] ?? "text";
}
