import { each, equals, includes, isAbsent, isSecret, noneOf, oneOf, optional } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const kubernetes: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["kubernetes:core/v1:PersistentVolume"] }, [
        {
            name: "kubernetes-volume-retained",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R12"],
            description: "Files survive the deletion of the PersistentVolumeClaim.",
            remedy: "Set spec.persistentVolumeReclaimPolicy to Retain.",
            url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#retain",
            checks: [equals(["spec", "persistentVolumeReclaimPolicy"], "Retain")],
        },
        {
            name: "kubernetes-volume-shared",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R9"],
            description: "All server and content pods can mount the files at the same time.",
            remedy: "Set spec.accessModes to ReadWriteMany.",
            url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes",
            checks: [includes(["spec", "accessModes"], ["ReadWriteMany"])],
        },
        {
            name: "kubernetes-volume-tls",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R9"],
            description: "Traffic between nodes and the file system is encrypted.",
            remedy: "Mount the file system with the EFS driver in spec.csi, and set encryptInTransit to true or remove it.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
            checks: [
                // The driver encrypts by default, and rejects values other than true and false.
                optional(noneOf(["spec", "csi", "volumeAttributes", "encryptInTransit"], ["false"])),
                isAbsent(["spec", "nfs"], "object", [{ server: "10.0.1.5", path: "/" }]),
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
            "A namespace rejects privileged pods and pods that share the node's processes or network.",
        remedy: "Set the label pod-security.kubernetes.io/enforce to baseline or restricted.",
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
        description: "The content of a Kubernetes secret is encrypted in the state and not printed.",
        remedy: "Read the value with config.requireSecret, or wrap it in pulumi.secret.",
        url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
        checks: [each("stringData", isSecret([])), each("data", isSecret([]))],
    },
];
