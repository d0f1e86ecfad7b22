import { expect } from "chai";
import { listRecoveryPoints } from "../../recovery/aws/backup";
import { deleteFileSystem, readFileSystemState, setElasticThroughput } from "../../recovery/aws/efs";
import { readKeyStates } from "../../recovery/aws/kms";
import { readDatabaseState } from "../../recovery/aws/rds";
import { listKeys } from "../../recovery/aws/s3";
import { readCallerIdentity } from "../../recovery/aws/sts";
import { recoveryPointOfJob } from "../../recovery/fileRestore";
import { readManifest } from "../../recovery/manifest";
import { checkPermissions } from "../../recovery/permissions";
import { BUCKET, KEYS, MANIFEST, VAULT } from "../recoveryManifest";
import { inEnvironment } from "./command";
import { startProd } from "./prodStack";
import { RECORDED_ERRORS, type RecordedError } from "./recordedErrors";
import { fileSystem } from "./wireShapes";

const REGION = "us-east-1";
const RESTORED = "fs-1";
const FIX = "Add the action to the policy of your role.";
const URI = `s3://${BUCKET.name}/manifest.json`;

const sleep = (): Promise<void> => Promise.resolve();
const simulate = (): Promise<string[]> =>
    checkPermissions([{ action: "s3:GetObject", resource: "*" }], REGION);

/** A request that fails with a recorded error. */
interface Case {
    action: string;
    run: () => Promise<unknown>;
    /** The resulting error's message, or the result if it is no error for the function. */
    outcome: unknown;
}

