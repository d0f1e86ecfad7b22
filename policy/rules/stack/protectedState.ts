import type { Resource } from "../../resource";
import { stackRule } from "../../rule";
import { linkOf, resourcesOf } from "../../topology/links";
import { once } from "../../topology/once";
import type { Topology } from "../../topology/topology";
import {
    BUCKET,
    BUCKET_OBJECT,
    CLUSTER,
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    VAULT,
} from "../../topology/types";

export const protectedState = stackRule({
    name: "stack-protected",
    level: "production",
    severity: "high",
    controls: ["Pulumi protect"],
    description:
        "Pulumi refuses to delete the database, the file system, the backups, what a restore goes by, and the keys that these and the cluster's secrets are encrypted with.",
    remedy: "Set the resource option protect to true.",
    url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    *check(topology) {
        for (const { urn, name, protect } of stateful(topology)) {
            if (!protect) {
                yield { urn, sentence: `${name} holds what cannot be made again, and is not protected.` };
            }
        }
    },
});

/** What holds data, and the keys without which the data is lost too. */
const stateful = once((topology): ReadonlySet<Resource> => {
    const stores = topology.all(DATABASE, DATABASE_CLUSTER, FILE_SYSTEM);
    const vaults = topology.all(VAULT);
    const objects = topology.all(BUCKET_OBJECT);
    return new Set([
        ...stores,
        ...vaults,
        ...stores.flatMap((store) => keysAt(topology, store, ["kmsKeyId"])),
        ...vaults.flatMap((vault) => keysAt(topology, vault, ["kmsKeyArn"])),
        ...objects.flatMap((object) => leadingTo(topology, object, ["bucket"], BUCKET)),
        ...objects.flatMap((object) => keysAt(topology, object, ["kmsKeyId"])),
        ...topology
            .all(CLUSTER)
            .flatMap((cluster) => keysAt(topology, cluster, ["encryptionConfig", "provider", "keyArn"])),
    ]);
});

function keysAt(topology: Topology, resource: Resource, path: readonly string[]): readonly Resource[] {
    return leadingTo(topology, resource, path, KEY);
}

function leadingTo(
    topology: Topology,
    resource: Resource,
    path: readonly string[],
    type: string,
): readonly Resource[] {
    const link = linkOf(topology, resource, path, [type]);
    return link === undefined ? [] : resourcesOf(link);
}
