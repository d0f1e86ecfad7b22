/** A name of an image or a part of it, with a version after it. */
const named = (names: string, version: string) => `(?:${names})[-_:]?${version}`;

const RHEL = "rhel|redhat|centos(?:-?stream)?|rocky(?:linux)?|alma(?:linux)?|oracle(?:linux)?|ol|ubi|el";
const SUSE = "opensuse(?:-?leap)?|sles";

/** Version of Package Manager that has the distributions below. */
export const PACKAGE_MANAGER = "2025.12";

/**
 * Linux distributions by the name in the URL of their binary R packages (`binaryURL`), and the forms in which tags of images name them.
 * The binaries of RHEL 8 and its like are those of CentOS 8.
 *
 * Source: https://packagemanager.posit.co/__api__/status of Package Manager 2025.12.0, as recorded in r-lib/pkgcache,
 * tests/testthat/fixtures/ppm-status.json.
 */
const DISTRIBUTIONS: Record<string, string> = {
    focal: `${named("ubuntu", "20[.-]?04")}|focal`,
    jammy: `${named("ubuntu", "22[.-]?04")}|jammy`,
    noble: `${named("ubuntu", "24[.-]?04")}|noble`,
    bullseye: `${named("debian", "11")}|bullseye`,
    bookworm: `${named("debian", "12")}|bookworm`,
    trixie: `${named("debian", "13")}|trixie`,
    centos7: named(RHEL, "7"),
    centos8: named(RHEL, "8"),
    rhel9: named(RHEL, "9"),
    rhel10: named(RHEL, "10"),
    opensuse155: named(SUSE, "15(?:[.-]?|-?sp)5"),
    opensuse156: named(SUSE, "15(?:[.-]?|-?sp)6"),
};

const FORMS = Object.entries(DISTRIBUTIONS).map(
    ([name, form]) => [name, new RegExp(`(?:^|[^a-z0-9])(?:${form})(?![a-z0-9])`, "i")] as const,
);

/** Whether Package Manager has binaries under a name. */
export function isDistribution(name: string): boolean {
    return Object.hasOwn(DISTRIBUTIONS, name);
}

/** Packages as source, which are compiled when content is published. */
export const SOURCE = "source";

/** The distribution of Posit's images, and of images whose tags name none. */
export const DEFAULT_DISTRIBUTION = "noble";

/** The distribution that an image's name or tag names; none if it names none or several. */
export function distributionOf(image: string): string | undefined {
    const found = FORMS.filter(([, form]) => form.test(image));
    return found.length === 1 ? found[0]?.[0] : undefined;
}
