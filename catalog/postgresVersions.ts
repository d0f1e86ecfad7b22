/**
 * Major versions of PostgreSQL on RDS, and the last day of each in standard support. A version that is not listed is rejected:
 * add new versions when AWS does.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
export const postgresVersions: ReadonlyMap<string, string> = new Map([
    ["13", "2026-02-28"],
    ["14", "2027-02-28"],
    ["15", "2028-02-29"],
    ["16", "2029-02-28"],
    ["17", "2030-02-28"],
    ["18", "2031-02-28"],
]);

/**
 * Major versions that both Connect and RDS support, oldest first. RDS no longer has 13 in standard support.
 *
 * Source: https://docs.posit.co/connect/admin/database/postgres/.
 */
export const CONNECT_POSTGRES = ["14", "15", "16", "17"] as const;

/**
 * Newest minor version of each major version on RDS.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html, as endoflife.date
 * had it on 2026-08-16.
 */
export const NEWEST_MINORS: ReadonlyMap<string, string> = new Map([
    ["14", "14.23"],
    ["15", "15.18"],
    ["16", "16.14"],
    ["17", "17.10"],
]);
