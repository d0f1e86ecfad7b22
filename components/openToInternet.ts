import { INTERNET_CIDRS } from "../lib/internetCidrs";

/** The CIDR blocks in a list that include every address on the internet. */
export function openToInternet(cidrs: string[]): string[] {
    return cidrs.filter((cidr) => INTERNET_CIDRS.includes(cidr));
}
