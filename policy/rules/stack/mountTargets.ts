import type { Resource } from "../../../graph/graph";
import { type Finding, stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";
import { nodeGroups, nodeZones } from "../../../graph/nodes";
import { uncovered, zoneOf } from "../../../graph/subnets";
import type { Graph } from "../../../graph/graph";
import { FILE_SYSTEM, MOUNT_TARGET, SUBNET } from "../../../graph/types";
import { notKnown } from "./findings";

export const mountTargets = stackRule({
    name: "stack-mount-targets",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R10", "Posit R11"],
    description: "The file system has exactly one mount target in each availability zone that nodes run in.",
    remedy: "Make one mount target for each availability zone of the node groups, in the private subnet there.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html",
    *check(graph) {
        for (const target of graph.all(MOUNT_TARGET)) {
            const fileSystem = linkOf(graph, target, ["fileSystemId"], [FILE_SYSTEM]);
            if (fileSystem?.is === "unknown" || fileSystem?.is === "one of") {
                yield notKnown(target, "fileSystemId");
            }
        }
        for (const { resource, zones } of nodeGroups(graph)) {
            if (zones.includes("unknown")) {
                yield notKnown(resource, "An availability zone");
            }
        }
        if (nodeGroups(graph).some(({ zones }) => zones.includes("untold"))) {
            yield {
                sentence:
                    "The stack does not tell which availability zones its nodes run in: each must have a mount target.",
                untold: true,
            };
        }
        for (const fileSystem of graph.all(FILE_SYSTEM)) {
            yield* fileSystemFindings(graph, fileSystem);
        }
    },
});

function* fileSystemFindings(graph: Graph, fileSystem: Resource): Iterable<Finding> {
    const targets = graph
        .all(MOUNT_TARGET)
        .filter((target) => leadsTo(linkOf(graph, target, ["fileSystemId"], [FILE_SYSTEM]), fileSystem))
        // The engine registers them in any order.
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .map((target) => ({
            target,
            zone: zoneOf(graph, linkOf(graph, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
        }));
    const taken = new Set<string>();
    for (const { target, zone } of targets) {
        if (zone === "unknown") {
            yield notKnown(target, "The availability zone");
        } else if (zone === "untold") {
            yield {
                urn: target.urn,
                sentence: `The stack does not tell which availability zone ${target.name} is in.`,
                untold: true,
            };
        } else {
            if (taken.has(zone.name)) {
                yield {
                    urn: target.urn,
                    sentence: `${target.name} is the second mount target of ${fileSystem.name} in ${zone.name}.`,
                };
            }
            taken.add(zone.name);
        }
    }
    const left = uncovered(
        nodeZones(graph),
        targets.map(({ zone }) => zone),
    );
    for (const zone of left) {
        yield {
            urn: fileSystem.urn,
            sentence: `Nodes run in ${zone}, and ${fileSystem.name} has no mount target left for it.`,
        };
    }
}
