/** A configuration file in the content's container. */
interface ConfigFile {
    /** Key in the ConfigMap. */
    key: string;
    /** Path from which its program reads it. */
    path: string;
    text: string;
}

/**
 * Files that make pip and uv install from a Posit Package Manager. uv reads no configuration of pip's, and without its own
 * file installs from pypi.org. Connect installs with either.
 *
 * Sources: Posit Package Manager user guide, "Configuring Python Environments"; astral-sh/uv#1859.
 */
export function pythonConfig(packageManagerUrl: string): ConfigFile[] {
    const index = `${packageManagerUrl}/pypi/latest/simple`;
    return [
        { key: "pip.conf", path: "/etc/pip.conf", text: `[global]\nindex-url = ${index}\n` },
        // The default index replaces pypi.org; any other would be added to it.
        { key: "uv.toml", path: "/etc/uv/uv.toml", text: `[[index]]\nurl = "${index}"\ndefault = true\n` },
    ];
}
