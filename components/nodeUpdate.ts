import type { NodeGroup } from "../stacks/sections/nodeGroups";

/** Minutes in which EKS starts, drains and terminates a node, without pods that it waits for. */
const NODE_MINUTES = 5;

/** The provider's default for an update of a node group. */
const PROVIDER_MINUTES = 60;

/**
 * How EKS replaces the nodes of a group in an update.
 *
 * EKS deletes content that has not left its node in time, as the update would fail otherwise. It never forces servers. It starts up to
 * two new nodes in each zone before it drains one, so as many old nodes can wait for content at the same time.
 *
 * Source: EKS user guide, "Understand each phase of node updates".
 *
 * @param zones number of zones of the group.
 * @param contentMinutes that it waits for content.
 */
export function nodeUpdate(
    { role, maxSize }: Pick<NodeGroup, "role" | "maxSize">,
    zones: number,
    contentMinutes: number,
) {
    const wait = role === "content" ? contentMinutes : 0;
    const atOnce = wait > 0 ? Math.min(2 * zones, maxSize) : 1;
    const minutes = Math.ceil(maxSize / atOnce) * (NODE_MINUTES + wait) + 2 * NODE_MINUTES;
    return {
        inputs:
            role === "content" ? { forceUpdateVersion: true, updateConfig: { maxUnavailable: atOnce } } : {},
        timeout: `${Math.max(PROVIDER_MINUTES, minutes)}m`,
    };
}
