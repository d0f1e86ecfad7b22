import { satisfies } from "../../check";
import { isObject } from "../../../graph/value";
import { connectRule } from "./connectRelease";

export const disruptionBudget = connectRule({
    name: "helm-disruption-budget",
    level: "mandatory",
    severity: "medium",
    controls: ["Posit R11"],
    description: "Nodes are drained without all of Connect's servers stopping at once.",
    remedy: "Set values.podDisruptionBudget to maxUnavailable 1.",
    url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    checks: [
        satisfies(["values", "podDisruptionBudget"], {
            kind: "object",
            wanted: "given, with maxUnavailable or minAvailable",
            accepts: (budget) => isObject(budget) && ("maxUnavailable" in budget || "minAvailable" in budget),
            refused: [{}, { unhealthyPodEvictionPolicy: "AlwaysAllow" }],
        }),
    ],
});
