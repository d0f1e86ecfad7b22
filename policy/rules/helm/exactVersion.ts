import { matches } from "../../check";
import { resourceRule } from "../../rule";
import { RELEASE } from "./connectRelease";

export const exactVersion = resourceRule({
    name: "helm-exact-version",
    level: "mandatory",
    severity: "medium",
    controls: ["Posit R12"],
    applies: [RELEASE],
    description: "A release names one version of its chart, so that a restore brings back the same.",
    remedy: "Set version to an exact one such as 0.21.0, without a range.",
    url: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/",
    checks: [
        matches("version", /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/, "an exact version", [
            "",
            "0.21",
            "0.21.x",
            "x.21.0",
            "0.x.0",
            "^0.21.0",
            "~0.21.0",
            ">=0.21.0",
            "0.21.0 || 0.22.0",
            "0.21.0-",
            "0.21.0,1",
            "0.21.0-,",
            "latest",
        ]),
    ],
});
