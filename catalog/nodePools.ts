/**
 * Label, and taint, of the nodes of a role.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Configuring the cluster".
 */
export const WORKLOAD = { key: "workload", servers: "connect-server", content: "connect-content" } as const;

/** Roles of node groups. A group that is named after a role has it. */
export const NODE_ROLES = ["general", "servers", "content"] as const;

export type NodeRole = (typeof NODE_ROLES)[number];

/** Whether servers have nodes of their own. */
export function isSeparate(groups: Record<string, { role: NodeRole }>): boolean {
    return Object.values(groups).some(({ role }) => role === "servers");
}

/**
 * Minutes that EKS waits in an update for the pods of a node to leave it. After them, it deletes the pods if the update is forced, and
 * fails otherwise. EKS has no setting for it.
 *
 * Source: EKS user guide, "Understand each phase of node updates", "Upgrade phase"; EKS API reference, NodegroupUpdateConfig.
 */
export const DRAIN_MINUTES = 15;
