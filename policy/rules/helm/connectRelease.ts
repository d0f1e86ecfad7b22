import { isConnectChart } from "../../../graph/releases";
import { textThat } from "../../check";
import { type ResourceRule, resourceRule } from "../../rule";

export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Whether a release is of Connect's chart. */
export const isConnect = textThat("chart", "the chart rstudio-connect", isConnectChart, [
    "rstudio-workbench",
    "my-rstudio-connect",
    "rstudio-connect-tools",
    "rstudio-connect/charts/other",
]);

/** A rule about the release of Connect. */
export const connectRule = (rule: Omit<ResourceRule, "applies" | "when">): ResourceRule =>
    resourceRule({ ...rule, applies: [RELEASE], when: [isConnect] });
