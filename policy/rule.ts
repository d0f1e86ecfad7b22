import type { Check } from "./check";
import type { Graph } from "../graph/graph";

/**
 * Where a rule stops a deployment: everywhere; in production, with advice elsewhere; or nowhere, with advice
 * everywhere.
 */
export type Level = "mandatory" | "production" | "advisory";

export type Severity = "low" | "medium" | "high" | "critical";

/** What every rule says of itself. */
interface Row {
    /** Name in configuration, waivers and messages: `rds-multi-az`. Unique; a released one is a contract. */
    readonly name: string;
    readonly level: Level;
    readonly severity: Severity;
    /**
     * The controls that it satisfies, each after the name of its framework: `FSBP RDS.5` (AWS Foundational Security
     * Best Practices), `Security Hub WAF.11` (a control of another standard there), `CIS AWS 3.2.4` (Foundations Benchmark 7.0), `CIS EKS 5.4.1` (1.7), `Checkov CKV_AWS_157`,
     * `Posit R7` (the reference architecture's row), `Pulumi protect` where no framework knows it. At least one.
     */
    readonly controls: readonly string[];
    /** What holds where the rule is kept, as a sentence. */
    readonly description: string;
    /** What to do where it is broken, as a sentence. */
    readonly remedy: string;
    /** Where the fact behind it is documented. */
    readonly url: string;
}

/** A rule about one resource by itself, judged by its inputs before it is made. */
export interface ResourceRule extends Row {
    /** The types that it is about, such as `aws:rds/instance:Instance`. */
    readonly applies: readonly string[];
    /** The rule is about a resource only where all of these may hold. */
    readonly when?: readonly Check[];
    readonly checks: readonly Check[];
}

/** A rule about the stack as a whole, judged when every resource is known. */
export interface StackRule extends Row {
    readonly check: (graph: Graph) => Iterable<Finding>;
}

export type Rule = ResourceRule | StackRule;

/** One violation. */
export interface Finding {
    /** The resource that breaks the rule; the stack where there is none. */
    readonly urn?: string;
    /** What is wrong, as a full sentence. */
    readonly sentence: string;
    /** Whether it says what the stack cannot tell, as it is made elsewhere: then it is advice, whatever the level. */
    readonly untold?: true;
}

/** Rules about resources of the same types. */
export const resourceRules = (
    subject: Pick<ResourceRule, "applies" | "when">,
    rows: readonly Omit<ResourceRule, "applies">[],
): ResourceRule[] => rows.map((row) => ({ ...subject, ...row }));

/** A rule about the stack as a whole. */
export const stackRule = (rule: StackRule): StackRule => rule;

export const isStackRule = (rule: Rule): rule is StackRule => "check" in rule;
