import type { Resource } from "../../resource";
import { stackRule } from "../../rule";
import { linkOf, resourcesOf } from "../../topology/links";
import { once } from "../../topology/once";
import type { Topology } from "../../topology/topology";
import { CLUSTER, DATABASE, DATABASE_CLUSTER, FILE_SYSTEM, KEY, VAULT } from "../../topology/types";

export const protectedState = stackRule({
    name: "stack-protected",
    level: "production",
    severity: "high",
    controls: ["Pulumi protect"],
    description:
        "Pulumi refuses to delete the database, the file system, the backups, and the keys that they and the cluster's secrets are encrypted with.",
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
    return new Set([
        ...stores,
        ...vaults,
        ...stores.flatMap((store) => keysAt(topology, store, ["kmsKeyId"])),
        ...vaults.flatMap((vault) => keysAt(topology, vault, ["kmsKeyArn"])),
        ...topology
            .all(CLUSTER)
            .flatMap((cluster) => keysAt(topology, cluster, ["encryptionConfig", "provider", "keyArn"])),
    ]);
});

function keysAt(topology: Topology, resource: Resource, path: readonly string[]): readonly Resource[] {
    const key = linkOf(topology, resource, path, [KEY]);
    return key === undefined ? [] : resourcesOf(key);
}
