/** Versions of Connect that this program is tested with, and where they come from. A stack may choose others. */
export const connect = {
    /** The values that this program renders are written for this version, as the chart has no schema of its own. */
    chart: { name: "rstudio-connect", repository: "https://helm.rstudio.com", version: "0.21.0" },
    version: "2026.08.0",
    /**
     * Oldest versions with off-host execution that needs no privileges: `backends.kubernetes` and `executionEnvironments`. Chart
     * 0.9.3 is the first that installs Connect 2026.04.0.
     *
     * Source: rstudio/helm, charts/rstudio-connect/NEWS.md, 0.8.35, 0.9.0 and 0.9.3.
     */
    offHost: { chart: "0.9.3", version: "2026.04.0" },
    /** Image repositories, without tags. */
    images: { connect: "posit/connect", contentInit: "posit/connect-content-init" },
    /**
     * Posit's published image for content. Its tag names the patch versions that it contains and stays in the registry. A tag of
     * minor versions would move on, and these paths would no longer exist. The tag does not name Quarto: every image links it
     * at this path, possibly in another patch version.
     *
     * Sources: rstudio/helm, docs/migrating-to-posit-images.qmd, "Connect Content images", and for Quarto the recommended
     * configuration; posit-dev/images-connect, connect-content/README.md, "Supported tags", and its Containerfiles.
     */
    executionEnvironment: {
        name: "posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro",
        title: "R 4.6, Python 3.14, Quarto 1.9",
        r: [{ version: "4.6.0", path: "/opt/R/4.6.0/bin/R" }],
        python: [{ version: "3.14.4", path: "/opt/python/3.14.4/bin/python3" }],
        quarto: [{ version: "1.9.38", path: "/usr/local/bin/quarto" }],
    },
};
