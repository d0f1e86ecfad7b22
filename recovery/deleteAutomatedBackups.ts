import { ask, clientIn } from "./ask";

/** Deletes what point-in-time recovery has kept of a database that is gone. */
export async function deleteAutomatedBackups(identifier: string, region: string): Promise<void> {
    const { RDSClient, DeleteDBInstanceAutomatedBackupCommand, DescribeDBInstanceAutomatedBackupsCommand } =
        await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientIn(region));
    const of = { what: `database ${identifier}`, region };
    const found = await ask("rds:DescribeDBInstanceAutomatedBackups", of, () =>
        client.send(
            new DescribeDBInstanceAutomatedBackupsCommand({
                Filters: [{ Name: "db-instance-id", Values: [identifier] }],
            }),
        ),
    );
    for (const { DbiResourceId } of found?.DBInstanceAutomatedBackups ?? []) {
        await ask(
            "rds:DeleteDBInstanceAutomatedBackup",
            of,
            () => client.send(new DeleteDBInstanceAutomatedBackupCommand({ DbiResourceId })),
            ["DBInstanceAutomatedBackupNotFoundFault"],
        );
    }
}
