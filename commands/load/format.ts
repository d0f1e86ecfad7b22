/** Milliseconds, or a dash if nothing was measured. */
export function formatMs(ms: number | null): string {
    return ms === null ? "–" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString("en")} ms`;
}

/** A share in percent, exact enough to compare with 0.1 %. */
export function formatShare(share: number): string {
    return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 2)} %`;
}
