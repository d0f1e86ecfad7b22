import type { types } from "@pulumi/kubernetes";
import type { PodPlacement } from "../podPlacement";

/**
 * Moves files that AWS Backup has restored to the root of the file system, where Connect reads them. AWS Backup restores them into
 * a directory of its own, whose name no API returns. If Connect's files were in a `DIRECTORY` of the backup, only these are
 * moved.
 *
 * The directory is chosen once, and `.aws-backup-restore` marks the choice: a directory of an earlier restore, which was in the
 * backup, is one of the files. An interrupted run continues, and a run after the last does nothing.
 *
 * Source of the directory: AWS Backup developer guide, "Restore an Amazon EFS file system".
 */
export const MOVE_RESTORED_FILES = `
shopt -s nullglob
chosen=.aws-backup-restore
if [ ! -d "$chosen" ]; then
    restores=(aws-backup-restore_*/)
    if [ "\${#restores[@]}" -gt 1 ]; then
        echo "several restores, \${restores[*]}: name one by recovery.fileSystem.subPath" >&2
        exit 1
    fi
    if [ "\${#restores[@]}" -eq 0 ]; then
        mkdir "$chosen"
    else
        # A rename is done or not, wherever the run is cut off.
        mv --no-target-directory "\${restores[0]%/}" "$chosen"
    fi
fi
files=$chosen/$DIRECTORY
if [ ! -d "$files" ]; then
    echo "no $DIRECTORY in what AWS Backup has restored: say where the files are by recovery.fileSystem.subPath" >&2
    exit 1
fi
# Where the backup is of a stack that was restored itself, its mark is among the files.
left() { find "$files" -mindepth 1 -maxdepth 1 ! -name "$chosen" "$@"; }
left -exec mv --no-clobber --target-directory . {} + || true
names=$(left -printf '%f ')
if [ -n "$names" ]; then
    echo "not moved out of $files, as where a name is taken in the root: $names" >&2
    exit 1
fi
`.trim();

/** A job that runs {@link MOVE_RESTORED_FILES} over a claim's files, once. */
export function restoredFilesJob<Text>(facts: {
    name: string;
    namespace: Text;
    labels: Record<string, string>;
    /** The servers' image: the nodes need it anyway, and it has a shell. */
    image: string;
    pullSecrets: { name: string }[];
    /** Nodes that the job may run on. */
    placement: PodPlacement;
    claimName: string;
    /** Directory of the files in the file system that was backed up; empty for its root. */
    directory: string;
}) {
    return {
        metadata: { name: facts.name, namespace: facts.namespace, labels: facts.labels },
        spec: {
            backoffLimit: 2,
            template: {
                metadata: { labels: facts.labels },
                spec: {
                    ...facts.placement,
                    restartPolicy: "Never",
                    automountServiceAccountToken: false,
                    imagePullSecrets: facts.pullSecrets,
                    containers: [
                        {
                            name: "move",
                            image: facts.image,
                            command: ["/bin/bash", "-euc", MOVE_RESTORED_FILES],
                            workingDir: "/files",
                            env: [{ name: "DIRECTORY", value: facts.directory }],
                            // The files belong to root and to publishers.
                            securityContext: { runAsUser: 0, allowPrivilegeEscalation: false },
                            resources: {
                                requests: { cpu: "100m", memory: "128Mi" },
                                limits: { memory: "256Mi" },
                            },
                            volumeMounts: [{ name: "files", mountPath: "/files" }],
                        },
                    ],
                    volumes: [{ name: "files", persistentVolumeClaim: { claimName: facts.claimName } }],
                },
            },
        } satisfies types.input.batch.v1.JobSpec,
    };
}
