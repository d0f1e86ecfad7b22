import { isLeftOut } from "../../check";
import { connectRule } from "./connectRelease";

export const noInlineLicense = connectRule({
    name: "helm-no-inline-license",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi inline-license"],
    description: "The licence of Connect is in a Kubernetes secret, and not in a release's values.",
    remedy: "Put the licence in a Secret, and name it in values.license.file.secret.",
    url: "https://github.com/rstudio/helm/tree/main/charts/rstudio-connect#licensing",
    checks: [
        isLeftOut(["values", "license", "key"], "text", ["AAAA-BBBB-CCCC-DDDD"]),
        isLeftOut(["values", "license", "file", "contents"], "text", ["# RStudio License"]),
    ],
});
