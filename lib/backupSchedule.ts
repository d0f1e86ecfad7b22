/** Cron expressions of AWS Backup's daily and weekly backups. */
export const BACKUP_SCHEDULES = {
    daily: "cron(0 5 * * ? *)",
    // Half a day after the daily backup: a job may never start if another job is using its resource.
    weekly: "cron(0 17 ? * SUN *)",
};

/**
 * Minutes after its scheduled time in which a backup must start. AWS Backup cancels a job that does not start in time. Its default
 * is eight hours, and its minimum is one hour.
 */
export const START_WINDOW_MINUTES = 120;
