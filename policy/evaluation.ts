import type { Graph, Resource } from "../graph/graph";
import { judge, mayHold } from "./check";
import type { Configuration } from "./configuration";
import type { Outcome } from "./outcome";
import type { StackSettings } from "./stackSettings";
import type { Finding, ResourceRule, Rule, StackRule } from "./rule";
import { covers, describeUnused, findFault, type Waiver } from "./waiver";

/** The part of a resource that a rule about one resource reads. */
export type JudgedResource = Pick<Resource, "urn" | "type" | "properties">;

/** The findings of a rule in a resource. */
export function judgeResource(rule: ResourceRule, resource: JudgedResource): Finding[] {
    const { properties } = resource;
    return rule.applies.includes(resource.type) &&
        (rule.when ?? []).every((condition) => mayHold(condition, properties))
        ? rule.checks.flatMap((check) =>
              judge(check, properties).map((sentence) => ({ urn: resource.urn, sentence })),
          )
        : [];
}

/** One check of a stack by the engine: the findings that are not waived. */
export class Evaluation {
    private readonly waived: Outcome["waived"][number][] = [];
    private readonly unverified: Outcome["unverified"][number][] = [];
    private readonly levels: ReadonlyMap<string, Rule["level"]>;

    /** @param today the day on which waivers must be in force, `YYYY-MM-DD`. */
    constructor(
        rules: readonly Rule[],
        private readonly configuration: Configuration,
        private readonly today: string,
        private readonly settings: StackSettings = {},
    ) {
        this.levels = new Map(rules.map(({ name, level }) => [name, level]));
    }

    /** The findings of a rule about one resource. */
    judgeResource(rule: ResourceRule, resource: JudgedResource): Finding[] {
        return judgeResource(rule, resource).filter((finding) => !this.isWaived(rule, finding, resource.urn));
    }

    /** The findings of a rule about the stack. Unverified findings are only in {@link outcome}. */
    judgeStack(rule: StackRule, graph: Graph): Finding[] {
        const stackUrn = graph.stack?.urn ?? "";
        const standing = [...rule.check(graph, this.settings)].filter(
            (finding) => !this.isWaived(rule, finding, stackUrn),
        );
        for (const { urn = stackUrn, sentence } of standing.filter(({ unverified }) => unverified === true)) {
            this.unverified.push({ rule: rule.name, urn, sentence });
        }
        return standing.filter(({ unverified }) => unverified !== true);
    }

    /** The waivers that are not in force. */
    findWrongWaivers(): Finding[] {
        return this.configuration.waivers.flatMap((waiver) => {
            const sentence = this.findFault(waiver);
            return sentence === undefined ? [] : [{ sentence }];
        });
    }

    /** A sentence for each waiver in force: used, or unused. */
    describeWaivers(): Finding[] {
        const { unused } = this.outcome;
        const used = this.configuration.waivers.filter((waiver) => this.isUsed(waiver));
        return [
            ...used.map(({ rule, resource = "", owner, expires, reason }) => ({
                sentence: `${rule} is waived until ${expires} for ${resource} (${owner}): ${reason}`,
            })),
            ...unused.map((waiver) => ({ sentence: describeUnused(waiver) })),
        ];
    }

    /** Complete when all rules have judged the stack. */
    get outcome(): Outcome {
        return {
            waived: this.waived,
            unused: this.configuration.waivers.filter(
                (waiver) => this.findFault(waiver) === undefined && !this.isUsed(waiver),
            ),
            unverified: this.unverified,
        };
    }

    private isWaived(rule: Rule, { urn, sentence }: Finding, ownUrn: string): boolean {
        const found = urn ?? ownUrn;
        const waiver = this.configuration.waivers.find(
            (each) => covers(each, rule.name, found) && this.findFault(each) === undefined,
        );
        if (waiver !== undefined) {
            this.waived.push({ rule: rule.name, urn: found, sentence, waiver });
        }
        return waiver !== undefined;
    }

    private isUsed(waiver: Waiver): boolean {
        return this.waived.some((each) => each.waiver === waiver);
    }

    private findFault(waiver: Waiver): string | undefined {
        const level = this.levels.get(waiver.rule) ?? "mandatory";
        return findFault(waiver, level, this.configuration.environment, this.today);
    }
}
