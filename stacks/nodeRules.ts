import { mebibytes, millicores } from "../lib/quantity";
import { type NodeGroup, nodeGroupsOf } from "./sections/cluster";
import { NODE_AGENTS_MILLICORES, nodeCapacity } from "./nodeCapacity";
import type { Rule } from "./rule";

/** What a node of a group has for one pod, by the smallest of the group's instance types. */
interface Room {
    /** The node, in the words of an error. */
    node: string;
    millicores: number;
    mebibytes: number;
}

/** Taints that keep a pod without tolerations off a node. */
const CLOSED: string[] = ["NO_SCHEDULE", "NO_EXECUTE"];

/** The largest pod of content starts on a node. A pod that fits on none waits forever, and Connect reports no reason. */
export const contentFitsNodes: Rule = function* ({ cluster, connect }, checked) {
    const path = ["connect", "content"];
    if (!checked.isSound("cluster.nodeGroups", "connect.content.maxCpu", "connect.content.maxMemoryGiB")) {
        return;
    }
    const { maxCpu, maxMemoryGiB } = connect.content;
    const open = Object.entries(nodeGroupsOf(cluster.nodeGroups, 1))
        .filter(([, { taints }]) => !taints.some(({ effect }) => CLOSED.includes(effect)))
        .map(([name, group]) => roomOf(name, group));
    const rooms = open.filter((room) => room !== undefined);
    if (rooms.length < open.length) {
        return;
    }
    const mostCpu = largest(rooms, "millicores");
    if (mostCpu && millicores(maxCpu) > mostCpu.millicores) {
        yield { path: [...path, "maxCpu"], message: tooMuch(mostCpu.millicores / 1000, mostCpu) };
    }
    const wide = rooms.filter((room) => millicores(maxCpu) <= room.millicores);
    const mostMemory = largest(wide.length > 0 ? wide : rooms, "mebibytes");
    if (mostMemory && mebibytes(maxMemoryGiB) > mostMemory.mebibytes) {
        const gibibytes = Math.floor((mostMemory.mebibytes / 1024) * 100) / 100;
        yield { path: [...path, "maxMemoryGiB"], message: tooMuch(gibibytes, mostMemory) };
    }
};

/** A server starts on a node of `general`. */
export const serversFitNodes: Rule = function* ({ cluster, connect }, checked) {
    const path = "connect.resources.requests";
    if (!checked.isSound("cluster.nodeGroups")) {
        return;
    }
    const { general } = nodeGroupsOf(cluster.nodeGroups, 1);
    const room = general && roomOf("general", general);
    if (room === undefined) {
        return;
    }
    if (checked.isSound(`${path}.cpu`) && millicores(connect.resources.requests.cpu) > room.millicores) {
        yield { path: [...path.split("."), "cpu"], message: tooMuch(`"${room.millicores}m"`, room) };
    }
    if (checked.isSound(`${path}.memory`) && mebibytes(connect.resources.requests.memory) > room.mebibytes) {
        yield { path: [...path.split("."), "memory"], message: tooMuch(`"${room.mebibytes}Mi"`, room) };
    }
};

function largest(rooms: Room[], resource: "millicores" | "mebibytes"): Room | undefined {
    return [...rooms].sort((one, other) => other[resource] - one[resource])[0];
}

function tooMuch(most: number | string, { node }: Room): string {
    return `must be at most ${most}: ${node} has no more for a pod; lower it, or choose a larger instance type`;
}

/** Nothing, if the size of one of the instance types is not known. */
function roomOf(group: string, { instanceTypes }: NodeGroup): Room | undefined {
    const capacities = instanceTypes.map(nodeCapacity);
    const known = capacities.filter((capacity) => capacity !== undefined);
    if (known.length < capacities.length) {
        return undefined;
    }
    return {
        node: `a node of cluster.nodeGroups.${group} (${instanceTypes.join(", ")})`,
        millicores: Math.min(...known.map((capacity) => capacity.millicores)) - NODE_AGENTS_MILLICORES,
        mebibytes: Math.min(...known.map((capacity) => capacity.mebibytes)),
    };
}
