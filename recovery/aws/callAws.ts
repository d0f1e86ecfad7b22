import { deniedAction } from "../../lib/deniedAction";
import { UserError } from "../../lib/userError";

// The SDK warns of Node.js versions that its later releases drop; the locked release supports all that this project does.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/** Configuration of every AWS client: a region that does not respond is reported, not waited for. */
export function clientConfig(region: string) {
    return {
        region,
        requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    };
}

/** The subject of a request, for errors, and its region. */
export interface Subject {
    name: string;
    region: string;
}

/** Why AWS did not do what was requested. */
export interface AwsFault {
    kind:
        | "noCredentials"
        | "clockSkew"
        | "wrongCredentials"
        | "denied"
        | "unusableKey"
        | "throttled"
        /** The request may have been carried out. */
        | "noResponse"
        | "other";
    /** IAM action, such as `kms:Decrypt`. */
    action: string;
    region: string;
    /** Name or code of the error. */
    error: string;
    message: string;
}

/** AWS rejected a request, or did not respond. */
export class AwsError extends UserError {
    constructor(
        readonly fault: AwsFault,
        readonly subject: string,
    ) {
        super([faultText(fault, subject)]);
    }
}

export function isAwsError(error: unknown, kind: AwsFault["kind"]): boolean {
    return error instanceof AwsError && error.fault.kind === kind;
}

/** A fault in one line that names the action and what to do. */
export function faultText({ kind, action, region, error, message }: AwsFault, subject: string): string {
    switch (kind) {
        case "noCredentials":
            return `${action}: found no AWS credentials (${message}). Set AWS_PROFILE, or sign in with \`aws sso login\`.`;
        case "clockSkew":
            return `${action}: AWS rejects the time of this machine (${error}). Set its clock.`;
        case "wrongCredentials":
            return `${action}: AWS rejects the credentials (${error}). Sign in again, and check AWS_PROFILE.`;
        case "denied":
            // AWS Backup denies access to what does not exist, too. So does S3 without `s3:ListBucket`.
            return deniedText(
                action,
                `${subject}${/^(backup|s3):/.test(action) ? ", or it does not exist" : ""}`,
            );
        case "unusableKey":
            return (
                `${action}: ${subject} is encrypted with a key that cannot be used (${error}: ${message.replace(/\.$/, "")}). ` +
                "Run `aws kms enable-key`; if the key is scheduled for deletion, `aws kms cancel-key-deletion` first."
            );
        case "throttled":
            return `${action}: too many requests for ${subject} (${error}). Try again in a few minutes.`;
        case "noResponse":
            return `${action}: ${subject} in ${region} cannot be reached (${error}). If the region is down, name another with --region.`;
        case "other":
            return `${action}: failed for ${subject}: ${error}: ${message.replaceAll("\n", " ")}`;
    }
}

/** A missing permission, and what to do. */
export function deniedText(action: string, subject: string): string {
    return `${action}: not allowed on ${subject}. Add the action to the policy of your role.`;
}

/** The first of several names, and how many others there are. */
export function firstOf(names: readonly string[]): string {
    const [first = "", ...others] = new Set(names);
    return `${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
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

/** S3's errors for an object whose key is disabled, or scheduled for deletion. */
const UNUSABLE_KEY = ["KMS.DisabledException", "KMS.KMSInvalidStateException"];

const CLOCK_SKEW = ["RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"];

/** The message about a wrong clock of the services that have no error of its own for it. */
const SKEWED_SIGNATURE = /^Signature (expired|not yet current)/;

const THROTTLED = [
    "RequestLimitExceeded",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

const DENIED = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/**
 * Sends a request to AWS.
 *
 * @param action the IAM action that it requires, such as `backup:ListRecoveryPointsByBackupVault`.
 * @param absent names of the errors that mean that the subject does not exist: the result is `undefined` then.
 * @throws an {@link AwsError}.
 */
export async function callAws<T>(
    action: string,
    subject: Subject,
    request: () => Promise<T>,
    absent: string[] = [],
): Promise<T | undefined> {
    try {
        return await request();
    } catch (error) {
        const thrown = error instanceof Error ? error : new Error(String(error));
        if (absent.includes(thrown.name)) {
            return undefined;
        }
        const { name, region } = subject;
        const fault = classifyError(action, region, thrown);
        // With several regions, each that does not respond has its own line.
        throw new AwsError(fault, fault.kind === "noResponse" ? name : `${name} in ${region}`);
    }
}

function classifyError(action: string, region: string, error: Error): AwsFault {
    const { name, message } = error;
    const fault = { action, region, error: name, message };
    if (NO_CREDENTIALS.includes(name)) {
        return { ...fault, kind: "noCredentials" };
    }
    // Not the SDK's `isClockSkewError`: it takes a denial and a wrong signature for one, too.
    if (CLOCK_SKEW.includes(name) || SKEWED_SIGNATURE.test(message)) {
        return { ...fault, kind: "clockSkew" };
    }
    if (WRONG_CREDENTIALS.includes(name)) {
        return { ...fault, kind: "wrongCredentials" };
    }
    if (DENIED.includes(name)) {
        // S3 reads an object with the bucket's key, whose action may be the missing one.
        return { ...fault, kind: "denied", action: deniedAction(message) ?? action };
    }
    if (UNUSABLE_KEY.includes(name)) {
        return { ...fault, kind: "unusableKey" };
    }
    // Not the SDK's `isThrottlingError`: it takes every status 429 for one, such as EFS's limit of one change a day.
    if (THROTTLED.includes(name)) {
        return { ...fault, kind: "throttled" };
    }
    // Node's code of a network error.
    const code = "code" in error && "syscall" in error ? String(error.code) : "";
    if (code !== "" || name === "TimeoutError") {
        return { ...fault, kind: "noResponse", error: code || name };
    }
    return { ...fault, kind: "other" };
}
