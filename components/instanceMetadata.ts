/** How a node's instance metadata can be read, by its launch template or Karpenter's class. */
export const INSTANCE_METADATA = {
    httpEndpoint: "enabled",
    httpTokens: "required",
    // One hop: the node itself, but no pod, reaches the instance metadata and the node's role.
    httpPutResponseHopLimit: 1,
} as const;
