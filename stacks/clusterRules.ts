import { privateAccessCidrsOf } from "./cluster";
import type { Rule } from "./rule";

/** The deployment itself creates Kubernetes objects, and a destroy deletes them, through the API. */
export const apiReachable: Rule = function* ({ network, cluster }, checked) {
    const isKnown =
        checked.hasShape("network") &&
        checked.isSound("cluster.publicAccessCidrs", "cluster.privateAccessCidrs");
    if (!isKnown || cluster.publicAccessCidrs.length > 0) {
        return;
    }
    if (privateAccessCidrsOf(cluster.privateAccessCidrs, network).length === 0) {
        yield {
            path: ["cluster", "privateAccessCidrs"],
            message:
                "the Kubernetes API cannot be reached: list the networks that reach the VPC, such as the VPC's own block, " +
                "or your public addresses in publicAccessCidrs",
        };
    }
};
