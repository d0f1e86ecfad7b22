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
import type { Answers } from "./localAws";
import { decided, startProd } from "./prodStack";
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

/** What the tests let AWS answer. */
interface Ours {
    /** Asks for it, as the SDK reads it. */
    ask: () => Promise<unknown>;
    /** Answers beside those of the stack prod. */
    answers?: Answers;
}

const OURS: Record<keyof typeof RECORDED, Ours> = {
    "backup:ListRecoveryPointsByResource": {
        ask: async () => {
            const point = await newestPoint();
            // The list that was recorded has the size under another name.
            return { ...point, BackupSizeBytes: point?.BackupSizeInBytes };
        },
    },
    "backup:ListRecoveryPointsByBackupVault": { ask: newestPoint },
    "backup:DescribeRecoveryPoint": { ask: newestPoint },
    "backup:StartRestoreJob": {
        answers: { "backup:StartRestoreJob": () => startedRestoreJob(JOB) },
        ask: () =>
            new BackupClient(IN).send(new StartRestoreJobCommand({ RecoveryPointArn: "arn", Metadata: {} })),
    },
    "backup:StartRestoreJob, denied": { ask: newestPoint },
    "backup:DescribeRestoreJob, completed": {
        answers: { "backup:DescribeRestoreJob": () => restoreJob(JOB, "COMPLETED", "fs-1") },
        ask: async () => {
            const job = await describedJob();
            // What is made of EC2's recovery points is another thing, whose ARN has the same parts.
            const made = job.CreatedResourceArn?.replace(":elasticfilesystem:", ":ec2:");
            return { ...job, CreatedResourceArn: made?.replace("file-system/fs-", "instance/i-") };
        },
    },
    "backup:DescribeRestoreJob, running": {
        answers: { "backup:DescribeRestoreJob": () => restoreJob(JOB, "RUNNING") },
        ask: describedJob,
    },
    "backup:DescribeRestoreJob, of EFS": {
        answers: { "backup:DescribeRestoreJob": () => restoreJob(JOB, "COMPLETED", "fs-1") },
        ask: describedJob,
    },
    "elasticfilesystem:DeleteFileSystem": {
        answers: { "elasticfilesystem:DeleteFileSystem": deletedFileSystem },
        ask: () => new EFSClient(IN).send(new DeleteFileSystemCommand({ FileSystemId: "fs-1" })),
    },
    "elasticfilesystem:DescribeFileSystems": {
        ask: async () => {
            const command = new DescribeFileSystemsCommand({ FileSystemId: MANIFEST.fileSystem.id });
            return (await new EFSClient(IN).send(command)).FileSystems?.[0];
        },
    },
    "elasticfilesystem:PutLifecycleConfiguration": {
        answers: {
            "elasticfilesystem:PutLifecycleConfiguration": () =>
                lifecycle([{ TransitionToIA: "AFTER_30_DAYS" }]),
        },
        ask: () =>
            new EFSClient(IN).send(
                new PutLifecycleConfigurationCommand({ FileSystemId: "fs-1", LifecyclePolicies: [] }),
            ),
    },
    "iam:GetRole": {
        ask: async () => (await new IAMClient(IN).send(new GetRoleCommand({ RoleName: "operator" }))).Role,
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
        ask: async () => {
            const command = new DescribeKeyCommand({ KeyId: MANIFEST.database.keyArn });
            return (await new KMSClient(IN).send(command)).KeyMetadata;
        },
    },
    "logs:DeleteLogGroup": {
        answers: { "logs:DeleteLogGroup": deletedLogGroup },
        ask: () =>
            new CloudWatchLogsClient(IN).send(new DeleteLogGroupCommand({ logGroupName: "/aws/eks/prod" })),
    },
    "rds:DescribeDBInstances": {
        ask: async () => (await new RDSClient(IN).send(new DescribeDBInstancesCommand())).DBInstances?.[0],
    },
    "rds:DescribeDBInstanceAutomatedBackups": {
        ask: async () => {
            const command = new DescribeDBInstanceAutomatedBackupsCommand();
            return (await new RDSClient(IN).send(command)).DBInstanceAutomatedBackups?.[0];
        },
    },
    "rds:DescribeDBSnapshots": {
        answers: {
            "rds:DescribeDBSnapshots": () =>
                dbSnapshots([
                    {
                        // Of AWS Backup's snapshots the name has a part more.
                        arn: "arn:aws:rds:us-east-1:123456789012:snapshot:copyjob-19704517",
                        identifier: "posit-connect-prod",
                        created: "2026-11-23T07:00:00Z",
                        originallyCreated: "2026-11-23T05:09:30Z",
                        storageGiB: 20,
                        keyArn: MANIFEST.database.keyArn,
                    },
                ]),
        },
        ask: async () => {
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
        ask: async () => {
            const command = new DescribeOrderableDBInstanceOptionsCommand({
                Engine: "postgres",
                DBInstanceClass: "db.m5.large",
            });
            return (await new RDSClient(IN).send(command)).OrderableDBInstanceOptions?.[0];
        },
    },
    "s3:ListBucket": {
        ask: () => new S3Client(IN).send(new ListObjectsV2Command({ Bucket: "bucket" })),
    },
    "sts:GetCallerIdentity": { ask: () => new STSClient(IN).send(new GetCallerIdentityCommand()) },
};

/** IAM's word of one action on a resource, or on `*`. */
function simulated(decision: Decision, resource = "arn:aws:s3:::bucket/object"): Ours {
    return {
        answers: { "iam:SimulatePrincipalPolicy": decided(() => decision) },
        ask: async () => {
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
const JOB = "8A6E2B51-6D3F-4D0E-9D0C-3D1C5A7C9E10";

describe("the answers of AWS in the tests of npm run recovery, beside recorded ones", () => {
    for (const [asked, { answer, source, whole, status }] of Object.entries<Recorded>(RECORDED)) {
        it(`${asked} has what was recorded, in the same form: ${source.split("/").at(-1) ?? ""}`, async () => {
            const { ask, answers } = OURS[asked as keyof typeof RECORDED];
            const aws = await startProd(answers);
            try {
                const ours = await inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, ask);

                const { $metadata: metadata, ...own } = ours as { $metadata?: { httpStatusCode: number } };
                expect(formsIn(own, whole === true ? own : answer)).to.deep.equal(formsIn(answer, answer));
                if (status !== undefined) {
                    expect(metadata?.httpStatusCode).to.equal(status);
                }
            } finally {
                await aws.stop();
            }
        });
    }
});

/** The form of each field, and of each item of a list, that another structure has, too. */
function formsIn(value: unknown, like: unknown): unknown {
    if (Array.isArray(value) && Array.isArray(like)) {
        return like.map((item, at) => formsIn(value[at], item));
    }
    if (isStructure(value) && isStructure(like)) {
        return Object.fromEntries(
            Object.entries(like).map(([name, other]) => [name, formsIn(value[name], other)]),
        );
    }
    return formOf(value);
}

function isStructure(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Kinds of text, the particular ones first. */
const FORMS: [form: string, pattern: RegExp][] = [
    // AWS Backup has both cases.
    ["UUID", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
    ["account", /^\d{12}$/],
    ["percent", /^\d+\.\d\d%$/],
    ["CONSTANT", /^[A-Z_]+$/],
    ["id of a file system", /^fs-[0-9a-f]+$/],
    ["resource id of a database", /^db-[A-Z0-9]{26}$/],
    ["id of automated backups", /^ab-[a-z0-9]+$/],
    ["id of a role's session", /^AROA[A-Z0-9]+:[\w-]+$/],
];

function formOf(value: unknown): string {
    if (typeof value !== "string") {
        return Array.isArray(value) ? "list" : typeof value;
    }
    const arn = /^arn:aws:([a-z]+):([a-z0-9-]*):\d{12}:(.*)$/.exec(value);
    if (arn !== null) {
        const [, service = "", region = "", resource = ""] = arn;
        const parts = resource.split(/[/:]/).map((part, at) => (at === 0 ? part : formOf(part)));
        return `ARN of ${service} ${region === "" ? "without" : "in"} a region: ${parts.join(", ")}`;
    }
    return FORMS.find(([, pattern]) => pattern.test(value))?.[0] ?? "text";
}
