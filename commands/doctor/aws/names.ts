import { callAws, clientConfig } from "../../../recovery/aws/callAws";
import { listVaults } from "./backup";
import { readCluster } from "./eks";
import { readPrincipal } from "./iam";
import { hasAlias } from "./kms";

type FindByName = (name: string, region: string) => Promise<boolean>;

/** Resource types with fixed names: the input with the name, and whether AWS has one of that name. */
export const NAMED: Record<string, { input: string; exists: FindByName }> = {
    "aws:eks/cluster:Cluster": {
        input: "name",
        exists: async (name, region) => (await readCluster(name, region)) !== undefined,
    },
    "aws:rds/instance:Instance": { input: "identifier", exists: hasDatabase },
    "aws:cloudwatch/logGroup:LogGroup": { input: "name", exists: hasLogGroup },
    "aws:iam/role:Role": {
        input: "name",
        exists: async (name) => (await readPrincipal(`role/${name}`)) !== undefined,
    },
    "aws:s3/bucket:Bucket": { input: "bucket", exists: hasBucket },
    "aws:backup/vault:Vault": {
        input: "name",
        exists: async (name, region) => (await listVaults(region)).includes(name),
    },
    "aws:kms/alias:Alias": { input: "name", exists: hasAlias },
};

async function hasDatabase(identifier: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-rds");
    const client = new sdk.RDSClient(clientConfig(region));
    const found = await callAws(
        "rds:DescribeDBInstances",
        { name: `database ${identifier}`, region },
        () => client.send(new sdk.DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier })),
        ["DBInstanceNotFoundFault"],
    );
    return found !== undefined;
}

async function hasLogGroup(name: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-cloudwatch-logs");
    const client = new sdk.CloudWatchLogsClient(clientConfig(region));
    const found = await callAws("logs:DescribeLogGroups", { name: `log group ${name}`, region }, () =>
        client.send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: name })),
    );
    return (found?.logGroups ?? []).some(({ logGroupName }) => logGroupName === name);
}

/** Names of buckets are those of all accounts: S3 denies access to another account's. */
async function hasBucket(bucket: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-s3");
    const client = new sdk.S3Client(clientConfig(region));
    const found = await callAws(
        "s3:ListBucket",
        { name: `bucket ${bucket}`, region },
        () =>
            client.send(new sdk.HeadBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
                const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata
                    ?.httpStatusCode;
                // It exists: in another account or region.
                if (status === 403 || status === 301) {
                    return {};
                }
                throw error;
            }),
        ["NotFound", "NoSuchBucket"],
    );
    return found !== undefined;
}
