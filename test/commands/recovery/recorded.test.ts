import {
    BackupClient,
    DescribeRestoreJobCommand,
    ListRecoveryPointsByBackupVaultCommand,
    type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { DescribeFileSystemsCommand, EFSClient } from "@aws-sdk/client-efs";
import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { MANIFEST } from "../../recoveryManifest";
import { inEnvironment } from "./command";
import type { LocalAws } from "./localAws";
import { decided, startProd } from "./prodStack";
import { RECORDED } from "./recorded";
import { restoreJob } from "./wireShapes";

/** What the tests let AWS answer, as the SDK reads it. */
const OURS: Record<keyof typeof RECORDED, () => Promise<unknown>> = {
    "backup:ListRecoveryPointsByResource": async () => {
        const point = await newestPoint();
        // The list that was recorded has the size under another name.
        return { ...point, BackupSizeBytes: point?.BackupSizeInBytes };
    },
    "backup:StartRestoreJob": newestPoint,
    "backup:DescribeRestoreJob": () =>
        new BackupClient(IN).send(new DescribeRestoreJobCommand({ RestoreJobId: JOB })),
    "elasticfilesystem:DescribeFileSystems": async () => {
        const command = new DescribeFileSystemsCommand({ FileSystemId: MANIFEST.fileSystem.id });
        return (await new EFSClient(IN).send(command)).FileSystems?.[0];
    },
    "iam:SimulatePrincipalPolicy": async () => {
        const command = new SimulatePrincipalPolicyCommand({
            PolicySourceArn: "arn:aws:iam::123456789012:role/operator",
            ActionNames: ["s3:GetObjectVersion"],
            ResourceArns: ["arn:aws:s3:::bucket"],
        });
        return (await new IAMClient(IN).send(command)).EvaluationResults?.[0];
    },
    "kms:DescribeKey": async () => {
        const command = new DescribeKeyCommand({ KeyId: MANIFEST.database.keyArn });
        return (await new KMSClient(IN).send(command)).KeyMetadata;
    },
    "rds:DescribeDBInstances": async () =>
        (await new RDSClient(IN).send(new DescribeDBInstancesCommand())).DBInstances?.[0],
    "sts:GetCallerIdentity": () => new STSClient(IN).send(new GetCallerIdentityCommand()),
};

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
    let aws: LocalAws;

    before(async () => {
        aws = await startProd({
            "backup:DescribeRestoreJob": () => restoreJob(JOB, "RUNNING", "fs-1"),
            "iam:SimulatePrincipalPolicy": decided(() => ({
                decision: "implicitDeny",
                byOrganization: true,
            })),
        });
    });

    after(() => aws.stop());

    for (const [action, { answer, source }] of Object.entries(RECORDED)) {
        it(`${action} has what was recorded, in the same form: ${source.split("/").at(-1) ?? ""}`, async () => {
            const ours = await inEnvironment(
                { AWS_ENDPOINT_URL: aws.endpoint },
                OURS[action as keyof typeof RECORDED],
            );

            expect(formsIn(ours, answer)).to.deep.equal(formsIn(answer, answer));
        });
    }
});

/** The form of each field that another structure has, too. */
function formsIn(value: unknown, like: object): object {
    return Object.fromEntries(
        Object.entries(like).map(([name, other]: [string, unknown]) => {
            const field = (value as Record<string, unknown>)[name];
            return [
                name,
                typeof other === "object" && other !== null && !Array.isArray(other)
                    ? formsIn(field, other)
                    : formOf(field),
            ];
        }),
    );
}

/** Kinds of text, the particular ones first. */
const FORMS: [form: string, pattern: RegExp][] = [
    ["uuid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ["UUID", /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/],
    ["account", /^\d{12}$/],
    ["percent", /^\d+\.\d\d%$/],
    ["CONSTANT", /^[A-Z_]+$/],
    ["id of a file system", /^fs-[0-9a-f]+$/],
    ["resource id of a database", /^db-[A-Z0-9]{26}$/],
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
