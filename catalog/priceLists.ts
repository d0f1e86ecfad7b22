import usEast1 from "./prices/us-east-1.json";

/** A price without tax, free tiers of an account, credits and commitments. */
export interface Figure {
    /** For each unit; `null` if no source was found or sources disagree, as the note says. Absent if there are tiers. */
    usd?: number | null;
    /** Prices by the running total: each holds up to a bound, the last one without a bound. */
    tiers?: readonly { upTo?: number; usd: number }[];
    /** Units that the price is for. Default: 1. */
    each?: number;
    /** Units a month without a charge. */
    free?: number;
    /** A price by the hour is billed for each hour of the month. */
    per?: string;
    /** Whether the price is the same in every region. */
    anyRegion?: boolean;
    /** The day of the price. A shorter date stands for its first day. */
    date?: string;
    /** Key of a source. */
    source?: string;
    note?: string;
}

/** On-demand prices of a region in USD. */
export interface PriceList {
    region: string;
    sources: Readonly<Record<string, string>>;
    figures: Readonly<Record<string, Figure>>;
    nodes: { date: string; source: string; usdHour: Readonly<Record<string, number>> };
    databases: {
        date: string;
        source: string;
        usdHour: Readonly<Record<string, { single: number; multi: number }>>;
    };
}

/** Price lists by region. */
export const priceLists: Readonly<Record<string, PriceList>> = { "us-east-1": usEast1 };
