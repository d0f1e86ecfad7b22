import { type Check, satisfies } from "../../check";
import { today } from "../../clock";

/**
 * The first day on which a Kubernetes version of EKS is out of standard support, in UTC: what it costs then is six
 * times as much.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const STANDARD_SUPPORT_ENDS: ReadonlyMap<string, string> = new Map([
    ["1.33", "2026-07-29"],
    ["1.34", "2026-12-02"],
    ["1.35", "2027-03-27"],
    ["1.36", "2027-08-02"],
]);

/** `version` is a Kubernetes version in standard support. */
export const inStandardSupport: Check = satisfies("version", {
    kind: "text",
    wanted: `a Kubernetes version in standard support (${[...STANDARD_SUPPORT_ENDS]
        .map(([version, end]) => `${version} until ${end}`)
        .join(", ")})`,
    accepts: (version) => today() < (STANDARD_SUPPORT_ENDS.get(version as string) ?? ""),
    refused: ["1.32", "1.33", "1.99", "1", ""],
});
