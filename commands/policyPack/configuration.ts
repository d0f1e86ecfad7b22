/** A word of Pulumi's for what a violation does. Source: pulumi/pulumi, sdk/go/common/apitype/policy.go. */
export const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const;

export type Level = (typeof LEVELS)[number];

/** What a pack says of one of its policies. */
export interface Policy {
    name: string;
    description: string;
    level: Level;
    severity: "low" | "medium" | "high" | "critical";
    /** The controls that it satisfies, such as `FSBP RDS.5`; the pack's notes on its own judging satisfy none. */
    controls: string[];
    remedy: string;
    url: string;
    /** What its properties are where its configuration leaves them out. */
    defaults: Record<string, unknown>;
}

/** What a level file says of one policy. */
export interface GivenConfig {
    level?: Level;
    properties: Record<string, unknown>;
}

/** What a pack is told of one policy. */
export type PolicyConfig = Required<GivenConfig>;

/**
 * What each policy is configured to: the pack's own levels and defaults, then what is given for `all`, then what is
 * given for each. Source: pulumi/pulumi, pkg/resource/analyzer/config.go (`ReconcilePolicyPackConfig`), which then holds
 * the result against the policies' schemas. That is left to the pack here: it does so itself, and says more.
 */
export function reconcile(
    policies: readonly Policy[],
    given: ReadonlyMap<string, GivenConfig>,
): Map<string, PolicyConfig> {
    const all = given.get("all")?.level;
    const result = new Map(
        policies.map(({ name, level, defaults }) => [name, { level: all ?? level, properties: defaults }]),
    );
    for (const [name, { level, properties }] of given) {
        const before = result.get(name);
        result.set(name, {
            // A name that the pack does not know goes on to it: it refuses it, and says which is near.
            level: level ?? before?.level ?? "mandatory",
            properties: { ...before?.properties, ...properties },
        });
    }
    return result;
}
