/** The CIDR blocks that let in the whole internet. */
const EVERYONE = ["0.0.0.0/0", "::/0"];

/** Those of some CIDR blocks that let in the whole internet. */
export function openToInternet(cidrs: string[]): string[] {
    return cidrs.filter((cidr) => EVERYONE.includes(cidr));
}
