import { maskCredentials } from "../lib/credentials";

/** An error in a stack's settings. */
export interface ConfigError {
    /** Key in the form of `pulumi config set --path`, such as `posit-connect:database.storageGiB`. */
    key: string;
    /** Completes "must be". */
    allowed: string;
    /** The value, cut if it is long. Absent if it may be a secret. */
    got?: string;
    /** Advice or a reason, in complete sentences. */
    advice?: string;
}

export function formatConfigError({ key, allowed, got, advice }: ConfigError): string {
    const problem = `${key}: must be ${allowed}${got === undefined ? "" : `, got ${got}`}.`;
    // A key of the user's own, or a value that another setting must fit, may have credentials too.
    return maskCredentials(advice === undefined ? problem : `${problem} ${advice}`);
}
