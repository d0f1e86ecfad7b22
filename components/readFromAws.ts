import { deniedAction } from "../lib/deniedAction";

/** What is looked up in AWS, as the lines of a refusal have it. */
export interface Lookup {
    /** Such as `file system fs-1`. */
    what: string;
    /** IAM action that it takes. */
    action: string;
    /** What to do where it is not there. */
    absent: string;
}

/** S3 says of a HEAD request no more than the last. */
const DENIED = /AccessDenied|UnauthorizedOperation|not authorized to perform|api error Forbidden/;

/**
 * AWS's error codes, and the provider's own words in their place.
 *
 * Source: hashicorp/terraform-provider-aws, `internal/tfresource/not_found_error.go` and
 * `internal/service/rds/snapshot_data_source.go`.
 */
const ABSENT = /NotFound|couldn't find resource|no matching .* found|returned no results/;

/**
 * Asks AWS through the provider.
 *
 * @returns what is there; or what stops it, in one line that says what to do.
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
                // The provider asks for more than one thing at times.
                problem: `${what} cannot be read: ${deniedAction(reason) ?? action} is denied; add the action to the policy of the role that you use.`,
            };
        }
        return {
            problem: `${what} ${ABSENT.test(reason) ? `is not there: ${absent}` : `cannot be read: ${reason}`}`,
        };
    }
}
