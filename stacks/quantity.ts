/** Cores of a Kubernetes quantity: `2`, `0.5` or `500m`. */
export function coresOf(quantity: string): number {
    return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
}

/** GiB of a Kubernetes quantity: `4Gi` or `512Mi`. */
export function gibibytesOf(quantity: string): number {
    return Number(quantity.slice(0, -2)) / (quantity.endsWith("Mi") ? 1024 : 1);
}
