import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** A database, as far as its support goes. */
export interface DeployedDatabase {
    /** Version of PostgreSQL, such as `15.12`. */
    engineVersion: string;
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
