import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const volumeRetained = resourceRule({
    name: "kubernetes-volume-retained",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R12"],
    applies: ["kubernetes:core/v1:PersistentVolume"],
    description: "Files outlive the claim that they were used through.",
    remedy: "Set spec.persistentVolumeReclaimPolicy to Retain.",
    url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain",
    checks: [equals(["spec", "persistentVolumeReclaimPolicy"], "Retain")],
});