const CASES: Record<keyof typeof RECORDED_ERRORS, Case> = {
    "backup: a recovery point that does not exist": {
        action: "backup:DescribeRestoreJob",
        run: () => recoveryPointOfJob("job-1", REGION),
        outcome:
            "--restore-job job-1: AWS Backup has no such job in us-east-1. `aws backup list-restore-jobs --region us-east-1` lists its jobs.",
    },
    "backup: a vault that does not exist": {
        action: "backup:ListRecoveryPointsByBackupVault",
        run: () => listRecoveryPoints(VAULT, MANIFEST.fileSystem.arn),
        outcome: `backup:ListRecoveryPointsByBackupVault: not allowed on vault ${VAULT.name} in us-east-1, or it does not exist. ${FIX}`,
    },
    "elasticfilesystem: no such file system": {
        action: "elasticfilesystem:DescribeFileSystems",
        run: async () => (await readFileSystemState(RESTORED, REGION)).status,
        outcome: "deleted",
    },
    "elasticfilesystem: in use": {
        action: "elasticfilesystem:DeleteFileSystem",
        run: () => deleteFileSystem(RESTORED, REGION, sleep),
        outcome: "elasticfilesystem:DeleteFileSystem: file system fs-1 is still in use.",
    },
    "elasticfilesystem: not allowed": {
        action: "elasticfilesystem:DescribeFileSystems",
        run: () => readFileSystemState(RESTORED, REGION),
        // The action that AWS names: the error was recorded for another one.
        outcome: `elasticfilesystem:DescribeFileSystemPolicy: not allowed on file system fs-1 in us-east-1. ${FIX}`,
    },
    "elasticfilesystem: too many requests": {
        action: "elasticfilesystem:DescribeFileSystems",
        run: () => readFileSystemState(RESTORED, REGION),
        outcome:
            "elasticfilesystem:DescribeFileSystems: too many requests for file system fs-1 in us-east-1 (ThrottlingException). " +
            "Try again in a few minutes.",
    },
    "elasticfilesystem: too many changes of the throughput mode": {
        action: "elasticfilesystem:UpdateFileSystem",
        run: () => setElasticThroughput(RESTORED, REGION, sleep),
        outcome:
            "elasticfilesystem:UpdateFileSystem: failed for file system fs-1 in us-east-1: TooManyRequests: You have reached the maximum " +
            "number of throughput mode changes or provisioned throughput value decreases. Wait until 2023-12-29T12:51:32Z UTC and try again.",
    },
    "iam: expired credentials": {
        action: "iam:GetRole",
        run: simulate,
        outcome:
            "iam:GetRole: AWS rejects the credentials (ExpiredToken). Sign in again, and check AWS_PROFILE.",
    },
    "iam: no such role": {
        action: "iam:GetRole",
        run: simulate,
        outcome:
            "iam:GetRole: failed for role operator in us-east-1: NoSuchEntityException: The role with name c7n-test-delete cannot be found.",
    },
    "iam: no such principal": {
        action: "iam:SimulatePrincipalPolicy",
        run: simulate,
        outcome:
            "iam:SimulatePrincipalPolicy: failed for arn:aws:iam::123456789012:role/teams/data/operator in us-east-1: " +
            "NoSuchEntityException: Unable to retrieve specified IAM entity.",
    },
    "iam: not allowed to read a role": {
        action: "iam:GetRole",
        run: simulate,
        outcome:
            `iam:GetRole: not allowed on role operator in us-east-1. ${FIX}\n` +
            "Set --skip-rights-check to start without this check: IAM knows neither your address nor whether you signed in with MFA.",
    },
    "kms: no such key": {
        action: "kms:DescribeKey",
        run: async () => [...(await readKeyStates([KEYS.files], REGION))],
        outcome: [[KEYS.files, "deleted"]],
    },
    "kms: not allowed": {
        action: "kms:DescribeKey",
        run: () => readKeyStates([KEYS.files], REGION),
        outcome: `kms:DescribeKey: not allowed on key ${KEYS.files} in us-east-1. ${FIX}`,
    },
    "rds: no such instance": {
        action: "rds:DescribeDBInstances",
        run: async () => (await readDatabaseState(MANIFEST)).status,
        outcome: "deleted",
    },
    "rds: not allowed": {
        action: "rds:DescribeDBInstances",
        run: () => readDatabaseState(MANIFEST),
        outcome: `rds:DescribeDBInstances: not allowed on database posit-connect-prod in us-east-1. ${FIX}`,
    },
    "s3: not allowed": {
        action: "s3:GetObject",
        run: () => readManifest(URI),
        outcome: `s3:GetObject: not allowed on ${URI} in us-east-1, or it does not exist. ${FIX}`,
    },
    "s3: no such object": {
        action: "s3:GetObject",
        run: () => readManifest(URI),
        outcome: `s3:GetObject: ${URI} does not exist. \`pulumi stack output recoveryManifests\` prints the manifests' addresses.`,
    },
    "s3: no such bucket": {
        action: "s3:ListBucket",
        run: () => listKeys(BUCKET.name, REGION),
        outcome: [],
    },
    "sts: unknown credentials": {
        action: "sts:GetCallerIdentity",
        run: () => readCallerIdentity(REGION),
        outcome:
            "sts:GetCallerIdentity: AWS rejects the credentials (InvalidClientTokenId). Sign in again, and check AWS_PROFILE.",
    },
    "sts: expired credentials": {
        action: "sts:GetCallerIdentity",
        run: () => readCallerIdentity(REGION),
        outcome:
            "sts:GetCallerIdentity: AWS rejects the credentials (ExpiredToken). Sign in again, and check AWS_PROFILE.",
    },
};

describe("npm run recovery with recorded errors of AWS", () => {
    for (const [name, { source, reconstructed, response }] of Object.entries<RecordedError>(
        RECORDED_ERRORS,
    )) {
        const origin = reconstructed === true ? "from the error of an SDK" : "as over the wire";
        it(`${name} (${origin}: ${source.split("/").at(-1) ?? ""})`, async () => {
            const { action, run, outcome } = CASES[name as keyof typeof RECORDED_ERRORS];
            const aws = await startProd({
                "elasticfilesystem:DescribeFileSystems": () =>
                    fileSystem(RESTORED, 1, "available", { ThroughputMode: "bursting" }),
                [action]: () => response,
            });
            try {
                const result = await inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, () =>
                    run().catch((error: unknown) => (error as Error).message),
                );

                expect(result).to.deep.equal(outcome);
            } finally {
                await aws.stop();
            }
        });
    }
});
