import { deniedAction } from "../lib/deniedAction";

/** A lookup in AWS, in the words of its errors. */
export interface Lookup {
    /** Such as `file system fs-1`. */
    what: string;
    /** IAM action that it requires. */
    action: string;
    /** What to do if it is missing. */
    absent: string;
}

/** For a HEAD request, S3 returns only the last. */
const DENIED = /AccessDenied|UnauthorizedOperation|not authorized to perform|api error Forbidden/;

/**
 * AWS's error codes, and the provider's own messages.
 *
 * Source: hashicorp/terraform-provider-aws, `internal/tfresource/not_found_error.go` and
 * `internal/service/rds/snapshot_data_source.go`.
 */
const ABSENT = /NotFound|couldn't find resource|no matching .* found|returned no results/;

/**
 * Reads from AWS with the provider.
 *
 * @returns the result, or a problem in one line with what to do.
 */
export async function readFromAws<T>(
    { what, action, absent }: Lookup,
    ask: () => Promise<T>,
): Promise<{ found: T } | { problem: string }> {
    try {
        return { found: await ask() };
    } catch (error) {
        const reason = (error instanceof Error ? error.message : String(error))
            .replaceAll(/\s+/g, " ")
            .trim();
        if (DENIED.test(reason)) {
            return {
                // The provider may call other actions too.
                problem: `${what} cannot be read: ${deniedAction(reason) ?? action} is denied. Add the action to the policy of the role that you use.`,
            };
        }
        return {
            problem: `${what} ${ABSENT.test(reason) ? `does not exist: ${absent}` : `cannot be read: ${reason}`}`,
        };
    }
}
