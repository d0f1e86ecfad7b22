import { satisfies } from "../../check";
import { isObject, type Value } from "../../../graph/value";
import { connectRule } from "./connectRelease";

/** A constraint that puts no two servers more in one zone than in another; without a selector it counts no pods. */
const WANTED: Record<string, Value> = {
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "DoNotSchedule",
    maxSkew: 1,
};
const SELECTOR = { labelSelector: { matchLabels: { "app.kubernetes.io/instance": "posit-connect" } } };

export const zoneSpread = connectRule({
    name: "helm-zone-spread",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R4", "Posit R11"],
    description: "Connect's servers are spread evenly over the availability zones.",
    remedy: "List a constraint in values.topologySpreadConstraints with topologyKey topology.kubernetes.io/zone, whenUnsatisfiable DoNotSchedule, maxSkew 1 and a labelSelector of the servers.",
    url: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    checks: [
        satisfies(["values", "topologySpreadConstraints"], {
            kind: "list",
            wanted: "a list with a constraint by zone: DoNotSchedule, maxSkew 1 and a labelSelector",
            accepts: (constraints) => Array.isArray(constraints) && constraints.some(spreadsByZone),
            refused: [
                [],
                ["topology.kubernetes.io/zone"],
                [WANTED],
                [{ ...WANTED, labelSelector: "posit-connect" }],
                [{ ...WANTED, ...SELECTOR, topologyKey: "kubernetes.io/hostname" }],
                [{ ...WANTED, ...SELECTOR, whenUnsatisfiable: "ScheduleAnyway" }],
                [{ ...WANTED, ...SELECTOR, maxSkew: 2 }],
            ],
        }),
    ],
});

function spreadsByZone(constraint: Value): boolean {
    return (
        isObject(constraint) &&
        isObject(constraint.labelSelector) &&
        Object.entries(WANTED).every(([key, wanted]) => constraint[key] === wanted)
    );
}
