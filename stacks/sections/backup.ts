import type { z } from "zod";
import { flag, oneOf, section, text, wholeNumber } from "../field";
import { region } from "../region";

export const backupSchema = section({
    weeklyRetentionDays: wholeNumber({ min: 7, max: 3653, unit: "days" })
        .default(90)
        .describe(
            "Days that the weekly backups are kept, no fewer than the daily ones: `database.backupRetentionDays` is for " +
                "both the database and the files.",
        ),
    copyRegion: region()
        .optional()
        .describe(
            "Another region that every backup is copied to, for the loss of the stack's own. A change replaces the vault " +
                "there, which `protect` refuses.",
        ),
    vaultLock: oneOf(["none", "governance", "compliance"])
        .default("governance")
        .describe(
            "What keeps backups from being deleted before their time. `governance`: only who may take the lock off can. " +
                "`compliance`: nobody can, AWS and this program included.",
        ),
    complianceCannotBeUndone: flag()
        .default(false)
        .describe(
            "Set to true with `vaultLock: compliance`, to say that it is meant. Once the days of grace are over, neither the " +
                "vaults nor a backup in them can be deleted until the last one has expired, and all are paid for until then.",
        ),
    complianceGraceDays: wholeNumber({
        min: 3,
        max: 36500,
        unit: "days",
        reason: "AWS Backup closes no lock sooner",
    })
        .default(14)
        .describe("Days for which a compliance lock can still be taken off."),
    manifestLockDays: wholeNumber({ min: 1, max: 36500, unit: "days" })
        .optional()
        .describe(
            "Days that a version of the recovery manifest cannot be deleted, but by whom IAM lets take the lock off. Without " +
                "it versions are kept all the same, and can be deleted.",
        ),
    notifyEmail: text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an address, such as operations@example.com")
        .optional()
        .describe(
            "Address that gets a mail for each backup, copy or restore that fails. AWS sends a first one, whose link must " +
                "be followed. Without it the topic is there to subscribe to by other means.",
        ),
    restoreTests: flag()
        .default(false)
        .describe(
            "Whether the newest backups are restored once a week, into resources that nobody reaches and that are deleted at " +
                "once. It costs a database for about an hour, and what EFS takes for each GiB restored.",
        ),
});

export type BackupSettings = z.infer<typeof backupSchema>;
