/** The CIDR blocks that let in the whole internet. */
export const EVERYONE = ["0.0.0.0/0", "::/0"];
