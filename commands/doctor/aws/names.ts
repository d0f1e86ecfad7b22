import { callAws, clientConfig } from "../../../recovery/aws/callAws";
import { listVaults } from "./backup";
import { readCluster } from "./eks";
import { readPrincipal } from "./iam";
import { hasAlias } from "./kms";
import { readDatabase } from "./rds";

type FindByName = (name: string, region: string) => Promise<boolean>;

/** A fixed name: the type and the input that have it, and whether AWS has something of that name. */
interface FixedName {
    type: string;
    input: string;
    exists: FindByName;
}

export const NAMED: readonly FixedName[] = [
    {
        type: "aws:eks/cluster:Cluster",
        input: "name",
        exists: async (name, region) => (await readCluster(name, region)) !== undefined,
    },
    { type: "aws:rds/instance:Instance", input: "identifier", exists: hasDatabase },
    { type: "aws:rds/instance:Instance", input: "finalSnapshotIdentifier", exists: hasSnapshot },
    { type: "aws:rds/subnetGroup:SubnetGroup", input: "name", exists: hasSubnetGroup },
    { type: "aws:rds/parameterGroup:ParameterGroup", input: "name", exists: hasParameterGroup },
    { type: "aws:cloudwatch/logGroup:LogGroup", input: "name", exists: hasLogGroup },
    {
        type: "aws:iam/role:Role",
        input: "name",
        exists: async (name) => (await readPrincipal(`role/${name}`)) !== undefined,
    },
    { type: "aws:s3/bucket:Bucket", input: "bucket", exists: hasBucket },
    {
        type: "aws:backup/vault:Vault",
        input: "name",
        exists: async (name, region) => (await listVaults(region)).includes(name),
    },
    { type: "aws:kms/alias:Alias", input: "name", exists: hasAlias },
];

/** Whether AWS has something of a name. */
export async function isTaken(
    { type, input }: Pick<FixedName, "type" | "input">,
    name: string,
    region: string,
): Promise<boolean> {
    const found = NAMED.find((each) => each.type === type && each.input === input);
    return found !== undefined && found.exists(name, region);
}

async function hasDatabase(identifier: string, region: string): Promise<boolean> {
    return (await readDatabase(identifier, region)) !== undefined;
}

/** The last snapshot of a deleted database, which stays. */
async function hasSnapshot(identifier: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-rds");
    const client = new sdk.RDSClient(clientConfig(region));
    const found = await callAws(
        "rds:DescribeDBSnapshots",
        { name: `snapshot ${identifier}`, region },
        () => client.send(new sdk.DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: identifier })),
        ["DBSnapshotNotFoundFault"],
    );
    return (found?.DBSnapshots ?? []).length > 0;
}

async function hasSubnetGroup(name: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-rds");
    const client = new sdk.RDSClient(clientConfig(region));
    const found = await callAws(
        "rds:DescribeDBSubnetGroups",
        { name: `subnet group ${name}`, region },
        () => client.send(new sdk.DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: name })),
        ["DBSubnetGroupNotFoundFault"],
    );
    return (found?.DBSubnetGroups ?? []).length > 0;
}

async function hasParameterGroup(name: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-rds");
    const client = new sdk.RDSClient(clientConfig(region));
    const found = await callAws(
        "rds:DescribeDBParameterGroups",
        { name: `parameter group ${name}`, region },
        () => client.send(new sdk.DescribeDBParameterGroupsCommand({ DBParameterGroupName: name })),
        ["DBParameterGroupNotFoundFault"],
    );
    return (found?.DBParameterGroups ?? []).length > 0;
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
