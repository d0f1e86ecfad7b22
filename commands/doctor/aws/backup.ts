import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** Whether AWS Backup works in a region, by resource type, such as `EFS`. */
export async function readBackupOptIn(region: string): Promise<Record<string, boolean>> {
    const sdk = await import("@aws-sdk/client-backup");
    const client = new sdk.BackupClient(clientConfig(region));
    const found = await callAws("backup:DescribeRegionSettings", { name: "the opt-in", region }, () =>
        client.send(new sdk.DescribeRegionSettingsCommand()),
    );
    return found?.ResourceTypeOptInPreference ?? {};
}

/** Names of the vaults in a region: AWS Backup denies access to one that does not exist. */
export async function listVaults(region: string): Promise<string[]> {
    const sdk = await import("@aws-sdk/client-backup");
    const client = new sdk.BackupClient(clientConfig(region));
    const names: string[] = [];
    await callAws("backup:ListBackupVaults", { name: "backup vaults", region }, async () => {
        for await (const { BackupVaultList = [] } of sdk.paginateListBackupVaults({ client }, {})) {
            names.push(...BackupVaultList.flatMap(({ BackupVaultName }) => BackupVaultName ?? []));
        }
    });
    return names;
}
