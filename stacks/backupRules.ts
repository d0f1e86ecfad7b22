import type { Rule } from "./rule";

const at = (key: string) => ["backup", key];

/** A weekly backup that goes before the daily ones of its week adds nothing, and a lock would refuse it. */
export const weeklyOutlivesDaily: Rule = function* ({ backup, database }, checked) {
    if (!checked.isSound("backup.weeklyRetentionDays", "database.backupRetentionDays")) {
        return;
    }
    if (backup.weeklyRetentionDays < database.backupRetentionDays) {
        yield {
            path: at("weeklyRetentionDays"),
            message: `must be at least ${database.backupRetentionDays} days, as database.backupRetentionDays keeps the daily ones`,
        };
    }
};

/** A copy in the same region is lost with it. */
export const copiedElsewhere: Rule = function* ({ aws, backup }, checked) {
    if (!checked.isSound("backup.copyRegion", "aws.region") || backup.copyRegion !== aws.region) {
        return;
    }
    yield {
        path: at("copyRegion"),
        message: `must be another region than ${aws.region}, which aws:region names`,
    };
};

/** What nobody can undo takes two settings; and the second waits for nobody once the first is gone. */
export const complianceByConsent: Rule = function* ({ backup }, checked) {
    if (!checked.isSound("backup.vaultLock", "backup.complianceCannotBeUndone")) {
        return;
    }
    const { vaultLock, complianceCannotBeUndone } = backup;
    if (vaultLock === "compliance" && !complianceCannotBeUndone) {
        yield {
            path: at("complianceCannotBeUndone"),
            message:
                "must be true with vaultLock compliance: after complianceGraceDays nobody can take the lock off, delete a " +
                "backup or the vaults; or choose governance",
        };
    } else if (vaultLock !== "compliance" && complianceCannotBeUndone) {
        yield {
            path: at("complianceCannotBeUndone"),
            message: `must be left out with vaultLock ${vaultLock}: it is for compliance`,
        };
    }
};
