import type { Check } from "./check";
import type { Graph } from "../graph/graph";
import type { StackSettings } from "./stackSettings";

/**
 * Deployments that a violation stops: `mandatory` all, `production` those in production, `advisory` none. Otherwise a violation is
 * advice.
 */
export type Level = "mandatory" | "production" | "advisory";

export type Severity = "low" | "medium" | "high" | "critical";

/** The part of a rule that is the same for each kind of rule. */
interface Row {
    /** Unique name in configuration, waivers and messages, such as `rds-multi-az`. The name of a released rule is a contract. */
    readonly name: string;
    readonly level: Level;
    readonly severity: Severity;
    /**
     * At least one control that the rule checks, with the prefix of its framework: `FSBP RDS.5`, `Security Hub WAF.11`,
     * `CIS AWS 3.2.4`, `CIS EKS 5.4.1`, `Checkov CKV_AWS_157`, `Posit R7` (a requirement of the reference architecture), or
     * `Pulumi protect` for a control of this pack. frameworks.ts lists the known controls.
     */
    readonly controls: readonly string[];
    /** The requirement, as a sentence. */
    readonly description: string;
    /** How to fix a violation, as a sentence. */
    readonly remedy: string;
    /** Documentation of the requirement. */
    readonly url: string;
}

/** A rule about one resource, which is checked by its inputs before it is created. */
export interface ResourceRule extends Row {
    /** Types of the resources that it checks, such as `aws:rds/instance:Instance`. */
    readonly applies: readonly string[];
    /** Conditions: the rule checks a resource only if all of them may hold. */
    readonly when?: readonly Check[];
    readonly checks: readonly Check[];
}

/** A rule about the complete stack, which is checked when every resource is known. */
export interface StackRule extends Row {
    readonly check: (graph: Graph, settings?: StackSettings) => Iterable<Finding>;
}

export type Rule = ResourceRule | StackRule;

/** One violation. */
export interface Finding {
    /** The resource that violates the rule. Default: the stack. */
    readonly urn?: string;
    /** A complete sentence. */
    readonly sentence: string;
    /**
     * Whether the rule cannot be verified, because a resource is managed outside the stack. The finding is then
     * advice at every level.
     */
    readonly unverified?: true;
}

/** Rules about resources of the same types. */
export const resourceRules = (
    subject: Pick<ResourceRule, "applies" | "when">,
    rows: readonly Omit<ResourceRule, "applies">[],
): ResourceRule[] => rows.map((row) => ({ ...subject, ...row }));

export const isStackRule = (rule: Rule): rule is StackRule => "check" in rule;
