import type { Rule } from "./rule";

/** RDS refuses a ceiling that is nearer: "Managing capacity automatically with storage autoscaling". */
export const roomToGrow: Rule = function* ({ database }, checked) {
    if (!checked.isSound("database.storageGiB", "database.maxStorageGiB")) {
        return;
    }
    const least = Math.ceil((database.storageGiB * 11) / 10);
    if (database.maxStorageGiB < least) {
        yield {
            path: ["database", "maxStorageGiB"],
            message: `must be at least ${least} GiB: RDS asks for 10 % over storageGiB, ${database.storageGiB} GiB`,
        };
    }
};
