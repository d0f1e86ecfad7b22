import type { Resource } from "../../../graph/graph";
import { stackRule } from "../../rule";
import { linkOf, resourcesOf } from "../../../graph/links";
import { once } from "../../../graph/once";
import type { Graph } from "../../../graph/graph";
import {
    BUCKET,
    BUCKET_OBJECT,
    CLUSTER,
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    VAULT,
} from "../../../graph/types";

export const protectedState = stackRule({
    name: "stack-protected",
    level: "production",
    severity: "high",
    controls: ["Pulumi protect"],
    description:
        "Pulumi refuses to delete the database, the file system, the backups, what a restore goes by, and the keys that these and the cluster's secrets are encrypted with.",
    remedy: "Set the resource option protect to true.",
    url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    *check(graph) {
        for (const { urn, name, protect } of stateful(graph)) {
            if (!protect) {
                yield { urn, sentence: `${name} holds what cannot be made again, and is not protected.` };
            }
        }
    },
});

/** What holds data, and the keys without which the data is lost too. */
const stateful = once((graph): ReadonlySet<Resource> => {
    const stores = graph.all(DATABASE, DATABASE_CLUSTER, FILE_SYSTEM);
    const vaults = graph.all(VAULT);
    const objects = graph.all(BUCKET_OBJECT);
    return new Set([
        ...stores,
        ...vaults,
        ...stores.flatMap((store) => keysAt(graph, store, ["kmsKeyId"])),
        ...vaults.flatMap((vault) => keysAt(graph, vault, ["kmsKeyArn"])),
        ...objects.flatMap((object) => leadingTo(graph, object, ["bucket"], BUCKET)),
        ...objects.flatMap((object) => keysAt(graph, object, ["kmsKeyId"])),
        ...graph
            .all(CLUSTER)
            .flatMap((cluster) => keysAt(graph, cluster, ["encryptionConfig", "provider", "keyArn"])),
    ]);
});

function keysAt(graph: Graph, resource: Resource, path: readonly string[]): readonly Resource[] {
    return leadingTo(graph, resource, path, KEY);
}

function leadingTo(
    graph: Graph,
    resource: Resource,
    path: readonly string[],
    type: string,
): readonly Resource[] {
    const link = linkOf(graph, resource, path, [type]);
    return link === undefined ? [] : resourcesOf(link);
}
