import type { BackupClient, RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { UserError } from "../lib/userError";
import { ask, clientIn } from "./ask";

/** What the answer needs of a recovery point; the rest of it, ten times as much, is let go page by page. */
export interface RecoveryPoint {
    arn: string;
    /**
     * Moment that it brings back, in milliseconds since 1970; also of a copy, which keeps its source's.
     *
     * Source: AWS Backup developer guide, "Backup and tag copy": a copy's creation date is its source's, not its own.
     */
    at: number;
    /** Of a snapshot, the size of the storage that it is restored into, where RDS tells. */
    storageGiB?: number;
    bytes: number;
    /** In AWS Backup's words, in lower case. */
    status: string;
    /** Of the key without which it cannot be read. */
    keyArn: string;
}

/** What a vault has of one resource. */
export interface KeptPoints {
    /** Whole backups of one moment each. */
    whole: RecoveryPoint[];
    /** What is no backup yet, or none any more. */
    others: RecoveryPoint[];
}

/** Points to a page: enough for few requests, and few enough that a page is soon read and small. */
const PAGE = 250;

const WHOLE = ["COMPLETED", "AVAILABLE"];

/** The recovery points of a resource in a vault. */
export async function recoveryPoints(
    vault: RecoveryManifest["vaults"][number],
    resourceArn: string,
): Promise<KeptPoints> {
    const { BackupClient } = await import("@aws-sdk/client-backup");
    const client = new BackupClient(clientIn(vault.region));
    const kept: KeptPoints = { whole: [], others: [] };
    for await (const point of pages(client, vault, resourceArn)) {
        const { RecoveryPointArn: arn = "", CreationDate: created, Status: status = "" } = point;
        // It has no moment of its own, and RDS tells which ones it brings back.
        if (isContinuous(arn)) {
            continue;
        }
        (WHOLE.includes(status) ? kept.whole : kept.others).push({
            arn,
            at: created?.getTime() ?? 0,
            bytes: point.BackupSizeInBytes ?? 0,
            status: status.toLowerCase(),
            keyArn: point.EncryptionKeyArn ?? vault.keyArn,
        });
    }
    kept.whole.sort(newestFirst);
    kept.others.sort(newestFirst);
    return kept;
}

/** Whether it is the one recovery point that point-in-time recovery has of a database. */
export function isContinuous(arn: string): boolean {
    return arn.includes(":recovery-point:continuous:");
}

async function* pages(
    client: BackupClient,
    { name, region }: RecoveryManifest["vaults"][number],
    resourceArn: string,
): AsyncGenerator<RecoveryPointByBackupVault> {
    const { ListRecoveryPointsByBackupVaultCommand } = await import("@aws-sdk/client-backup");
    let next: string | undefined;
    do {
        const page = await ask(
            "backup:ListRecoveryPointsByBackupVault",
            { what: `vault ${name}`, region },
            () =>
                client.send(
                    new ListRecoveryPointsByBackupVaultCommand({
                        BackupVaultName: name,
                        ByResourceArn: resourceArn,
                        MaxResults: PAGE,
                        NextToken: next,
                    }),
                ),
            ["ResourceNotFoundException"],
        );
        if (page === undefined) {
            throw new UserError([
                `backup:ListRecoveryPointsByBackupVault: vault ${name} in ${region} is not there; take the newest manifest, as ` +
                    "`pulumi stack output recoveryManifests` says, or name the region of another vault with --region.",
            ]);
        }
        yield* page.RecoveryPoints ?? [];
        next = page.NextToken;
    } while (next !== undefined);
}

export function newestFirst(one: RecoveryPoint, other: RecoveryPoint): number {
    return other.at - one.at;
}
