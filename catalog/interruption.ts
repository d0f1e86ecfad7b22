/** How much users notice, worst first. `unknown` is second: no one can promise that users notice nothing. */
export const INTERRUPTIONS = ["rejected", "down", "unknown", "brief", "rolling", "none"] as const;

/**
 * `rejected`: AWS rejects the change, and the update fails halfway, or the change would damage data. `down`: Connect, or a part that all of it needs, is
 * unavailable for minutes or permanently. `brief`: for seconds to two minutes. `rolling`: parts are replaced one after the
 * other, and Connect stays available. `none`: users notice nothing.
 */
export type Interruption = (typeof INTERRUPTIONS)[number];
