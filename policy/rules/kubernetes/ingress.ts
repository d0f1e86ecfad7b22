import type { Path } from "../../../graph/path";

export const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

/** Where an Ingress says something to the load balancer controller. */
export const annotation = (name: string): Path => [
    "metadata",
    "annotations",
    `alb.ingress.kubernetes.io/${name}`,
];
