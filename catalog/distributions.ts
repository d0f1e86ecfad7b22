/**
 * Linux distributions by the name that Posit Package Manager gives to their binary R packages, and the forms in which tags of images
 * name them.
 *
 * Source: https://docs.posit.co/rspm/admin/serving-binaries/, "Supported distributions".
 */
const DISTRIBUTIONS: Record<string, RegExp> = {
    focal: /(?:^|[^a-z0-9])(?:ubuntu-?20\.?04|focal)(?![a-z0-9])/i,
    jammy: /(?:^|[^a-z0-9])(?:ubuntu-?22\.?04|jammy)(?![a-z0-9])/i,
    noble: /(?:^|[^a-z0-9])(?:ubuntu-?24\.?04|noble)(?![a-z0-9])/i,
    bookworm: /(?:^|[^a-z0-9])(?:debian-?12|bookworm)(?![a-z0-9])/i,
    rhel8: /(?:^|[^a-z0-9])(?:rhel|rocky(?:linux)?|almalinux|ubi)-?8(?![a-z0-9])/i,
    rhel9: /(?:^|[^a-z0-9])(?:rhel|rocky(?:linux)?|almalinux|ubi)-?9(?![a-z0-9])/i,
};

/** Packages as source, which are compiled when content is published. */
export const SOURCE = "source";

/** The distribution of Posit's images, and of images whose tags name none. */
export const DEFAULT_DISTRIBUTION = "noble";

/** The distribution that an image's name or tag names; none if it names none or several. */
export function distributionOf(image: string): string | undefined {
    const found = Object.entries(DISTRIBUTIONS).filter(([, form]) => form.test(image));
    return found.length === 1 ? found[0]?.[0] : undefined;
}
