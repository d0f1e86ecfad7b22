import { linkOf } from "./links";
import type { Topology } from "./topology";
import { FILE_SYSTEM, MOUNT_TARGET } from "./types";

/** Ids of the file systems that the stack has taken over: it makes none, and has mount targets on these. */
export function adoptedFileSystems(topology: Topology): readonly string[] {
    if (topology.all(FILE_SYSTEM).length > 0) {
        return [];
    }
    const links = topology
        .all(MOUNT_TARGET)
        .map((target) => linkOf(topology, target, ["fileSystemId"], [FILE_SYSTEM]));
    return [...new Set(links.flatMap((link) => (link?.is === "outside" ? [link.value] : [])))];
}
