/** The CIDR blocks that include every address on the internet. */
export const INTERNET_CIDRS: readonly string[] = ["0.0.0.0/0", "::/0"];
