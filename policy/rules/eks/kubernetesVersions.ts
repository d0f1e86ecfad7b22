import { KUBERNETES_VERSIONS, kubernetesVersions } from "../../../catalog/kubernetesVersions";
import { type Check, satisfies } from "../../check";
import { today } from "../../clock";

/** `version` is a Kubernetes version in standard support. */
export const inStandardSupport: Check = satisfies("version", {
    kind: "text",
    wanted: `a Kubernetes version in standard support (${KUBERNETES_VERSIONS.map(
        (version) => `${version} until ${kubernetesVersions[version].standardSupportEnds}`,
    ).join(", ")})`,
    accepts: (version) =>
        KUBERNETES_VERSIONS.some(
            (known) => known === version && today() < kubernetesVersions[known].standardSupportEnds,
        ),
    refused: ["1.32", "1.33", "1.99", "1", ""],
});
