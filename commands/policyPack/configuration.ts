/** Pulumi's enforcement levels. Source: pulumi/pulumi, sdk/go/common/apitype/policy.go. */
export const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const;

export type Level = (typeof LEVELS)[number];

/** A policy, as its pack describes it. */
export interface Policy {
    name: string;
    description: string;
    level: Level;
    severity: "low" | "medium" | "high" | "critical";
    /** The controls that it checks, such as `FSBP RDS.5`; the pack's reports on its own check have none. */
    controls: string[];
    remedy: string;
    url: string;
    /** Defaults of its properties. */
    defaults: Record<string, unknown>;
}

/** The entry of a level file for one policy. */
export interface GivenConfig {
    level?: Level;
    properties: Record<string, unknown>;
}

/** The configuration of one policy that is sent to the pack. */
export type PolicyConfig = Required<GivenConfig>;

/**
 * The configuration of each policy: the pack's levels and defaults, overridden by the entry `all`, then by the
 * policy's own entry. Source: pulumi/pulumi, pkg/resource/analyzer/config.go (`ReconcilePolicyPackConfig`), which
 * then checks the result against the policies' schemas. Here only the pack checks it, with more precise errors.
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
            // An unknown name is also sent to the pack, which rejects it and suggests a similar name.
            level: level ?? before?.level ?? "mandatory",
            properties: { ...before?.properties, ...properties },
        });
    }
    return result;
}
