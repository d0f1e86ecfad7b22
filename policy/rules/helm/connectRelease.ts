import { matches } from "../../check";
import { type ResourceRule, resourceRule } from "../../rule";

export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Whether a release is of Connect's chart: by its name, or a path or address of it, or of an archive. */
export const isConnect = matches(
    "chart",
    /(^|\/)rstudio-connect(-\d[^/]*)?\/?$/,
    "the chart rstudio-connect",
    ["rstudio-workbench", "my-rstudio-connect", "rstudio-connect-tools", "rstudio-connect/charts/other"],
);

/** A rule about the release of Connect. */
export const connectRule = (rule: Omit<ResourceRule, "applies" | "when">): ResourceRule =>
    resourceRule({ ...rule, applies: [RELEASE], when: [isConnect] });
