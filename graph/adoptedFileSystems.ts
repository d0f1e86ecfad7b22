import { linkOf } from "./links";
import type { Graph } from "./graph";
import { FILE_SYSTEM, MOUNT_TARGET } from "./types";

/** Ids of the file systems that the stack has adopted: it does not create them, but creates their mount targets. */
export function adoptedFileSystems(graph: Graph): readonly string[] {
    if (graph.all(FILE_SYSTEM).length > 0) {
        return [];
    }
    const links = graph
        .all(MOUNT_TARGET)
        .map((target) => linkOf(graph, target, ["fileSystemId"], [FILE_SYSTEM]));
    return [...new Set(links.flatMap((link) => (link?.is === "outside" ? [link.value] : [])))];
}
