/** An error of AWS or Kubernetes, with its code. */
export class ApiError extends Error {
    constructor(
        /** AWS's error code, or the reason of the Kubernetes API. */
        readonly code: string,
        text: string,
        /** Whether the provider retries for minutes, as the cause may disappear. */
        readonly retried = false,
    ) {
        super(`${code}: ${text}`);
    }
}
