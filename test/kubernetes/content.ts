import type { Api } from "./api";
import type { Pod } from "./servers";

/** The content processes that run and are not being stopped, also on lost nodes. */
export async function listContent(api: Api, namespace: string): Promise<Pod[]> {
    const pods = (await api.list("v1", "Pod", namespace)) as Pod[];
    return pods.filter(
        ({ status, metadata }) => status.phase === "Running" && metadata.deletionTimestamp === undefined,
    );
}

/** Ends a content process by itself, without an error. */
export async function endContent(api: Api, { metadata: { name, namespace = "" } }: Pod): Promise<void> {
    const status = { status: { phase: "Succeeded" } };
    await api.request(
        "PATCH",
        `/api/v1/namespaces/${namespace}/pods/${name}/status`,
        status,
        "application/merge-patch+json",
    );
}
