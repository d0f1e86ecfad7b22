import type { Resource } from "../../resource";
import { type Finding, stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../topology/links";
import { nodeGroups, nodeZones } from "../../topology/nodes";
import { uncovered, zoneOf } from "../../topology/subnets";
import type { Topology } from "../../topology/topology";
import { FILE_SYSTEM, MOUNT_TARGET, SUBNET } from "../../topology/types";
import { notKnown } from "./findings";

export const mountTargets = stackRule({
    name: "stack-mount-targets",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R10", "Posit R11"],
    description: "The file system has exactly one mount target in each availability zone that nodes run in.",
    remedy: "Make one mount target for each availability zone of the node groups, in the private subnet there.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html",
    *check(topology) {
        for (const target of topology.all(MOUNT_TARGET)) {
            const fileSystem = linkOf(topology, target, ["fileSystemId"], [FILE_SYSTEM]);
            if (fileSystem?.is === "unknown" || fileSystem?.is === "one of") {
                yield notKnown(target, "fileSystemId");
            }
        }
        for (const { resource, zones } of nodeGroups(topology)) {
            if (zones.includes("unknown")) {
                yield notKnown(resource, "An availability zone");
            }
        }
        if (nodeGroups(topology).some(({ zones }) => zones.includes("untold"))) {
            yield {
                sentence:
                    "The stack does not tell which availability zones its nodes run in: each must have a mount target.",
                untold: true,
            };
        }
        for (const fileSystem of topology.all(FILE_SYSTEM)) {
            yield* fileSystemFindings(topology, fileSystem);
        }
    },
});

function* fileSystemFindings(topology: Topology, fileSystem: Resource): Iterable<Finding> {
    const targets = topology
        .all(MOUNT_TARGET)
        .filter((target) => leadsTo(linkOf(topology, target, ["fileSystemId"], [FILE_SYSTEM]), fileSystem))
        // The engine registers them in any order.
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .map((target) => ({
            target,
            zone: zoneOf(topology, linkOf(topology, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
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
        nodeZones(topology),
        targets.map(({ zone }) => zone),
    );
    for (const zone of left) {
        yield {
            urn: fileSystem.urn,
            sentence: `Nodes run in ${zone}, and ${fileSystem.name} has no mount target left for it.`,
        };
    }
}
