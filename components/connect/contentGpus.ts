import { fewestGpus } from "../../catalog/instanceTypes";
import type { NodeGroup } from "../../stacks/sections/nodeGroups";

/** NVIDIA GPUs that content can request. */
export interface ContentGpus {
    /** For a process: those of the largest node, and 0 if no node has any. */
    perProcess: number;
    /** For all content together. */
    together: number;
}

/** The GPUs that content can request. A node group counts with those of its type with the fewest. */
export function contentGpus(groups: Record<string, NodeGroup>): ContentGpus {
    const found = Object.values(groups).map(({ instanceTypes, maxSize }) => ({
        gpus: fewestGpus(instanceTypes),
        maxSize,
    }));
    return {
        perProcess: Math.max(0, ...found.map(({ gpus }) => gpus)),
        together: found.reduce((sum, { gpus, maxSize }) => sum + gpus * maxSize, 0),
    };
}
