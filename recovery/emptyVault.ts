import { ask, clientIn } from "./ask";
import { isContinuous } from "./recoveryPoints";

/** Milliseconds from one look to the next, and how often: a backup that is being made can be deleted once it is whole. */
const AGAIN = 15_000;
const TRIES = 240;

/** What AWS Backup says of a vault that is not there; the former also of one that nobody has allowed to look into. */
const NO_VAULT = ["AccessDeniedException", "ResourceNotFoundException"];

/** What it says of a recovery point that is gone, or that it is making or deleting. */
const NOT_NOW = ["ResourceNotFoundException", "InvalidResourceStateException"];

/**
 * Deletes all recovery points of a vault, and waits until they are gone: the provider's own try at a destroy waits for none
 * that is being made. What is still there after an hour is left.
 *
 * What point-in-time recovery has is handed back to RDS, where it goes with the database: to delete it would change the
 * retention of a database that lives, which RDS may put off until its maintenance window.
 * Source: AWS Backup developer guide, "Continuous backups and point-in-time recovery".
 */
export async function emptyVault(
    vault: string,
    region: string,
    sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
    const {
        BackupClient,
        DeleteRecoveryPointCommand,
        DisassociateRecoveryPointCommand,
        ListRecoveryPointsByBackupVaultCommand,
    } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientIn(region));
    const of = { what: `vault ${vault}`, region };
    for (let tries = 1; tries <= TRIES; tries++) {
        const found = await ask(
            "backup:ListRecoveryPointsByBackupVault",
            of,
            () => client.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: vault })),
            NO_VAULT,
        );
        const points = found?.RecoveryPoints ?? [];
        if (points.length === 0) {
            return;
        }
        for (const { RecoveryPointArn = "" } of points) {
            const point = { BackupVaultName: vault, RecoveryPointArn };
            await (isContinuous(RecoveryPointArn)
                ? ask(
                      "backup:DisassociateRecoveryPoint",
                      of,
                      () => client.send(new DisassociateRecoveryPointCommand(point)),
                      NOT_NOW,
                  )
                : ask(
                      "backup:DeleteRecoveryPoint",
                      of,
                      () => client.send(new DeleteRecoveryPointCommand(point)),
                      NOT_NOW,
                  ));
        }
        await sleep(AGAIN);
    }
}
