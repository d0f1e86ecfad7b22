import { type Check, isTrue } from "../../check";
import type { ResourceRule } from "../../rule";
import { isConnect, RELEASE } from "./connectRelease";

/** A rule about the annotations of an Ingress, for the Ingress that Connect's chart makes where it is told to. */
export const inChart = (rule: ResourceRule): ResourceRule => ({
    ...rule,
    applies: [RELEASE],
    when: [isConnect, isTrue(["values", "ingress", "enabled"]), ...(rule.when ?? []).map(moved)],
    checks: rule.checks.map(moved),
});

/** From `metadata.annotations` to `values.ingress.annotations`. */
function moved(check: Check): Check {
    const [, ...path] = check.path;
    return { ...check, path: ["values", "ingress", ...path] };
}
