import { isLeftOut, noneOf, optional } from "../../check";
import { resourceRule } from "../../rule";

export const volumeTls = resourceRule({
    name: "kubernetes-volume-tls",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R9"],
    applies: ["kubernetes:core/v1:PersistentVolume"],
    description: "Files travel between a node and the file system encrypted.",
    remedy: "Mount the file system by the EFS driver in spec.csi, with encryptInTransit true or left out.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
    checks: [
        // Left out, the driver encrypts; anything but true or false it refuses.
        optional(noneOf(["spec", "csi", "volumeAttributes", "encryptInTransit"], ["false"])),
        isLeftOut(["spec", "nfs"], "object", [{ server: "10.0.1.5", path: "/" }]),
    ],
});
