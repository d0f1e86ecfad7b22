import { oneOf } from "./field";

/**
 * Days that CloudWatch Logs can keep a log group's events: `RetentionInDays` of its `PutRetentionPolicy`. It has no
 * other values but "never expire", which must not be the result of an oversight.
 */
export const LOG_RETENTION_DAYS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Days that CloudWatch Logs keeps logs. */
export function logRetentionDays() {
    return oneOf(LOG_RETENTION_DAYS, "CloudWatch Logs has no other retention").default(90);
}
