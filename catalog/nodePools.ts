/**
 * Label, and taint, of the nodes of a role.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/off-host/autoscaling/, "Configuring the cluster".
 */
export const WORKLOAD = { key: "workload", servers: "connect-server", content: "connect-content" } as const;

/** Roles of node groups. A group that is named after a role has it. */
export const NODE_ROLES = ["general", "servers", "content"] as const;

export type NodeRole = (typeof NODE_ROLES)[number];
