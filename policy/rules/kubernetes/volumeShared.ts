import { includes } from "../../check";
import { resourceRule } from "../../rule";

export const volumeShared = resourceRule({
    name: "kubernetes-volume-shared",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R9"],
    applies: ["kubernetes:core/v1:PersistentVolume"],
    description: "Every server and every content pod can mount the files at once.",
    remedy: "Set spec.accessModes to ReadWriteMany.",
    url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
    checks: [includes(["spec", "accessModes"], ["ReadWriteMany"])],
});
