import { deniedAction } from "../lib/deniedAction";
import { UserError } from "../lib/userError";
import { notAllowed } from "./notAllowed";

// The SDK tells of Node.js versions that later ones of it leave out; the locked one runs on all that this project does.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** How every client of AWS is made: a region that does not answer is told of, and not waited for. */
export function clientIn(region: string) {
    return {
        region,
        requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    };
}

const NO_CREDENTIALS = ["CredentialsProviderError", "TokenProviderError"];

const WRONG_CREDENTIALS = [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "InvalidToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

/** What S3 says of an object whose key is disabled, or to be deleted. */
const KEY_OUT_OF_USE = ["KMS.DisabledException", "KMS.KMSInvalidStateException"];

const SKEWED = ["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"];

/** What services that know no word of their own for it say of a clock, of a signature that is too old or too new. */
const SKEWED_SIGNATURE = /^Signature (expired|not yet current)/;

const THROTTLED = [
    "RequestLimitExceeded",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

const DENIED = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/** AWS has not done what was asked. */
export class Failure extends UserError {
    /**
     * @param of what was asked about.
     * @param line what is told, of that or of several.
     */
    constructor(
        readonly of: string,
        readonly line: (of: string) => string,
    ) {
        super([line(of)]);
    }
}

/** AWS lets whoever asks not do what was asked. */
export class Denied extends Failure {}

/** AWS has not answered: what was asked may be done all the same. */
export class Unanswered extends Failure {}

/**
 * Asks AWS, and tells what stops it in one line that names the action and what to do.
 *
 * @param action the IAM action that is needed, such as `backup:ListRecoveryPointsByBackupVault`.
 * @param of what is asked about, with its region.
 * @param absent names of the errors that say that it is not there: they are answered by `undefined`.
 * @throws a {@link Failure}; where an action is denied, a {@link Denied}; where no answer came, an {@link Unanswered}.
 */
export async function ask<T>(
    action: string,
    of: { what: string; region: string },
    request: () => Promise<T>,
    absent: string[] = [],
): Promise<T | undefined> {
    try {
        return await request();
    } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        if (absent.includes(name)) {
            return undefined;
        }
        throw failure(action, of, name, message, codeOf(error));
    }
}

function failure(
    action: string,
    { what, region }: { what: string; region: string },
    name: string,
    message: string,
    code: string,
): Failure {
    const of = `${what} in ${region}`;
    if (NO_CREDENTIALS.includes(name)) {
        return new Failure(
            of,
            () =>
                `${action}: no AWS credentials were found (${message}); set AWS_PROFILE, or sign in with \`aws sso login\`.`,
        );
    }
    if (SKEWED.includes(name) || SKEWED_SIGNATURE.test(message)) {
        return new Failure(
            of,
            () => `${action}: AWS takes this machine's time for wrong (${name}); set its clock.`,
        );
    }
    if (WRONG_CREDENTIALS.includes(name)) {
        return new Failure(
            of,
            () =>
                `${action}: AWS does not take the credentials (${name}); sign in again, and look at AWS_PROFILE.`,
        );
    }
    if (DENIED.includes(name)) {
        // S3 reads with the bucket's key, and then it is that action that is missing.
        const missing = deniedAction(message) ?? action;
        // AWS Backup denies what is not there, too, and so does S3 to whom may not list the bucket.
        const or = /^(backup|s3):/.test(missing) ? ", or it is not there" : "";
        return new Denied(of, (all) => notAllowed(missing, `${all}${or}`));
    }
    if (KEY_OUT_OF_USE.includes(name)) {
        const reason = message.replace(/\.$/, "");
        return new Failure(
            of,
            (all) =>
                `${action}: ${all} is under a key that cannot be used (${name}: ${reason}); ` +
                "`aws kms enable-key` brings it back, after `aws kms cancel-key-deletion` where it is to be deleted.",
        );
    }
    if (THROTTLED.includes(name)) {
        return new Failure(
            of,
            (all) => `${action}: too many requests for ${all} (${name}); try again in a few minutes.`,
        );
    }
    if (code !== "" || name === "TimeoutError") {
        // A line for each region: another one may answer.
        return new Unanswered(
            what,
            (all) =>
                `${action}: ${all} in ${region} cannot be reached (${code || name}); where a region is down, name another with --region.`,
        );
    }
    return new Failure(
        of,
        (all) => `${action}: failed for ${all}: ${name}: ${message.replaceAll("\n", " ")}`,
    );
}

/** Node's code of an error of the network; empty for what AWS has answered. */
function codeOf(error: unknown): string {
    return error instanceof Error && "code" in error && "syscall" in error ? String(error.code) : "";
}
