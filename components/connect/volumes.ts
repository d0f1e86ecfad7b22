import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster";
import type { FileSystem } from "../fileSystem";
import { placeServers } from "../podPlacement";
import { restoredFilesJob } from "./restoredFilesJob";
import { LABELS, metadataIn, type NamedNamespace, PULL_SECRET, type Scope } from "./scope";

/** Name of the claim on the shared files, in the servers' namespace and in the content's. */
export const CLAIM = "posit-connect-files";

/**
 * Class of the volumes and their claims. Kubernetes would accept an empty name, but Pulumi looks up the class of each claim and
 * warns if there is none. Source: pulumi-kubernetes, provider/pkg/await/awaiters.go, `pvcBindMode`.
 */
const STORAGE_CLASS = "efs-static";

/** EFS grows automatically. Kubernetes requires a size, and compares the claim's with the volume's. */
const NOMINAL_STORAGE = "10Gi";

/** The volumes on the shared files, one for each namespace, as a volume is bound to one claim. */
export class Volumes {
    private readonly storageClass: kubernetes.storage.v1.StorageClass;

    constructor(
        private readonly scope: Scope,
        private readonly fileSystem: FileSystem,
    ) {
        this.storageClass = new kubernetes.storage.v1.StorageClass(
            `${scope.name}-files`,
            {
                metadata: { name: STORAGE_CLASS, labels: LABELS },
                // The program creates the volumes. A claim of another workload stays pending.
                provisioner: "kubernetes.io/no-provisioner",
                reclaimPolicy: "Retain",
                // Bound before a pod uses them: Pulumi waits for that.
                volumeBindingMode: "Immediate",
            },
            scope.options(),
        );
    }

    /**
     * The volume of a namespace.
     *
     * @param isSecond whether another volume has the same directory: kubelet distinguishes volumes by their handles.
     */
    createVolume(suffix: string, namespace: string, isSecond: boolean): kubernetes.core.v1.PersistentVolume {
        const { id, subPath } = this.fileSystem;
        const directory = subPath === "" ? id : pulumi.interpolate`${id}:/${subPath}`;
        const second = subPath === "" ? pulumi.interpolate`${id}:/` : pulumi.interpolate`${directory}/`;
        return new kubernetes.core.v1.PersistentVolume(
            `${this.scope.name}-${suffix}`,
            {
                metadata: { name: volumeName(namespace), labels: LABELS },
                spec: {
                    accessModes: ["ReadWriteMany"],
                    capacity: { storage: NOMINAL_STORAGE },
                    storageClassName: STORAGE_CLASS,
                    persistentVolumeReclaimPolicy: "Retain",
                    // Only the nodes' role may mount. A name that did not exist must be looked up again, as another server may
                    // have created it.
                    mountOptions: ["iam", "lookupcache=pos"],
                    csi: {
                        driver: "efs.csi.aws.com",
                        // Not an access point: Connect changes owners as root, which an access point with its own user
                        // forbids, and so does any volume that the driver provisions.
                        volumeHandle: isSecond ? second : directory,
                        // Explicit, although it is the driver's default: the mount option `tls` is deprecated.
                        volumeAttributes: { encryptInTransit: "true" },
                    },
                    claimRef: { namespace, name: CLAIM },
                },
            },
            { ...this.scope.options(), dependsOn: this.storageClass },
        );
    }

    createClaim(suffix: string, namespace: NamedNamespace): kubernetes.core.v1.PersistentVolumeClaim {
        return new kubernetes.core.v1.PersistentVolumeClaim(
            `${this.scope.name}-${suffix}`,
            {
                metadata: metadataIn(namespace, CLAIM),
                spec: {
                    accessModes: ["ReadWriteMany"],
                    storageClassName: STORAGE_CLASS,
                    volumeName: volumeName(namespace.name),
                    resources: { requests: { storage: NOMINAL_STORAGE } },
                },
            },
            this.scope.options(namespace),
        );
    }

    /** The job that moves restored files to their directory; none if no files were restored. */
    createRestoredFilesJob(
        servers: NamedNamespace,
        claims: pulumi.Resource[],
        { cluster, image, hasPullSecret }: { cluster: Cluster; image: string; hasPullSecret: boolean },
    ): pulumi.Resource[] {
        const { movedFrom } = this.fileSystem;
        if (movedFrom === undefined) {
            return [];
        }
        const job = new kubernetes.batch.v1.Job(
            `${this.scope.name}-restored-files`,
            restoredFilesJob({
                ...metadataIn(servers, "posit-connect-restored-files"),
                image,
                pullSecrets: hasPullSecret ? [{ name: PULL_SECRET }] : [],
                placement: placeServers(cluster.nodeGroups),
                claimName: CLAIM,
                directory: movedFrom,
            }),
            {
                ...this.scope.options(servers),
                // A completed job does not need another version of its image.
                ignoreChanges: ["spec"],
                dependsOn: [...claims, servers.resource, this.fileSystem, ...cluster.workloadsReady],
            },
        );
        return [job];
    }
}

/** Includes the namespace: a volume stays with the claim that it was bound to, so another claim needs another volume. */
function volumeName(namespace: string): string {
    return `${CLAIM}-${namespace}`;
}
