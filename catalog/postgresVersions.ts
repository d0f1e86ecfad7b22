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
