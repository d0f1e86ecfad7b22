import { isLeftOut } from "../../check";
import { connectRule } from "./connectRelease";

export const statedValues = connectRule({
    name: "helm-stated-values",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R12"],
    description: "The values of Connect's chart are stated in the program, where rules can read them.",
    remedy: "Leave valueYamlFiles out, and state what they hold in values.",
    url: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/",
    checks: [isLeftOut("valueYamlFiles", "list", [["values.yaml"]])],
});
