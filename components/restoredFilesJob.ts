import type { types } from "@pulumi/kubernetes";

/**
 * Moves what AWS Backup has restored to where Connect looks for it: the root of the file system. AWS Backup puts it into
 * a directory of its own, whose name no API tells. A run that was cut off goes on where it ended; without such a
 * directory there is nothing to do.
 *
 * Source of the directory: AWS Backup developer guide, "Restore an Amazon EFS file system".
 */
export const MOVE_RESTORED_FILES = `
shopt -s nullglob
restores=(aws-backup-restore_*/)
if [ "\${#restores[@]}" -gt 1 ]; then
    echo "several restores, \${restores[*]}: name one by recovery.fileSystem.subPath" >&2
    exit 1
fi
for restore in "\${restores[@]}"; do
    find "$restore" -mindepth 1 -maxdepth 1 -exec mv --no-clobber --target-directory . {} +
    # It stays, with what is in it, where a name was taken.
    rmdir "$restore"
done
`.trim();

/** A job that runs {@link MOVE_RESTORED_FILES} over a claim's files, once. */
export function restoredFilesJob<Text>(facts: {
    name: string;
    namespace: Text;
    labels: Record<string, string>;
    /** Of the servers: its nodes need it anyway, and it has a shell. */
    image: string;
    pullSecrets: { name: string }[];
    claimName: string;
}) {
    return {
        metadata: { name: facts.name, namespace: facts.namespace, labels: facts.labels },
        spec: {
            backoffLimit: 2,
            template: {
                metadata: { labels: facts.labels },
                spec: {
                    restartPolicy: "Never",
                    automountServiceAccountToken: false,
                    imagePullSecrets: facts.pullSecrets,
                    containers: [
                        {
                            name: "move",
                            image: facts.image,
                            command: ["/bin/bash", "-euc", MOVE_RESTORED_FILES],
                            workingDir: "/files",
                            // The files belong to root and to whoever publishes.
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
