/**
 * The major versions of PostgreSQL that RDS and Aurora have, and the last day of each in standard support. A version
 * that is not here is taken for one without support: add new ones as AWS does.
 *
 * Source: AWS, release calendars for Amazon RDS for PostgreSQL and for Aurora PostgreSQL.
 */
export const standardSupport: ReadonlyMap<string, string> = new Map([
    ["13", "2026-02-28"],
    ["14", "2027-02-28"],
    ["15", "2028-02-29"],
    ["16", "2029-02-28"],
    ["17", "2030-02-28"],
    ["18", "2031-02-28"],
]);
