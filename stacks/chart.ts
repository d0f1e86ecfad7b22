import { isChart } from "../lib/isChart";
import { text } from "./field";
import { finding, type Rule, rule } from "./rule";
import type { SettingPath } from "./settingPath";

/** Whether a chart is a name in a repository, as opposed to a path or a URL. */
export function isNameInRepository(chart: string): boolean {
    return /^[a-z0-9][a-z0-9-]*$/.test(chart);
}

/** Where a chart is. By its name, policies and reports know what a release installs. */
export function chartLocation(name: string) {
    const form = `the chart ${name}: this name, a path such as ./charts/${name}.tgz or an oci:// URL that ends in it`;
    return text(/^[^\s;#"\\]+$/, form).refine((chart) => isChart(chart, name), { error: form });
}

export const chartRepository = () =>
    text(/^(https:\/\/[^\s;#"\\]+)?$/, 'an https:// URL, or "" if the chart is a path or an oci:// URL');

export const chartUser = () =>
    text(/^[^\s:]{1,100}$/, "a user name without spaces and colons")
        .optional()
        .describe(
            "User name at `repository`, with the password `posit-connect:chartPassword`. Without it, Helm does not log in.",
        );

export const imageRepository = () =>
    text(
        /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
        "an image's repository without a tag, such as registry.example.com/posit/connect",
    );

/** A chart is found in a repository by its name, or without one by its path or URL. A user logs in to a repository only. */
export function chartInRepository(
    chart: SettingPath<string>,
    repository: SettingPath<string>,
    user: SettingPath<string | undefined>,
): Rule {
    return rule([chart, repository, user], ([name, url, login]) => {
        if (login !== undefined && url === "") {
            return finding(
                user,
                "left out without a repository",
                "Log in to an oci:// registry with helm registry login.",
            );
        }
        const isName = isNameInRepository(name);
        if (isName && url === "") {
            return finding(repository, `a repository's https:// URL, as ${name} is a name in it`);
        }
        return !isName && url !== ""
            ? finding(repository, `"", as the chart is a path or a URL, ${name}`)
            : undefined;
    });
}
