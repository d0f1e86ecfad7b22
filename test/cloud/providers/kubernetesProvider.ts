import { isObject } from "../../../lib/isObject";
import { unwrapSecrets, UNKNOWN_SENTINEL } from "../../../lib/wire";

/** Settings of a Kubernetes provider whose change replaces every object in its cluster. */
export interface ProviderDifference {
    changed: string[];
    replacing: string[];
}

/**
 * The consequences of a change of a Kubernetes provider's settings.
 * Source: `pulumi/pulumi-kubernetes`, provider/pkg/provider/provider.go, `DiffConfig`.
 */
export function providerDifference(
    before: Record<string, unknown>,
    after: Record<string, unknown>,
): ProviderDifference {
    const [old, young] = [unwrapSecrets(before), unwrapSecrets(after)] as [typeof before, typeof after];
    const changed = [...new Set([...Object.keys(old), ...Object.keys(young)])].filter(
        (key) => JSON.stringify(old[key]) !== JSON.stringify(young[key]),
    );
    const [oldId, id] = [old["clusterIdentifier"], young["clusterIdentifier"]];
    if (id !== undefined && id === oldId) {
        return { changed, replacing: [] };
    }
    const replacing = id !== undefined && oldId !== undefined ? ["clusterIdentifier"] : [];
    const kubeconfigMoves =
        young["kubeconfig"] === UNKNOWN_SENTINEL ||
        JSON.stringify(clusters(old["kubeconfig"])) !== JSON.stringify(clusters(young["kubeconfig"]));
    return {
        changed,
        replacing:
            changed.includes("kubeconfig") && kubeconfigMoves ? [...replacing, "kubeconfig"] : replacing,
    };
}

function clusters(kubeconfig: unknown): unknown {
    const parsed: unknown = typeof kubeconfig === "string" ? JSON.parse(kubeconfig) : kubeconfig;
    return isObject(parsed) ? parsed["clusters"] : undefined;
}
