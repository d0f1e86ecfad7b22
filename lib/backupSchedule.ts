/** When AWS Backup backs up a stack, as its cron expressions. */
export const BACKUP_SCHEDULES = {
    daily: "cron(0 5 * * ? *)",
    // Half a day after the daily one: a job that finds another one at work on its resource may never start.
    weekly: "cron(0 17 ? * SUN *)",
};

/**
 * Minutes after its schedule in which a backup begins. AWS Backup takes eight hours unless it is set, and one hour at least; a job
 * that does not begin in time is given up.
 */
export const START_WINDOW_MINUTES = 120;
