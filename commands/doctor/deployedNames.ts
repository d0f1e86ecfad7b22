import { type CheckContext, failed, type Finding } from "./check";

/** Name of the stack's cluster. */
export function clusterName({ graph }: CheckContext): string {
    return String(graph.only("aws:eks/cluster:Cluster").inputs["name"]);
}

/** The finding about something that a deployed stack has. */
export function notDeployed(name: string): Finding {
    return failed(`${name} does not exist`, "Deploy the stack with `pulumi up` first.");
}
