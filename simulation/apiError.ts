/** A "no" of AWS or Kubernetes, with the error code that it comes with. */
export class ApiError extends Error {
    constructor(
        /** AWS's error code, or the reason that Kubernetes' API gives. */
        readonly code: string,
        text: string,
        /** Whether the provider tries again for minutes, as what stands in the way may be going already. */
        readonly retried = false,
    ) {
        super(`${code}: ${text}`);
    }
}
