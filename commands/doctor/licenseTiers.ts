/**
 * Posit's tiers of a license, by whether they include off-host execution. The last three are those of before March 2024.
 *
 * Source: https://docs.posit.co/connect/admin/licensing/, "Product tiers", and the page of off-host execution, which is marked
 * "Advanced"; https://posit.co/blog/posit-connect-2023-05-0: "this feature requires an Enterprise license".
 */
export const LICENSE_TIERS = {
    basic: false,
    enhanced: false,
    advanced: true,
    base: false,
    standard: false,
    enterprise: true,
};

export type LicenseTier = keyof typeof LICENSE_TIERS;
