import { stackRule } from "../../rule";
import { adoptedFileSystems } from "../../../graph/adoptedFileSystems";
import { connectReleases } from "../../../graph/releases";
import type { Graph } from "../../../graph/graph";
import { CLUSTER, DATABASE, DATABASE_CLUSTER, FILE_SYSTEM } from "../../../graph/types";

function fileSystems(graph: Graph): readonly { name: string }[] {
    return [...graph.all(FILE_SYSTEM), ...adoptedFileSystems(graph).map((name) => ({ name }))];
}

const PARTS: readonly {
    one: string;
    many: string;
    found: (graph: Graph) => readonly { name: string }[];
}[] = [
    { one: "cluster", many: "clusters", found: (graph) => graph.all(CLUSTER) },
    {
        one: "database",
        many: "databases",
        found: (graph) => graph.all(DATABASE, DATABASE_CLUSTER),
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
    *check(graph) {
        for (const { one, many, found } of PARTS) {
            const names = found(graph).map(({ name }) => name);
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
