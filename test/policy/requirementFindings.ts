import type { Graph } from "../../graph/graph";
import { judgeResource } from "../../policy/evaluation";
import { isStackRule } from "../../policy/rule";
import { rules } from "../../policy/rules";

/**
 * The findings of the rules that check requirements of the reference architecture, without unverified findings: `R5
 * rds-storage: sentence`.
 */
export function requirementFindings(graph: Graph): string[] {
    return rules.flatMap((rule) => {
        const rows = rule.controls.flatMap((control) => /^Posit (R\d+)$/.exec(control)?.[1] ?? []);
        const findings = isStackRule(rule)
            ? [...rule.check(graph)]
            : graph.resources.flatMap((resource) => judgeResource(rule, resource));
        return findings
            .filter(({ unverified }) => unverified !== true)
            .flatMap(({ sentence }) => rows.map((row) => `${row} ${rule.name}: ${sentence}`));
    });
}
