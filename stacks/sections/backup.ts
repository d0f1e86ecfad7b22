import type { z } from "zod";
import { flag, oneOf, table, text, wholeNumber } from "../field";
import { region } from "../region";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { aws } from "./aws";
import { database } from "./database";

export const backupSchema = table({
    weeklyRetentionDays: wholeNumber({ min: 7, max: 3653, unit: "days" })
        .default(90)
        .describe(
            "Days that the weekly backups are kept, no fewer than `database.backupRetentionDays`, which is for the daily backups of " +
                "database and files.",
        ),
    copyRegion: region()
        .optional()
        .describe(
            "Another region that every backup is copied to, for the loss of the stack's own region. A change replaces the vault " +
                "there, which `protect` prevents.",
        ),
    vaultLock: oneOf(["none", "governance", "compliance"])
        .default("governance")
        .describe(
            "Lock that prevents the deletion of a backup before its retention ends. `governance`: a principal with the right to " +
                "remove the lock still can. `compliance`: no principal can, not even AWS or this program.",
        ),
    complianceCannotBeUndone: flag()
        .default(false)
        .describe(
            "Must be true with `vaultLock: compliance`, as a confirmation. After `complianceGraceDays`, neither the vaults nor a " +
                "backup in them can be deleted until the last backup has expired, and all of them are billed until then.",
        ),
    complianceGraceDays: wholeNumber({
        min: 3,
        max: 36500,
        unit: "days",
        reason: "AWS Backup closes no lock sooner",
    })
        .default(14)
        .describe("Days during which a compliance lock can still be removed."),
    manifestLockDays: wholeNumber({ min: 1, max: 36500, unit: "days" })
        .optional()
        .describe(
            "Days during which a version of the recovery manifest cannot be deleted, except by a principal that may bypass governance " +
                "retention. Without it, versions are kept too, but can be deleted.",
        ),
    notifyEmail: text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an address, such as operations@example.com")
        .optional()
        .describe(
            "Address that gets a mail for each backup, copy or restore that fails. AWS first sends a mail with a link to confirm. " +
                "Without it, subscribe to the stack's output `backupFailuresTopic` by other means.",
        ),
    restoreTests: flag()
        .default(false)
        .describe(
            "Whether the newest backups are restored once a week, into resources that no client can reach and that are deleted " +
                "immediately. It costs a database for about an hour, and EFS's price for each GiB restored.",
        ),
})
    .prefault({})
    .describe("Daily and weekly backups of the database and of the files, with AWS Backup.");

export type BackupSettings = z.infer<typeof backupSchema>;

export const backup = pathOf<BackupSettings>("backup");

/** A weekly backup that expires before the daily ones of its week is useless, and a lock would reject it. */
const weeklyOutlivesDaily = rule(
    [backup.weeklyRetentionDays, database.backupRetentionDays],
    ([weekly, daily]) =>
        weekly < daily
            ? finding(
                  backup.weeklyRetentionDays,
                  `at least ${daily} days, as long as database.backupRetentionDays keeps the daily backups`,
              )
            : undefined,
);

/** A copy in the same region is lost with it. */
const copiedElsewhere = rule([backup.copyRegion, aws.region], ([copyRegion, region]) =>
    copyRegion === region
        ? finding(backup.copyRegion, `a region other than ${region}, the stack's own (aws:region)`)
        : undefined,
);

/** A lock that cannot be undone needs two settings, and the second must not stay behind without the first. */
const complianceConfirmed = rule(
    [backup.vaultLock, backup.complianceCannotBeUndone],
    ([vaultLock, isConfirmed]) => {
        if (vaultLock === "compliance" && !isConfirmed) {
            return finding(
                backup.complianceCannotBeUndone,
                "true with vaultLock compliance",
                "After complianceGraceDays, no principal can remove the lock, or delete a backup or the vaults. Choose governance if " +
                    "that is not what you want.",
            );
        }
        return vaultLock !== "compliance" && isConfirmed
            ? finding(backup.complianceCannotBeUndone, `left out with vaultLock ${vaultLock}`)
            : undefined;
    },
);

export const backupRules: Rule[] = [weeklyOutlivesDaily, copiedElsewhere, complianceConfirmed];
