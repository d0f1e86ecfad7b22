import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** A database, as far as its support goes. */
export interface DeployedDatabase {
    /** Version of PostgreSQL, such as `15.12`. */
    engineVersion: string;
}

/** A version of PostgreSQL on RDS. */
export interface PostgresVersion {
    /** Such as `15.12`. */
    version: string;
    /** Versions that RDS upgrades it to. */
    targets: string[];
}

/** `undefined` if no database has the name. */
export async function readDatabase(
    identifier: string,
    region: string,
): Promise<DeployedDatabase | undefined> {
    const sdk = await import("@aws-sdk/client-rds");
    const client = new sdk.RDSClient(clientConfig(region));
    const found = await callAws(
        "rds:DescribeDBInstances",
        { name: `database ${identifier}`, region },
        () => client.send(new sdk.DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier })),
        ["DBInstanceNotFoundFault"],
    );
    const instance = found?.DBInstances?.[0];
    return instance && { engineVersion: instance.EngineVersion ?? "" };
}

/** A version, or the default minor version of a major one; `undefined` if RDS does not have it. */
export async function readPostgresVersion(
    version: string,
    region: string,
): Promise<PostgresVersion | undefined> {
    const sdk = await import("@aws-sdk/client-rds");
    const client = new sdk.RDSClient(clientConfig(region));
    const found = await callAws(
        "rds:DescribeDBEngineVersions",
        { name: `PostgreSQL ${version}`, region },
        () =>
            client.send(
                new sdk.DescribeDBEngineVersionsCommand({
                    Engine: "postgres",
                    EngineVersion: version,
                    ...(version.includes(".") ? {} : { DefaultOnly: true }),
                }),
            ),
    );
    const [one] = found?.DBEngineVersions ?? [];
    return (
        one && {
            version: one.EngineVersion ?? "",
            targets: (one.ValidUpgradeTarget ?? []).flatMap(({ EngineVersion }) => EngineVersion ?? []),
        }
    );
}
