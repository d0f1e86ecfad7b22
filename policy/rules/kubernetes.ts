import { each, equals, includes, isLeftOut, isSecret, noneOf, oneOf, optional } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const kubernetes: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["kubernetes:core/v1:PersistentVolume"] }, [
        {
            name: "kubernetes-volume-retained",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R12"],
            description: "Files outlive the claim that they were used through.",
            remedy: "Set spec.persistentVolumeReclaimPolicy to Retain.",
            url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain",
            checks: [equals(["spec", "persistentVolumeReclaimPolicy"], "Retain")],
        },
        {
            name: "kubernetes-volume-shared",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R9"],
            description: "Every server and every content pod can mount the files at once.",
            remedy: "Set spec.accessModes to ReadWriteMany.",
            url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
            checks: [includes(["spec", "accessModes"], ["ReadWriteMany"])],
        },
        {
            name: "kubernetes-volume-tls",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R9"],
            description: "Files travel between a node and the file system encrypted.",
            remedy: "Mount the file system by the EFS driver in spec.csi, with encryptInTransit true or left out.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
            checks: [
                // Left out, the driver encrypts; anything but true or false it refuses.
                optional(noneOf(["spec", "csi", "volumeAttributes", "encryptInTransit"], ["false"])),
                isLeftOut(["spec", "nfs"], "object", [{ server: "10.0.1.5", path: "/" }]),
            ],
        },
    ]),
    {
        name: "kubernetes-pod-security",
        level: "advisory",
        severity: "medium",
        controls: ["CIS EKS 4.2.1", "CIS EKS 4.2.2", "CIS EKS 4.2.3", "CIS EKS 4.2.4"],
        applies: ["kubernetes:core/v1:Namespace"],
        description:
            "A namespace takes no privileged pods, and none that share the node's processes or network.",
        remedy: "Label it with pod-security.kubernetes.io/enforce baseline or restricted.",
        url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        checks: [
            oneOf(
                ["metadata", "labels", "pod-security.kubernetes.io/enforce"],
                ["baseline", "restricted"],
                ["privileged"],
            ),
        ],
    },
    {
        name: "kubernetes-marked-secrets",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi secret"],
        applies: ["kubernetes:core/v1:Secret"],
        description:
            "What a Kubernetes secret holds is encrypted in the state and hidden in what is printed.",
        remedy: "Read it with config.requireSecret, or wrap it in pulumi.secret.",
        url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
        checks: [each("stringData", isSecret([])), each("data", isSecret([]))],
    },
];
