import { judge, mayHold } from "./check";
import type { Graph, Resource } from "../graph/graph";
import type { Configuration } from "./configuration";
import type { Finding, ResourceRule, Rule, StackRule } from "./rule";
import { covers, fault, type Waiver } from "./waiver";

/** The part of a resource that a rule about one resource reads. */
export type JudgedResource = Pick<Resource, "urn" | "type" | "properties">;

/** What a rule finds in a resource. */
export function judgeResource(rule: ResourceRule, resource: JudgedResource): Finding[] {
    const { properties } = resource;
    return rule.applies.includes(resource.type) &&
        (rule.when ?? []).every((condition) => mayHold(condition, properties))
        ? rule.checks.flatMap((check) =>
              judge(check, properties).map((sentence) => ({ urn: resource.urn, sentence })),
          )
        : [];
}

/** One look of the engine at a stack: what was found, less what is waived. */
export class Evaluation {
    /** What whole-stack rules could not tell. */
    readonly untold: Finding[] = [];

    private readonly used = new Set<Waiver>();
    private readonly levels: ReadonlyMap<string, Rule["level"]>;

    /** @param today the day on which waivers are judged, `YYYY-MM-DD`. */
    constructor(
        rules: readonly Rule[],
        private readonly configuration: Configuration,
        private readonly today: string,
    ) {
        this.levels = new Map(rules.map(({ name, level }) => [name, level]));
    }

    /** What a rule about one resource finds. */
    resource(rule: ResourceRule, resource: JudgedResource): Finding[] {
        return this.standing(rule, judgeResource(rule, resource), resource.urn);
    }

    /** What a rule about the whole stack finds; what it cannot tell goes to {@link Evaluation.untold}. */
    stack(rule: StackRule, graph: Graph): Finding[] {
        const standing = this.standing(rule, [...rule.check(graph)], graph.stack?.urn ?? "");
        this.untold.push(...standing.filter(({ untold }) => untold === true));
        return standing.filter(({ untold }) => untold !== true);
    }

    /** Waivers that do not hold. */
    wrongWaivers(): Finding[] {
        return this.configuration.waivers.flatMap((waiver) => {
            const sentence = this.fault(waiver);
            return sentence === undefined ? [] : [{ sentence }];
        });
    }

    /** Waivers that hold, when everything has been judged: each is in use, or covers nothing. */
    waivers(): Finding[] {
        return this.configuration.waivers
            .filter((waiver) => this.fault(waiver) === undefined)
            .map((waiver) => {
                const { rule, resource = "", owner, expires, reason } = waiver;
                return {
                    sentence: this.used.has(waiver)
                        ? `${rule} is waived until ${expires} for ${resource} (${owner}): ${reason}`
                        : `The waiver of ${rule} for ${resource} (${owner}) covers nothing: take it out.`,
                };
            });
    }

    private standing(rule: Rule, findings: Finding[], stackUrn: string): Finding[] {
        return findings.filter((finding) => {
            const waiver = this.configuration.waivers.find(
                (each) => covers(each, rule.name, finding.urn ?? stackUrn) && this.fault(each) === undefined,
            );
            if (waiver !== undefined) {
                this.used.add(waiver);
            }
            return waiver === undefined;
        });
    }

    private fault(waiver: Waiver): string | undefined {
        const level = this.levels.get(waiver.rule) ?? "mandatory";
        return fault(waiver, level, this.configuration.environment, this.today);
    }
}
