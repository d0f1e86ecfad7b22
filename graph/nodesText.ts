import type { NodeGroup } from "./nodes";
import { readPath } from "./path";
import { textOf, type Value } from "./value";

/** The number and the types of a group's nodes, such as `3–6 × t3.2xlarge`. */
export function nodesText({ nodes, isPool }: NodeGroup): string {
    const [least, most] = ["minSize", "maxSize"].map((size) => {
        const number = readPath(nodes, ["scalingConfig", size]);
        return typeof number === "number" ? String(number) : "?";
    });
    const types = Array.isArray(nodes.instanceTypes) ? nodes.instanceTypes.map(nameOf) : ["?"];
    return `${least === most ? least : `${least}–${most}`} × ${types.join(" or ")}${isPool ? " (Karpenter)" : ""}`;
}

function nameOf(type: Value): string {
    return textOf(type) || "?";
}
