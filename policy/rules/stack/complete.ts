import { stackRule } from "../../rule";
import { adoptedFileSystems } from "../../topology/adoptedFileSystems";
import { connectReleases } from "../../topology/releases";
import type { Topology } from "../../topology/topology";
import { CLUSTER, DATABASE, DATABASE_CLUSTER, FILE_SYSTEM } from "../../topology/types";

function fileSystems(topology: Topology): readonly { name: string }[] {
    return [...topology.all(FILE_SYSTEM), ...adoptedFileSystems(topology).map((name) => ({ name }))];
}

const PARTS: readonly {
    one: string;
    many: string;
    found: (topology: Topology) => readonly { name: string }[];
}[] = [
    { one: "cluster", many: "clusters", found: (topology) => topology.all(CLUSTER) },
    {
        one: "database",
        many: "databases",
        found: (topology) => topology.all(DATABASE, DATABASE_CLUSTER),
    },
    { one: "file system", many: "file systems", found: fileSystems },
    { one: "release of Connect", many: "releases of Connect", found: connectReleases },
];

export const complete = stackRule({
    name: "stack-complete",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R1", "Pulumi complete"],
    description:
        "The stack has exactly one cluster, one database, one file system and one release of Connect.",
    remedy: "Make each of the four once.",
    url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
    *check(topology) {
        for (const { one, many, found } of PARTS) {
            const names = found(topology).map(({ name }) => name);
            if (names.length === 0) {
                yield { sentence: `The stack has no ${one}.` };
            } else if (names.length > 1) {
                yield {
                    sentence: `The stack has ${names.length} ${many}, ${names.join(" and ")}: it must have one.`,
                };
            }
        }
    },
});
