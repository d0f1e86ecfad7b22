import { DEFAULT_DISTRIBUTION, distributionOf, SOURCE } from "../../catalog/distributions";
import type { ConnectSettings } from "../../stacks/sections/connect";

/** A configuration file in the content's container. */
interface ConfigFile {
    /** Key in the ConfigMap. */
    key: string;
    /** Path from which its program reads it. */
    path: string;
    text: string;
}

type Repositories = Pick<
    ConnectSettings,
    "packageManagerUrl" | "packageRepositories" | "executionEnvironments"
>;

/** Path of the file with the token of an authenticated Package Manager. */
export const NETRC_PATH = "/etc/netrc";

/** Folder in which curl looks for its configuration. */
export const CURL_HOME = "/etc";

/**
 * Files that make pip and uv install from a Posit Package Manager, and R's downloads log in to it. uv reads no configuration of pip's,
 * and without its own file installs from pypi.org. Connect installs with either.
 *
 * Sources: Posit Package Manager user guide, "Configuring Python Environments"; astral-sh/uv#1859; rstudio/helm,
 * examples/connect/application-configuration/rstudio-connect-recommended-app-config-kubernetes.yaml.
 */
export function packageConfig(settings: Repositories, isAuthenticated: boolean): ConfigFile[] {
    const { repository, snapshot } = settings.packageRepositories.python;
    const index = `${settings.packageManagerUrl}/${repository}/${snapshot}/simple`;
    return [
        { key: "pip.conf", path: "/etc/pip.conf", text: `[global]\nindex-url = ${index}\n` },
        // The default index replaces pypi.org; any other would be added to it.
        { key: "uv.toml", path: "/etc/uv/uv.toml", text: `[[index]]\nurl = "${index}"\ndefault = true\n` },
        ...(isAuthenticated
            ? [{ key: "curlrc", path: `${CURL_HOME}/.curlrc`, text: `--netrc-file ${NETRC_PATH}\n` }]
            : []),
    ];
}

/** URL of the R packages: binaries for the distribution of the content's images, or source. */
export function rRepositoryUrl(settings: Repositories): string {
    const { repository, distribution, snapshot } = settings.packageRepositories.r;
    const named = settings.executionEnvironments.map(({ name, r }) => r && distributionOf(name));
    const binaries = distribution ?? named.find((each) => each !== undefined) ?? DEFAULT_DISTRIBUTION;
    const folder = binaries === SOURCE ? "" : `/__linux__/${binaries}`;
    return `${settings.packageManagerUrl}/${repository}${folder}/${snapshot}`;
}

/**
 * The file that logs in to an authenticated Package Manager.
 *
 * Source: Posit Package Manager admin guide, "Posit Connect", "Authenticated repositories".
 */
export function netrc(packageManagerUrl: string, token: string): string {
    return `machine ${new URL(packageManagerUrl).hostname}\nlogin __token__\npassword ${token.trim()}\n`;
}
