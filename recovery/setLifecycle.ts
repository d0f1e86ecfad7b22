import type { TransitionToIARules } from "@aws-sdk/client-efs";
import { ask, clientIn } from "./ask";

/** Gives a file system that AWS Backup has made the lifecycle that the program gives its own. */
export async function setLifecycle(
    id: string,
    region: string,
    infrequentAccessAfterDays: number,
): Promise<void> {
    const { EFSClient, PutLifecycleConfigurationCommand } = await import("@aws-sdk/client-efs");
    const client = new EFSClient(clientIn(region));
    const rule = `AFTER_${infrequentAccessAfterDays}_DAY${infrequentAccessAfterDays === 1 ? "" : "S"}`;
    await ask("elasticfilesystem:PutLifecycleConfiguration", { what: `file system ${id}`, region }, () =>
        client.send(
            new PutLifecycleConfigurationCommand({
                FileSystemId: id,
                LifecyclePolicies: [
                    { TransitionToIA: rule as TransitionToIARules },
                    { TransitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
                ],
            }),
        ),
    );
}
