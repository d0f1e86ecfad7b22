import { diagram } from "../graph/diagram";
import type { Graph } from "../graph/graph";
import { overview } from "../graph/overview";
import type { Outcome } from "../policy/outcome";
import { isRule, type Judgement, type Violation } from "./policyPack/judgement";
import { requirementRows, type Row } from "./policyPack/requirementRows";
import { diagramMermaid } from "./report/diagramMermaid";

/** Result of a plan for a program: `npm run plan -- --format json`. */
export interface PlanSummary {
    stack: string;
    region: string;
    /** Number of resources, as Pulumi counts them: components too. */
    resources: number;
    requirements: Row[];
    /** Diagram of the network, in Mermaid. */
    diagram: string;
    policies: {
        levelFile: string;
        /** Number of the enabled rules. */
        rules: number;
        violations: Violation[];
        waived: Outcome["waived"];
        unverified: Outcome["unverified"];
    };
}

export function planSummary(
    place: { stack: string; region: string },
    graph: Graph,
    judgement: Judgement,
): PlanSummary {
    const { levelFile, policies, violations, waived, unverified } = judgement;
    return {
        ...place,
        resources: overview(graph).reduce((sum, { resources }) => sum + resources, 0),
        requirements: requirementRows(graph, judgement),
        diagram: diagramMermaid(diagram(graph)),
        policies: { levelFile, rules: policies.filter(isRule).length, violations, waived, unverified },
    };
}
