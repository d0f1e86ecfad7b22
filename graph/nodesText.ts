import type { Resource } from "./graph";
import { readPath } from "./path";
import { textOf, type Value } from "./value";

/** The number and the types of a group's nodes, such as `3–6 × t3.2xlarge`. */
export function nodesText({ properties }: Resource): string {
    const [least, most] = ["minSize", "maxSize"].map((size) => {
        const number = readPath(properties, ["scalingConfig", size]);
        return typeof number === "number" ? String(number) : "?";
    });
    const types = Array.isArray(properties.instanceTypes) ? properties.instanceTypes.map(nameOf) : ["?"];
    return `${least === most ? least : `${least}–${most}`} × ${types.join(" or ")}`;
}

function nameOf(type: Value): string {
    return textOf(type) || "?";
}
